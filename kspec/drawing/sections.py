"""Groups where neither spec nor names tell any: the cells between narrow places.

However a network is named, its cells are joined by one tensor, or by two where each
takes what the last two give; inside there are more.
"""

from __future__ import annotations

from collections.abc import Iterator
from itertools import accumulate, groupby, pairwise

from kspec.drawing.outline import Branch, Leaf, Part, Source, leaves, leaves_of
from kspec.drawing.repetition import Wiring, runs

MOST_PASSING = 3
"""Tensors that may pass between two sections."""

FEW = 20
"""About how many sections a reader takes in at once."""

Parts = tuple[Part, ...]


def sectioned(parts: Parts) -> Parts:
    """The parts in sections, cut where as few tensors pass as cut the graph at all.

    Inputs and what stands after the last cell stay as they are.
    """
    wiring = Wiring.of(leaves_of(parts))
    passing = _passing(parts)
    total = sum(map(_size, parts))
    for most in range(1, MOST_PASSING + 1):
        cuts = [at for at, count in enumerate(passing) if at > 0 and count <= most]
        cells = _cut(parts, cuts)
        if max(map(_size, cells)) * 2 <= total:
            found = runs(_chained(cells), wiring)
            return found if len(found) <= FEW else _gathered(found, total // FEW)
    return parts


def _passing(parts: Parts) -> list[int]:
    """How many tensors pass each place, the one before the first part included."""
    at = {leaf.path: n for n, part in enumerate(parts) for leaf in leaves(part)}
    until: dict[Source, int] = {}
    for leaf in leaves_of(parts):
        for source in leaf.inputs:
            until[source] = max(until.get(source, 0), at[leaf.path])
    steps = [0] * (len(parts) + 1)
    for source, last in until.items():
        steps[at[source.path] + 1] += 1
        steps[last + 1] -= 1
    return list(accumulate(steps))[: len(parts)]


def _cut(parts: Parts, cuts: list[int]) -> Parts:
    edges = pairwise([0, *cuts, len(parts)])
    return tuple(_section(parts[start:stop]) for start, stop in edges)


def _chained(parts: Parts) -> Parts:
    """The layers in a row between two cells as one section."""
    last = max((n for n, one in enumerate(parts) if isinstance(one, Branch)), default=0)
    rows = groupby(parts[:last], _is_layer)
    chained = [[_section(tuple(row))] if alone else [*row] for alone, row in rows]
    return (*(part for row in chained for part in row), *parts[last:])


def _gathered(parts: Parts, size: int) -> Parts:
    """Neighbours together as long as they have so many layers at most."""
    return tuple(_section(tuple(row)) for row in _rows(parts, size))


def _rows(parts: Parts, size: int) -> Iterator[list[Part]]:
    row: list[Part] = []
    for part in parts:
        is_full = sum(map(_size, row)) + _size(part) > size
        if row and (is_full or _is_input(row[0])):
            yield row
            row = []
        row.append(part)
    yield row


def _size(part: Part) -> int:
    return sum(1 for _ in leaves(part))


def _is_layer(part: Part) -> bool:
    return isinstance(part, Leaf) and not _is_input(part)


def _is_input(part: Part) -> bool:
    return isinstance(part, Leaf) and part.vertex.layer.family == "input"


def _section(parts: Parts) -> Part:
    """The parts as one, called by its last layer, where the cell comes together."""
    return parts[0] if len(parts) == 1 else Branch(parts[-1].path, "stage", parts)
