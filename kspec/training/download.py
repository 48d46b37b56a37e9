"""Downloads: into a file beside the target, verified, then moved into place at once."""

from __future__ import annotations

import os
import tempfile
import zipfile
from pathlib import Path

from kspec.errors import Diagnostic, ToolError
from kspec.training.datasets import FOLDER_VARIABLE, DataFile, content

TIMEOUT_S = 30
LARGEST_MEMBER = 64 * 2**20


def download(file: DataFile, folder: Path) -> Path:
    """Fetch a file into the folder; nothing half-written stays behind.

    Raises: ToolError K504 where it cannot be fetched or written, K505 where what came
        is another file.
    """
    target = folder / file.path
    try:
        target.parent.mkdir(parents=True, exist_ok=True)
        with tempfile.TemporaryDirectory(dir=target.parent) as temporary:
            arrived = Path(temporary) / "download"
            _fetch(file.url, arrived)
            if file.member:
                arrived = _unpacked(arrived, file.member)
            content(arrived, file)
            os.replace(arrived, target)
    except (OSError, zipfile.BadZipFile, KeyError) as error:
        raise ToolError(_failed(file, target, error)) from error
    return target


def _fetch(url: str, to: Path) -> None:
    import pooch

    # Read at once, for pooch leaves the connection of a failed stream open. Its errors
    # are those of requests, which are OSErrors.
    fetch = pooch.HTTPDownloader(timeout=TIMEOUT_S, stream=False, chunk_size=2**16)
    fetch(url, str(to), None)  # pyright: ignore


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
