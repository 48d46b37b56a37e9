"""How far a drawing is folded: as little as a page allows, or as the reader says."""

from __future__ import annotations

from collections.abc import Iterator

from kspec.drawing.arrangement import Arrangement, Item, Opened, Placed, arrange
from kspec.drawing.derivation import derived
from kspec.drawing.options import Detail, DrawOptions
from kspec.drawing.outline import Branch, Outline, Part, outline
from kspec.drawing.sections import sectioned
from kspec.graph.ir import Graph

MOST_RANKS: dict[Detail, int] = {"brief": 24, "normal": 18, "full": 14}
"""Boxes one after the other that a page holds with text that can be read."""

LONGEST_STRETCH: dict[Detail, int] = {"brief": 17, "normal": 13, "full": 9}
"""The same of those between which no cut can be made for columns."""

HEADING = 0.45
"""What a frame adds to the length, in boxes."""

MOST_BOXES = 60

MOST_CLOSED = 30
"""Boxes with every group closed, from which on sections are looked for."""


def folded(graph: Graph, options: DrawOptions) -> Arrangement:
    """The graph's boxes and clusters as the options want them."""
    told = outline(graph)
    if options.fold == "none":
        return arrange(told.parts, told.given, depth=options.depth, roll=False)
    if options.depth is not None:
        return arrange(derived(told.parts), told.given, depth=options.depth)
    tried = _from_open(told) if options.fold == "auto" else _closed(told)
    found = next(tried)
    for further in tried:
        if _fits(found, options.detail):
            break
        found = further
    return found


def _from_open(told: Outline) -> Iterator[Arrangement]:
    """What the spec tells, then ever less of what is found in it."""
    yield arrange(told.parts, told.given)
    parts = derived(told.parts)
    for depth in range(_levels(parts), 0, -1):
        yield arrange(parts, told.given, depth=depth)
    yield from _closed(told)


def _closed(told: Outline) -> Iterator[Arrangement]:
    """Every group closed; then the sections, where the groups leave it too long."""
    parts = derived(told.parts)
    closed = arrange(parts, told.given, depth=0)
    yield closed
    if len(closed.placed) > MOST_CLOSED:
        yield arrange(sectioned(told.parts), told.given, depth=0)


def _levels(parts: tuple[Part, ...]) -> int:
    inner = [_levels(part.parts) for part in parts if isinstance(part, Branch)]
    return 1 + max(inner) if inner else 0


def _fits(found: Arrangement, detail: Detail) -> bool:
    return (
        len(found.placed) <= MOST_BOXES
        and rank_count(found) <= MOST_RANKS[detail]
        and stretch(found) <= LONGEST_STRETCH[detail]
    )


def rank_count(found: Arrangement) -> int:
    """How many boxes stand one after the other at most."""
    ends = _ends(found, {id(box): 1.0 for box in found.placed})
    return round(max(ends.values(), default=0))


def stretch(found: Arrangement) -> float:
    """The length of the longest part that stands in one column, in boxes."""
    lengths = dict(_lengths(found.items))
    ends = _ends(found, lengths)
    order = {id(box): at for at, item in enumerate(found.items) for box in _in(item)}
    passing = [0] * (len(found.items) + 1)
    for link in found.links():
        for at in range(order[id(link.tail)] + 1, order[id(link.into)] + 1):
            passing[at] += 1
    longest, start, end = 0.0, 0.0, 0.0
    for at, item in enumerate(found.items):
        if passing[at] == 1:
            start = end
        end = max([end, *(ends[id(box)] for box in _in(item))])
        longest = max(longest, end - start)
    return longest


def _ends(found: Arrangement, lengths: dict[int, float]) -> dict[int, float]:
    """How far from the start the end of each box is."""
    ends = dict(lengths)
    for link in found.links():
        head = id(link.into)
        ends[head] = max(ends[head], ends[id(link.tail)] + lengths[head])
    return ends


def _lengths(items: tuple[Item, ...]) -> Iterator[tuple[int, float]]:
    """Of each box, the first in a frame with what the frame adds."""
    for item in items:
        if isinstance(item, Opened):
            (first, length), *rest = _lengths(item.items)
            yield first, length + HEADING
            yield from rest
        else:
            yield id(item), 1.0


def _in(item: Item) -> Iterator[Placed]:
    if isinstance(item, Placed):
        yield item
    else:
        for inner in item.items:
            yield from _in(inner)
