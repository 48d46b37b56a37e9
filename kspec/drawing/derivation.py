"""Groups that a graph has though its spec names none: by names, and by repetition.

A long model is read in stages. Names tell them (`conv2_block1_1_conv` belongs to
`conv2_block1`, and that to `conv2`), and so does what comes several times in a row.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace
from itertools import groupby

from kspec.drawing.outline import Branch, Leaf, Part, leaves_of
from kspec.drawing.repetition import Wiring, runs

FEWEST = 2
"""Layers that make a stage."""


def derived(parts: tuple[Part, ...]) -> tuple[Part, ...]:
    """The outline with the stages and runs that it has."""
    return _derived(parts, Wiring.of(leaves_of(parts)))


def _derived(parts: tuple[Part, ...], wiring: Wiring) -> tuple[Part, ...]:
    inner = tuple(_within(part, wiring) for part in parts)
    return runs(_staged(inner, "", wiring), wiring)


def _within(part: Part, wiring: Wiring) -> Part:
    if isinstance(part, Leaf):
        return part
    if part.kind == "repeat":
        # The copies stay as they are: a repeat is a run that the spec itself tells.
        parts = tuple(_within(copy, wiring) for copy in part.parts)
    else:
        parts = _derived(part.parts, wiring)
    return replace(part, parts=parts)


def _staged(parts: tuple[Part, ...], prefix: str, wiring: Wiring) -> tuple[Part, ...]:
    """The parts with leaves next to each other grouped by what their names begin with.

    Args:
        prefix: what all the names begin with already.
    """
    groups = [(stem, tuple(found)) for stem, found in _by_stem(parts, prefix)]
    if len(groups) == 1 and groups[0][0] is not None:
        stem, found = groups[0]
        return _staged(found, f"{stem}_", wiring) if stem != prefix else found
    staged: list[Part] = []
    for stem, found in groups:
        if stem is None or len(found) < FEWEST:
            staged += found
        else:
            inner = runs(_staged(found, f"{stem}_", wiring), wiring)
            staged.append(Branch(_path(found[0], stem), "stage", inner))
    return tuple(staged)


def _by_stem(
    parts: tuple[Part, ...], prefix: str
) -> Iterator[tuple[str | None, list[Part]]]:
    for stem, found in groupby(parts, lambda part: _stem(part, prefix)):
        yield stem, list(found)


def _stem(part: Part, prefix: str) -> str | None:
    """The prefix and the next word of a leaf's name; None where there is none."""
    if isinstance(part, Branch) or part.vertex.layer.family == "input":
        return None
    rest = part.vertex.name.removeprefix(prefix)
    if not rest or (prefix and rest == part.vertex.name):
        return None
    return prefix + rest.partition("_")[0]


def _path(first: Part, stem: str) -> str:
    """The stage's name after those of the models around it."""
    assert isinstance(first, Leaf)
    return first.path.removesuffix(first.vertex.name) + stem
