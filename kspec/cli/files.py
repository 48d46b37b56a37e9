"""Results written to files, whole or not at all."""

from __future__ import annotations

import os
import tempfile
from collections.abc import Callable
from pathlib import Path

from kspec.errors import Diagnostic, ToolError


def write_text(path: Path, text: str) -> None:
    """Write a text.

    Raises: ToolError K503 where the place cannot be written.
    """
    write(path, lambda to: Path(to).write_text(text, encoding="utf-8"))


def write(path: Path, save: Callable[[str], object]) -> None:
    """Have `save` write a file beside the path, then put it in the path's place.

    Raises: ToolError K503 where the place cannot be written.
    """
    try:
        folder = tempfile.mkdtemp(prefix=".kspec-", dir=path.parent)
    except OSError as error:
        raise _unwritable(path, error) from error
    written = os.path.join(folder, path.name)
    try:
        save(written)
        os.replace(written, path)
    except OSError as error:
        raise _unwritable(path, error) from error
    finally:
        Path(written).unlink(missing_ok=True)
        os.rmdir(folder)


def _unwritable(path: Path, error: OSError) -> ToolError:
    reason = (error.strerror or str(error)).lower()
    return ToolError(Diagnostic("K503", f"cannot write `{path}`: {reason}"))
