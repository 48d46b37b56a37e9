"""Neighbours that are one thing again and again: `conv1`, `conv2` and so on."""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass

from kspec.decompiler.structure.elements import Link, Part


@dataclass(frozen=True, slots=True)
class Copies:
    """Copies from a position on."""

    name: str
    start: int
    copies: int


def runs_in(names: Mapping[int, str], parts: Sequence[Part]) -> Iterator[Copies]:
    """The runs of equal layers that are called NAME1, NAME2 and so on.

    Each takes the one before, as a `repeat` does.

    Args:
        names: of neighbouring parts, by their positions.

    Example:
    >>> def conv(at): return Part(f"conv{at}", {"units": 8}, (Link(at - 1),))
    >>> parts = [Part("x", {}), conv(1), conv(2), conv(3)]
    >>> [*runs_in({at: part.name for at, part in enumerate(parts)}, parts)]
    [Copies(name='conv', start=1, copies=3)]
    """
    stop = max(names, default=-1) + 1
    at = min(names, default=0)
    while at < stop:
        base = base_of(names[at], 1)
        count = 1
        while base and at + count < stop and _follows(names, parts, at, count):
            count += 1
        if count > 1 and base:
            yield Copies(base, at, count)
        at += count


def base_of(name: str, number: int) -> str | None:
    """What stands before a number at the end of a name, or None for another number.

    Example:
    >>> base_of("conv1", 1), base_of("conv1", 2), base_of("conv11", 1)
    ('conv', None, None)
    """
    found = re.fullmatch(r"(.*?[^\W\d]_?)(\d+)", name)
    return found[1] if found and found[2] == str(number) else None


def _follows(
    names: Mapping[int, str], parts: Sequence[Part], at: int, count: int
) -> bool:
    one, other = parts[at], parts[at + count]
    return (
        base_of(names[at + count], count + 1) == base_of(names[at], 1)
        and other.body == one.body
        and not (one.slots or other.slots or other.fixed or one.fixed)
        and len(one.inputs) == 1
        and other.inputs == (Link(at + count - 1),)
    )
