"""Files that appear whole or not at all."""

from __future__ import annotations

import contextlib
import os
import shutil
from collections.abc import Generator
from pathlib import Path

from kspec.errors import Diagnostic, ToolError


@contextlib.contextmanager
def replacing(path: Path) -> Generator[Path]:
    """A temporary path beside `path`, which it replaces when it is written.

    Raises: ToolError K503 where the place cannot be written.
    """
    # The ending stays, as Keras tells formats by it.
    temporary = path.with_name(f".{os.getpid()}-{path.name}")
    with writing(path):
        try:
            yield temporary
            with temporary.open("rb+") as file:
                os.fsync(file.fileno())
            with contextlib.suppress(OSError):
                shutil.copymode(path, temporary)
            temporary.replace(path)
        finally:
            with contextlib.suppress(OSError):
                temporary.unlink()


@contextlib.contextmanager
def writing(path: Path) -> Generator[None]:
    """Turn the disk's errors into a diagnostic.

    Raises: ToolError K503.
    """
    if "\0" in str(path):
        raise _unwritable(path, "no name holds a null character")
    try:
        yield
    except OSError as error:
        raise _unwritable(path, (error.strerror or str(error)).lower()) from error


def _unwritable(path: Path, reason: str) -> ToolError:
    return ToolError(Diagnostic("K503", f"cannot write `{path}`: {reason}"))


def write_text(path: Path, text: str) -> None:
    """Write a text in UTF-8.

    Raises: ToolError K503.
    """
    with replacing(path) as temporary:
        temporary.write_text(text, encoding="utf-8", newline="\n")


def write_bytes(path: Path, content: bytes) -> None:
    """Write bytes.

    Raises: ToolError K503.
    """
    with replacing(path) as temporary:
        temporary.write_bytes(content)
