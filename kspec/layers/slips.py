"""Slips of the pen: the value that was most likely meant."""

from __future__ import annotations

import json
import re
from collections.abc import Callable, Iterator, Mapping
from typing import Any

LONGEST = 60
BOOLEANS = {
    **dict.fromkeys(("yes", "on", "true"), True),
    **dict.fromkeys(("no", "off", "false"), False),
}
NULLS = ("none", "null", "~", "nil", "")
PERCENT = re.compile(r"(\d+(?:\.\d+)?)\s*%")
INTEGER = re.compile(r"[-+]?\d+")
NUMBERS = re.compile(r"[\[(]?\s*[-+]?\d+(\s*[,x× ]\s*[-+]?\d+)*\s*,?\s*[\])]?")


def slip(value: Any, accepts: Callable[[Any], bool]) -> str | None:
    """How to write what was most likely meant, where that would be accepted.

    Example:
    >>> slip("8", lambda v: isinstance(v, int))
    'write 8 without quotes'
    >>> slip(64.0, lambda v: type(v) is int)
    'write 64'
    """
    for meant in _candidates(value):
        if accepts(meant):
            unquoted = isinstance(value, str) and not isinstance(meant, list)
            tail = " without quotes" if unquoted and written(meant) == value else ""
            return f"write {written(meant)}{tail}"
    if isinstance(value, bool) and accepts(1):
        return f"a number is needed; {written(value)} is none"
    return None


def _candidates(value: Any) -> Iterator[Any]:
    if isinstance(value, str):
        yield from _read(value)
    elif isinstance(value, float) and value.is_integer():
        yield int(value)
    elif isinstance(value, list | tuple):
        yield from _thinned(list(value))  # pyright: ignore[reportUnknownArgumentType]
    elif type(value) is int:
        yield [value]
        if value in (0, 1):
            yield bool(value)
        if 10 <= value <= 100:
            yield value / 100


def _read(text: str) -> Iterator[Any]:
    """What a quoted text says, read as a number, a truth value or a list."""
    folded = text.strip().casefold()
    if folded in BOOLEANS:
        yield BOOLEANS[folded]
    if folded in NULLS:
        yield None
    try:
        number = float(text)
        yield int(number) if number.is_integer() else number
        yield number
    except (ValueError, OverflowError):
        pass
    if found := PERCENT.fullmatch(text.strip()):
        yield float(found[1]) / 100
    if NUMBERS.fullmatch(text.strip()):
        yield [int(found) for found in INTEGER.findall(text)]
    if folded != text:
        yield folded


def _thinned(items: list[Any]) -> Iterator[Any]:
    """A list of one as its item; a list with whole floats as integers."""
    if len(items) == 1:
        yield items[0]
    if any(isinstance(item, float) and item.is_integer() for item in items):
        yield [int(item) if isinstance(item, float) else item for item in items]


def written(value: Any) -> str:
    """The value as YAML writes it, cut where it is long.

    Example:
    >>> written(True), written(None), written("same"), written((1, 2.5))
    ('true', 'null', '"same"', '[1, 2.5]')
    """
    text = _written(value)
    return text if len(text) <= LONGEST else f"{text[: LONGEST - 1]}…"


def _written(value: Any) -> str:
    match value:
        case None | bool() | str():
            return json.dumps(value, ensure_ascii=False)
        case Mapping():
            pairs = (f"{key}: {_written(item)}" for key, item in value.items())  # pyright: ignore
            return f"{{{', '.join(pairs)}}}"
        case list() | tuple():
            return f"[{', '.join(_written(item) for item in value)}]"  # pyright: ignore
        case _:
            return str(value)
