"""Which layer of one model is which of the other.

A layer with the same name is the same layer. Of the rest, those are the same that do
the same with the same tensors; then those that stand in the same place; then those
that only do the same. Every step treats both models alike, so that the way back gives
the same pairs.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Callable, Hashable, Iterable
from dataclasses import dataclass, field
from functools import cached_property

from kspec.graph import Graph, Vertex


@dataclass(frozen=True)
class Matching:
    """Pairs of vertices, by name."""

    old: Graph
    new: Graph
    forward: dict[str, str] = field(default_factory=dict[str, str])

    @property
    def backward(self) -> dict[str, str]:
        """From the new names to the old ones."""
        return {new: old for old, new in self.forward.items()}

    @property
    def origins(self) -> dict[str, str]:
        """From the new names to the old ones, those in nested models too.

        A layer in a nested model is called `MODEL.LAYER`.
        """
        found = self.backward
        for new, old in self.backward.items():
            before, after = self.old.by_name[old].model, self.new.by_name[new].model
            if before and after:
                inner = match(before, after).origins
                found |= {f"{new}.{n}": f"{old}.{o}" for n, o in inner.items()}
        return found

    @property
    def added(self) -> tuple[Vertex, ...]:
        """The vertices that only the new graph has."""
        known = set(self.forward.values())
        return tuple(v for v in self.new.vertices if v.name not in known)

    @property
    def removed(self) -> tuple[Vertex, ...]:
        """The vertices that only the old graph has."""
        return tuple(v for v in self.old.vertices if v.name not in self.forward)


def match(old: Graph, new: Graph) -> Matching:
    """The pairs of two graphs."""
    found = Matching(
        old, new, {name: name for name in old.by_name if name in new.by_name}
    )
    for step in (_Side.structure, _Side.place, _Side.work, _Side.position):
        if found.added and found.removed:
            found = _extended(found, step)
    return found


def _extended(found: Matching, step: Step) -> Matching:
    pairs = dict(found.forward)
    olds = _Side(found.old, dict(found.forward)).keyed(found.removed, step)
    news = _Side(found.new, {n: n for n in found.backward}).keyed(found.added, step)
    for key, names in olds.items():
        pairs |= zip(names, news.get(key, ()), strict=False)
    return Matching(found.old, found.new, pairs)


@dataclass(frozen=True)
class _Side:
    """One of two graphs while they are matched.

    Args:
        ids: what each vertex goes by that is known: paired ones by their new name.
    """

    graph: Graph
    ids: dict[str, Hashable]

    def keyed(
        self, vertices: Iterable[Vertex], step: Step
    ) -> dict[Hashable, list[str]]:
        """The vertices by their key, in document order."""
        found: dict[Hashable, list[str]] = defaultdict(list)
        for vertex in vertices:
            key = step(self, vertex)
            if key is not None:
                found[key].append(vertex.name)
        return found

    def structure(self, vertex: Vertex) -> Hashable | None:
        """The same work on the same tensors; a renamed chain matches at once."""
        key = hash((_kind(vertex), _work(vertex), self._inputs(vertex), vertex.slots))
        self.ids[vertex.name] = key
        return key

    def place(self, vertex: Vertex) -> Hashable | None:
        """The same type between the same layers."""
        takers = self._takers[vertex.name]
        if not all(name in self.ids for name in (*_above(vertex), *takers)):
            return None
        below = tuple(self.ids[name] for name in takers)
        return (_kind(vertex), self._inputs(vertex), below)

    def work(self, vertex: Vertex) -> Hashable | None:
        """The same work with weights, on whatever tensors."""
        return (_kind(vertex), _work(vertex)) if vertex.weights else None

    def position(self, vertex: Vertex) -> Hashable | None:
        """The same type on the same tensors."""
        if not vertex.inputs or not all(name in self.ids for name in _above(vertex)):
            return None
        return (_kind(vertex), self._inputs(vertex))

    def _inputs(self, vertex: Vertex) -> Hashable:
        return tuple((self.ids.get(p.vertex), p.output) for p in vertex.inputs)

    @cached_property
    def _takers(self) -> dict[str, list[str]]:
        found: dict[str, list[str]] = defaultdict(list)
        for vertex in self.graph.vertices:
            for name in dict.fromkeys(_above(vertex)):
                found[name].append(vertex.name)
        return found


Step = Callable[[_Side, Vertex], Hashable | None]


def _above(vertex: Vertex) -> list[str]:
    return [port.vertex for port in vertex.inputs]


def _kind(vertex: Vertex) -> Hashable:
    """The type, of a model what is inside; and whether it is a call of another."""
    return (vertex.model is None and vertex.kind, vertex.shares is None)


def _work(vertex: Vertex) -> str:
    if vertex.model is None:
        return repr(sorted(vertex.layer.changed().items()))
    places = {inner.name: at for at, inner in enumerate(vertex.model.vertices)}
    return repr(
        [
            (
                _kind(inner),
                _work(inner),
                [(places[port.vertex], port.output) for port in inner.inputs],
            )
            for inner in vertex.model.vertices
        ]
    )
