"""Stretches of parts whose names begin alike: what could be an instance of a block."""

from __future__ import annotations

import itertools
import re
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass

from kspec.decompiler.structure.elements import Part
from kspec.schema.names import folded, is_name

SEPARATOR = "_"

Words = tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Stretch:
    """Neighbouring parts with one beginning of their names.

    Args:
        rest: what is left of each name, in order.
    """

    start: int
    stop: int
    prefix: str
    rest: tuple[str, ...]

    @property
    def pattern(self) -> str:
        """The beginning with its numbers left out, which its siblings share.

        Example:
        >>> Stretch(0, 1, "conv2_block13", ("add",)).pattern
        'conv#_block#'
        """
        return re.sub(r"\d+[a-z]?(?=_|$)", "#", self.prefix)


def stretches(parts: Sequence[Part]) -> list[Stretch]:
    """Every stretch of two parts or more, the outer ones first.

    A part whose name is free goes with the one before it.

    Example:
    >>> names = ["in", "a_conv", "a_bn", "b_conv", "b_bn"]
    >>> [one.prefix for one in stretches([Part(name, {}) for name in names])]
    ['a', 'b']
    """
    words = [*_words(parts)]
    alike = [
        0 if parts[at].fixed or parts[at + 1].fixed else _common(one, other)
        for at, (one, other) in enumerate(itertools.pairwise(words))
    ]
    firm = {folded(part.name) for part in parts if not part.free}
    found: dict[tuple[int, int], Stretch] = {}
    for depth in range(1, max(alike, default=0) + 1):
        for start, stop in _runs(alike, depth):
            rest = [SEPARATOR.join(one[depth:]) for one in words[start:stop]]
            prefix = SEPARATOR.join(words[start][:depth])
            free = [part.free for part in parts[start:stop]]
            names = _told_apart(rest, free, prefix, firm)
            found[start, stop] = Stretch(start, stop, prefix, names)
    taken = {folded(part.name) for part in parts}
    return [*_one_for_each_name(found.values(), taken)]


def _one_for_each_name(found: Iterable[Stretch], taken: set[str]) -> Iterator[Stretch]:
    """Those whose beginning can name an instance, the longest of each."""
    longest: dict[str, Stretch] = {}
    for one in found:
        name = folded(one.prefix)
        before = longest.get(name)
        if not before or one.stop - one.start > before.stop - before.start:
            longest[name] = one
    for name, one in longest.items():
        if is_name(one.prefix) and name not in taken:
            yield one


def _words(parts: Sequence[Part]) -> Iterator[Words]:
    """The words of each name; a free one takes all but the last from the one above."""
    above: Words = ()
    for part in parts:
        follows = part.free and len(above) > 1
        own = [*above[:-1], _wish(part)] if follows else part.name.split(SEPARATOR)
        above = tuple(own)
        yield above


def _wish(part: Part) -> str:
    """What a part with a free name is called in a block: its type, without a number."""
    return str(part.body.get("type", part.name)).rpartition(".")[2]


def _common(one: Words, other: Words) -> int:
    """How many first words are the same, where both have one more."""
    most = min(len(one), len(other)) - 1
    same = itertools.takewhile(lambda pair: pair[0] == pair[1], zip(one, other))  # noqa: B905
    return min(most, sum(1 for _ in same))


def _runs(alike: Sequence[int], depth: int) -> Iterator[tuple[int, int]]:
    """The stretches in which each pair of neighbours has `depth` words in common."""
    start = None
    for at, count in enumerate([*alike, 0]):
        if count >= depth and start is None:
            start = at
        elif count < depth and start is not None:
            yield start, at + 1
            start = None


def _told_apart(
    rest: Sequence[str], free: Sequence[bool], prefix: str, firm: set[str]
) -> tuple[str, ...]:
    """The names; a free one gets a number where a layer is called so already."""
    taken = {
        folded(name) for name, is_free in zip(rest, free, strict=True) if not is_free
    }
    found: list[str] = []
    for name, is_free in zip(rest, free, strict=True):
        given, number = name, 2
        while is_free and (
            folded(given) in taken or folded(f"{prefix}{SEPARATOR}{given}") in firm
        ):
            given, number = f"{name}_{number}", number + 1
        taken.add(folded(given))
        found.append(given)
    return tuple(found)
