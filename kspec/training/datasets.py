"""Files of the datasets that kspec knows: found, or downloaded, and verified.

A file is looked for in the folder that `KSPEC_DATA` names, then in the cache, and is
downloaded where neither has it. Its checksum is verified every time.
"""

from __future__ import annotations

import gzip
import hashlib
import os
from collections.abc import Callable
from pathlib import Path

from kspec import bundled
from kspec.errors import Diagnostic, ToolError
from kspec.known import DataFile, KnownDataset

FOLDER_VARIABLE = "KSPEC_DATA"
Progress = Callable[[int, int | None], None]
"""Is told how many bytes have come, and of how many where the server says it."""
BUNDLED = {"mnist/mnist_5k.csv.gz": "data/mnist_5k.csv.gz"}
"""Files that come with kspec, by their path and by that below the bundled specs."""


def locate(
    known: KnownDataset, progress: Callable[[DataFile], Progress] | None = None
) -> tuple[Path, ...]:
    """The verified files of a dataset, downloaded where they are not on the machine.

    Args:
        progress: makes for a file what is told of its download.

    Raises: ToolError K504 where a file cannot be had, K505 where it is another one.
    """
    return tuple(_locate(file, progress) for file in known.files)


def present(known: KnownDataset) -> bool:
    """Whether all files of a dataset are on the machine; they are not verified."""
    return all(any(path.is_file() for path in _places(file)) for file in known.files)


def content(path: Path, file: DataFile) -> bytes:
    """The file's content, verified: unpacked, or with its lines ended by line feeds.

    Raises: ToolError K505 where its checksum is another.
    """
    try:
        raw = path.read_bytes()
        data = gzip.decompress(raw) if file.form == "gzip" else raw
    except (OSError, EOFError, gzip.BadGzipFile) as error:
        raise ToolError(_damaged(path, file, f"cannot be read ({error})")) from error
    if file.form == "text":
        data = data.replace(b"\r\n", b"\n")
    found = hashlib.sha256(data).hexdigest()
    if found != file.sha256:
        raise ToolError(_damaged(path, file, f"has the checksum {found}"))
    return data


def cache_folder() -> Path:
    """The folder that downloads are kept in."""
    import pooch

    return Path(pooch.os_cache("kspec"))


def _locate(file: DataFile, progress: Callable[[DataFile], Progress] | None) -> Path:
    for path in _places(file):
        if path.is_file():
            content(path, file)
            return path
    from kspec.training.download import download

    return download(file, cache_folder(), progress(file) if progress else None)


def _places(file: DataFile) -> list[Path]:
    folder = os.environ.get(FOLDER_VARIABLE)
    places = [Path(folder) / file.path] if folder else []
    if file.path in BUNDLED:
        places.append(bundled.directory() / BUNDLED[file.path])
    return [*places, cache_folder() / file.path]


def _damaged(path: Path, file: DataFile, fault: str) -> Diagnostic:
    return Diagnostic(
        "K505",
        f"`{path}` is not the file that kspec knows: it {fault}, expected "
        f"{file.sha256}",
        hint=f"delete it, and kspec downloads it from {file.url}",
    )
