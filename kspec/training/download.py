"""Downloads: into a file beside the target, verified, then moved into place at once."""

from __future__ import annotations

import os
import tempfile
import zipfile
from pathlib import Path

from kspec.errors import Diagnostic, ToolError
from kspec.known import DataFile
from kspec.training.datasets import FOLDER_VARIABLE, Progress, content

TIMEOUT_S = 30
LARGEST_MEMBER = 64 * 2**20
BLOCK = 2**18


def download(file: DataFile, folder: Path, progress: Progress | None = None) -> Path:
    """Fetch a file into the folder; nothing half-written stays behind.

    Raises: ToolError K504 where it cannot be fetched or written, K505 where what came
        is another file.
    """
    target = folder / file.path
    try:
        target.parent.mkdir(parents=True, exist_ok=True)
        with tempfile.TemporaryDirectory(dir=target.parent) as temporary:
            arrived = Path(temporary) / "download"
            _fetch(file.url, arrived, progress)
            if file.member:
                arrived = _unpacked(arrived, file.member)
            content(arrived, file)
            os.replace(arrived, target)
    except (OSError, zipfile.BadZipFile, KeyError) as error:
        raise ToolError(_failed(file, target, error)) from error
    return target


def _fetch(url: str, to: Path, progress: Progress | None) -> None:
    """The content of an address; errors of requests are OSErrors."""
    import requests

    with requests.get(url, stream=True, timeout=TIMEOUT_S) as response:
        response.raise_for_status()
        length = response.headers.get("Content-Length", "")
        total = int(length) if length.isdecimal() else None
        come = 0
        with to.open("wb") as file:
            for block in response.iter_content(BLOCK):
                file.write(block)
                come += len(block)
                if progress:
                    progress(come, total)
    if (
        total is not None
        and come < total
        and "Content-Encoding" not in response.headers
    ):
        raise OSError(f"the connection broke off after {come:,} of {total:,} bytes")


def _unpacked(archive: Path, member: str) -> Path:
    """The member alone, in a file beside the archive; no other path is written."""
    target = archive.with_name("member")
    with zipfile.ZipFile(archive) as zipped:
        if zipped.getinfo(member).file_size > LARGEST_MEMBER:
            raise zipfile.BadZipFile(f"`{member}` is larger than it can be")
        target.write_bytes(zipped.read(member))
    return target


def _failed(file: DataFile, target: Path, error: Exception) -> Diagnostic:
    said = " ".join(str(error).split())[:200]
    return Diagnostic(
        "K504",
        f"`{file.name}` cannot be fetched from {file.url}: {said}",
        hint=f"put it at {target}, or set {FOLDER_VARIABLE} to a folder that has "
        f"{file.path}",
    )
