"""Long chains in columns: a strip that no page holds is cut where one tensor passes.

The columns stand side by side and are read from left to right; from left to right, the
rows one below the other.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator
from dataclasses import dataclass
from itertools import pairwise

from kspec.drawing.scene import Box, Cluster, Edge, Item, Scene, walk

PAGE = (523.0, 770.0)
"""Width and height of an A4 page within its margins, in points."""

LEGIBLE = 0.6
"""A drawing that has to be scaled down further is cut into columns."""

BOX = (230.0, 90.0)
"""About the width and height of a box with the space around it, in points."""

HEADING = 40.0
"""What a cluster adds to its height."""

MOST = 0.7
"""Share of the whole that a column may have; with more it is not worth the cut."""

LEAST = 0.35
"""Share of the longest that any other column has at least."""

LINE, GAP = 13.5, 44.0


@dataclass(frozen=True, slots=True)
class Paging:
    """The cuts of a drawing.

    Args:
        breaks: the edges that lead from one column to the next.
        starts: the box that each column begins with; none where there is one column.
    """

    breaks: frozenset[Edge] = frozenset()
    starts: tuple[str, ...] = ()


def paging(scene: Scene) -> Paging:
    """Where a drawing is cut, so that it fits a page as large as may be."""
    order = {box.id: at for at, item in enumerate(scene.items) for box in boxes(item)}
    crossing = _crossing(scene, order)
    cuts = [at for at in range(1, len(scene.items)) if len(crossing[at]) == 1]
    places = _places(scene)
    ends = [max(places[box.id] for box in boxes(item)) for item in scene.items]
    length = max(ends, default=0.0)
    count = _columns(length, _breadth(scene), scene.direction == "TB")
    wanted = {_nearest(cuts, ends, length * k / count) for k in range(1, count)}
    chosen = _balanced(sorted(wanted), ends)
    if not cuts or not chosen or max(_lengths(chosen, ends)) > MOST * length:
        return Paging()
    edges = [crossing[at][0] for at in chosen]
    first = next(boxes(scene.items[0])).id
    return Paging(frozenset(edges), (first, *(edge.head for edge in edges)))


def boxes(item: Item) -> Iterator[Box]:
    """The boxes of an item in order."""
    return (found for found, _ in walk((item,)) if isinstance(found, Box))


def _crossing(scene: Scene, order: dict[str, int]) -> list[list[Edge]]:
    """The edges that pass each place between two items; more than two are not told."""
    passing: list[list[Edge]] = [[] for _ in range(len(scene.items) + 1)]
    for edge in scene.edges:
        for at in range(order[edge.tail] + 1, order[edge.head] + 1):
            if len(passing[at]) < 2:
                passing[at].append(edge)
    return passing


def _places(scene: Scene) -> dict[str, float]:
    """How far from the start the end of each box is, about."""
    is_down = scene.direction == "TB"
    heights = {b.id: _height(b) if is_down else BOX[0] for b in scene.boxes}
    for item, around in walk(scene.items):
        if isinstance(item, Cluster) and not around:
            heights[next(boxes(item)).id] += HEADING
    ends = dict(heights)
    for edge in scene.edges:
        end = ends[edge.tail] + heights[edge.head]
        ends[edge.head] = max(ends[edge.head], end)
    return ends


def _height(box: Box) -> float:
    return len(box.lines) * LINE + GAP


def _breadth(scene: Scene) -> int:
    """How many boxes stand side by side at most."""
    ranks = {box.id: 0 for box in scene.boxes}
    for edge in scene.edges:
        ranks[edge.head] = max(ranks[edge.head], ranks[edge.tail] + 1)
    return max(Counter(ranks.values()).values(), default=1)


def _columns(length: float, breadth: int, is_down: bool) -> int:
    """How many columns make the text largest on a page."""
    width, height = PAGE if is_down else PAGE[::-1]
    across, along = (BOX[0], height) if is_down else (BOX[1], width)
    room = width if is_down else height

    def scale(count: int) -> float:
        return min(room / (count * across * breadth), along * count / max(length, 1.0))

    if scale(1) >= LEGIBLE:
        return 1
    count = 1
    while scale(count + 1) > scale(count):
        count += 1
    return count


def _balanced(cuts: list[int], ends: list[float]) -> list[int]:
    """The cuts without those that make a column much shorter than another."""
    while cuts:
        lengths = _lengths(cuts, ends)
        shortest = min(lengths)
        if shortest >= LEAST * max(lengths):
            break
        at = lengths.index(shortest)
        del cuts[min(at, len(cuts) - 1)]
    return cuts


def _lengths(cuts: list[int], ends: list[float]) -> list[float]:
    places = [0.0, *(ends[at - 1] for at in cuts), max(ends)]
    return [after - before for before, after in pairwise(places)]


def _nearest(cuts: list[int], ends: list[float], target: float) -> int:
    return min(cuts, key=lambda at: abs(ends[at - 1] - target), default=0)
