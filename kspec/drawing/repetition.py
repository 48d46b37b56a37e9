"""What a graph repeats: layers or groups in a row that are wired alike."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from typing import Any

from kspec.drawing.outline import Branch, Leaf, Part, Source, leaves

LONGEST_PERIOD = 40
"""Parts that a copy may have; a longer one is no repetition that a reader would see."""


Parts = tuple[Part, ...]
Looks = tuple[Any, ...]


@dataclass(frozen=True)
class Wiring:
    """The leaves' places in the drawing, and what each of them looks like."""

    places: dict[str, int]
    looks: dict[str, int]

    @classmethod
    def of(cls, found: tuple[Leaf, ...]) -> Wiring:
        """The wiring of the leaves of a drawing."""
        numbers: dict[Any, int] = {}
        looks = {
            leaf.path: numbers.setdefault(_look(leaf), len(numbers)) for leaf in found
        }
        return cls({leaf.path: at for at, leaf in enumerate(found)}, looks)

    def alike(self, mine: Parts, yours: Parts, *, first: bool) -> bool:
        """Whether two copies are wired in the same way, the second fed by the first.

        Args:
            first: whether the first of them is the first of all; what the second takes
                from it may come from anywhere there.
        """
        starts = self.place(mine), self.place(yours)
        fed = (self.places[s.path] for leaf in _leaves(yours) for s in leaf.inputs)
        if not any(starts[0] <= place < starts[1] for place in fed):
            return False
        return all(
            self._same(a, b, starts, first)
            for one, other in zip(_leaves(mine), _leaves(yours), strict=True)
            for a, b in zip(one.inputs, other.inputs, strict=True)
        )

    def place(self, parts: Parts) -> int:
        """Where parts that stand next to each other begin."""
        return self.places[next(_leaves(parts)).path]

    def _same(
        self, one: Source, other: Source, starts: tuple[int, int], first: bool
    ) -> bool:
        if one == other:
            return True
        mine = self.places[one.path] - starts[0]
        yours = self.places[other.path] - starts[1]
        if mine == yours and one.output == other.output:
            return True
        return first and mine < 0 and starts[0] - starts[1] <= yours < 0

    def taken(self, parts: Parts) -> int:
        """How many tensors from before themselves the parts take."""
        start = self.place(parts)
        return len(
            {
                source
                for leaf in _leaves(parts)
                for source in leaf.inputs
                if self.places[source.path] < start
            }
        )


def runs(parts: Parts, wiring: Wiring) -> Parts:
    """The parts with each run of alike ones in a group of its own."""
    looks = tuple(_shape(part, wiring) for part in parts)
    found: list[Part] = []
    at = 0
    while at < len(parts):
        period, count = _best(parts, looks, at, wiring)
        if count < 2:
            found.append(parts[at])
            at += 1
        else:
            stop = at + period * count
            found.append(_run(parts[at:stop], period))
            at = stop
    return tuple(found)


def _best(parts: Parts, looks: Looks, at: int, wiring: Wiring) -> tuple[int, int]:
    """The period and number of copies from here on that fold the most."""
    best, most = (1, 1), 0
    for period in range(1, min(LONGEST_PERIOD, (len(parts) - at) // 2) + 1):
        if looks[at] != looks[at + period] or (most and period % best[0] == 0):
            continue
        count = _copies(parts, looks, at, period, wiring)
        saved = period * (count - 1)
        if saved > most and _is_best_turn(parts, looks, at, period, wiring):
            best, most = (period, count), saved
    return best


def _copies(parts: Parts, looks: Looks, at: int, period: int, wiring: Wiring) -> int:
    """How many times the parts from here on come in a row."""
    count = 1
    while True:
        here, there = at + (count - 1) * period, at + count * period
        if looks[here:there] != looks[there : there + period]:
            return count
        mine, yours = parts[here:there], parts[there : there + period]
        if not wiring.alike(mine, yours, first=count == 1):
            return count
        count += 1


def _is_best_turn(
    parts: Parts, looks: Looks, at: int, period: int, wiring: Wiring
) -> bool:
    """Whether no copy that begins a little later takes fewer tensors from before.

    In `a b c a b c a b` the copies could begin with `a`, `b` or `c`; those between
    which a single tensor goes are the ones that a reader would see.
    """
    cut = wiring.taken(parts[at + period : at + 2 * period])
    for start in range(at + 1, at + period):
        middle, stop = start + period, start + 2 * period
        if looks[start:middle] != looks[middle:stop]:
            return True
        if wiring.taken(parts[middle:stop]) < cut:
            return False
    return True


def _run(parts: Parts, period: int) -> Branch:
    starts = range(0, len(parts), period)
    copies = tuple(_copy(parts[at : at + period]) for at in starts)
    return Branch(f"{copies[0].path}…", "run", copies)


def _copy(parts: Parts) -> Part:
    return parts[0] if len(parts) == 1 else Branch(parts[0].path, "copy", parts)


def _leaves(parts: Parts) -> Iterator[Leaf]:
    return (leaf for part in parts for leaf in leaves(part))


def _shape(part: Part, wiring: Wiring) -> Any:
    """What two parts have in common that differ in names and wiring alone."""
    if isinstance(part, Leaf):
        return wiring.looks[part.path]
    inside = tuple(_shape(inner, wiring) for inner in part.parts)
    return (part.kind, part.block, part.caption, inside)


def _look(leaf: Leaf) -> Any:
    """What two layers have in common that a reader would call the same.

    Numbers with a fraction may differ: a rate that grows from block to block does not
    make another block.
    """
    vertex = leaf.vertex
    changed = vertex.layer.changed()
    settings = tuple((name, repr(_blurred(value))) for name, value in changed.items())
    shapes = tuple((tensor.shape, tensor.dtype) for tensor in vertex.outputs)
    names = tuple((slot.name, slot.count) for slot in vertex.slots)
    shared = vertex.shares, vertex.model is not None
    return (
        vertex.kind,
        settings,
        shapes,
        len(leaf.inputs),
        names,
        vertex.caption,
        shared,
    )


def _blurred(value: Any) -> Any:
    return "a fraction" if isinstance(value, float) else value


def same_kinds(copies: Parts) -> bool:
    """Whether the copies of a repeat are so alike that one can stand for all.

    Their settings may differ, as where a block's argument counts the copies.
    """
    first, *rest = (list(_kinds(copy)) for copy in copies)
    return all(other == first for other in rest)


def _kinds(part: Part) -> Iterator[object]:
    if isinstance(part, Leaf):
        yield part.vertex.kind, len(part.inputs)
        return
    yield part.kind, len(part.parts)
    for inner in part.parts:
        yield from _kinds(inner)
