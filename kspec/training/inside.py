"""Paths that a spec names: below its own folder, and nowhere else."""

from __future__ import annotations

from pathlib import Path

from kspec.errors import DataError, Diagnostic, Span, did_you_mean
from kspec.known import KNOWN


def inside(folder: Path, name: str, span: Span | None) -> Path:
    """The path of a file in the folder, symbolic links followed.

    Raises: DataError K601 where it leads out of the folder, is missing or is neither
        a regular file nor a folder.
    """
    base = folder.resolve()
    path = (base / name).resolve()
    hint = None
    if not path.is_relative_to(base):
        message = f"`{name}` lies outside the spec's folder, {base}"
        hint = "put the data beside the spec"
    elif not path.exists():
        message = f"there is no file `{name}` in {base}"
        names = [known.name for known in KNOWN]
        hint = did_you_mean(name, names)
        hint = hint or "put it there, or name a dataset of `kspec data list`"
    elif not (path.is_file() or path.is_dir()):
        message = f"`{name}` is no regular file"
    else:
        return path
    raise DataError(Diagnostic("K601", message, span, hint=hint))
