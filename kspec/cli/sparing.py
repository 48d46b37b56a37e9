"""What a command reads is never what it writes over."""

from __future__ import annotations

import functools
import inspect
import os
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any

from kspec.errors import Diagnostic, UsageError

WRITTEN = ("output", "source_map", "weights")
"""The options that name a file to write."""


def sparing(command: Callable[..., None]) -> Callable[..., None]:
    """The command; it refuses to write over a file that it is given beside.

    Raises: UsageError K907, from the command.
    """

    @functools.wraps(command)
    def run(*args: Any, **kwargs: Any) -> None:
        given = inspect.signature(command).bind(*args, **kwargs).arguments
        for name in WRITTEN:
            others = {key: one for key, one in given.items() if key != name}
            if isinstance(path := given.get(name), Path):
                _spare(path, list(_names(others.values())))
        command(*args, **kwargs)

    return run


def _spare(path: Path, others: list[str]) -> None:
    if any(_is_same(path, other) for other in others):
        message = f"`{path}` would be overwritten, and the command reads it"
        hint = "give the output another name"
        raise UsageError(Diagnostic("K907", message, hint=hint))


def _names(values: Any) -> Iterator[str]:
    for value in values:
        if isinstance(value, str | Path):
            yield str(value)
        elif isinstance(value, list | tuple):
            yield from _names(value)


def _is_same(path: Path, other: str) -> bool:
    try:
        return os.path.samefile(path, other)
    except (OSError, ValueError):
        return False
