"""YAML text → node tree."""

from __future__ import annotations

import os
import stat
from dataclasses import dataclass
from pathlib import Path

from kspec.errors import Diagnostic, TextError, UsageError, closest
from kspec.text.characters import decode
from kspec.text.composer import compose, recover
from kspec.text.limits import DEFAULT, Limits
from kspec.text.node import Node

_FLAGS = os.O_RDONLY | getattr(os, "O_NONBLOCK", 0) | getattr(os, "O_BINARY", 0)
_SUFFIXES = (".yaml", ".yml")


def read(text: str | bytes, *, file: str, limits: Limits = DEFAULT) -> Node:
    """The tree of a text; `file` is the name that its spans carry.

    Raises: TextError K0xx with everything that is wrong, as far as reading could go on.

    Example:
    >>> read("units: $(k // 4)", file="mlp.yaml").get("units").span.column
    8
    """
    return compose(decode(text, file=file, limits=limits), limits)


def read_file(path: str | Path, *, limits: Limits = DEFAULT) -> tuple[Node, str]:
    """The tree of a file, and its text.

    Raises: UsageError K901 where there is no such file, TextError K0xx.
    """
    source = decode(file_bytes(Path(path), limits), file=str(path), limits=limits)
    return compose(source, limits), source.text


@dataclass(frozen=True, slots=True)
class Reading:
    """What reading a text gave, right or wrong.

    Args:
        node: the tree, without what could not be read; None where nothing could.
        source: the text.
    """

    node: Node | None
    source: str
    diagnostics: tuple[Diagnostic, ...]


def examine(text: str | bytes, *, file: str, limits: Limits = DEFAULT) -> Reading:
    """The tree of a text as far as it can be read, and what is wrong with it.

    A mistake in one value hides nothing that is wrong elsewhere; only brackets, quotes
    and indentation that do not fit together, and limits, end the reading.

    Example:
    >>> reading = examine("a: {b: no, c: 1}", file="a.yaml")
    >>> [found.code for found in reading.diagnostics]
    ['K004']
    """
    try:
        source = decode(text, file=file, limits=limits)
    except TextError as error:
        written = text if isinstance(text, str) else text.decode("utf-8", "replace")
        return Reading(None, written, error.diagnostics)
    node, found = recover(source, limits)
    return Reading(node, source.text, found)


def examine_file(path: str | Path, *, limits: Limits = DEFAULT) -> Reading:
    """The same for a file.

    Raises: UsageError K901 where there is no such file.
    """
    data = file_bytes(Path(path), limits)
    return examine(data, file=str(path), limits=limits)


def file_bytes(path: Path, limits: Limits = DEFAULT) -> bytes:
    """The bytes of a regular file, one more than the limit at most.

    It is opened first and looked at then, without waiting for a pipe's other end.

    Raises: UsageError K901.
    """
    try:
        descriptor = os.open(path, _FLAGS)
    except (OSError, ValueError) as error:
        raise UsageError(_unopened(path, error)) from None
    try:
        if not stat.S_ISREG(os.fstat(descriptor).st_mode):
            raise UsageError(Diagnostic("K901", f"`{path}` is not a regular file"))
        with os.fdopen(descriptor, "rb", closefd=False) as file:
            return file.read(limits.file_bytes + 1)
    finally:
        os.close(descriptor)


def _unopened(path: Path, error: Exception) -> Diagnostic:
    if isinstance(error, FileNotFoundError):
        match = closest(path.stem, _neighbours(path))
        hint = f"did you mean `{_neighbours(path)[match]}`?" if match else None
        return Diagnostic("K901", f"there is no file `{path}`", hint=hint)
    reason = error.strerror if isinstance(error, OSError) else str(error)
    return Diagnostic("K901", f"`{path}` cannot be opened: {str(reason).lower()}")


def _neighbours(path: Path) -> dict[str, Path]:
    """The specs beside a path, by their names without the ending."""
    try:
        files = sorted(p for p in path.parent.iterdir() if p.suffix in _SUFFIXES)
    except OSError:
        return {}
    return {file.stem: file for file in files}
