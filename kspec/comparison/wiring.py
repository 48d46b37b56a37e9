"""What each layer takes and gives, on both sides, in the names of one of them."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable
from dataclasses import dataclass
from functools import cached_property

from kspec.comparison.matching import Matching
from kspec.graph import Graph, Port, Vertex

Names = tuple[str, ...]


@dataclass(frozen=True)
class Wiring:
    """The edges of two matched graphs.

    A layer that was put on an edge, or taken off it, explains by itself that the layer
    below takes another tensor. So edges are compared with both kinds passed over.
    """

    found: Matching

    @cached_property
    def _added(self) -> frozenset[str]:
        return frozenset(vertex.name for vertex in self.found.added)

    @cached_property
    def _removed(self) -> frozenset[str]:
        return frozenset(vertex.name for vertex in self.found.removed)

    def rewired(self, old: Vertex, new: Vertex) -> tuple[Names, Names] | None:
        """What a layer took and takes, where no added or removed layer explains it."""
        before = [self._was(port) for port in old.inputs]
        after = [_beyond(port, self.found.new, self._added) for port in new.inputs]
        slots = [slot.name for slot in old.slots] == [slot.name for slot in new.slots]
        if before == after and slots:
            return None
        return _taken(old), _taken(new)

    def outputs(self) -> tuple[list[Port], list[Port]]:
        """The ports of the outputs, added and removed layers passed over."""
        old, new = self.found.old, self.found.new
        before = [self._was(port) for port in old.outputs.ports]
        after = [_beyond(port, new, self._added) for port in new.outputs.ports]
        return before, after

    def output_texts(self) -> tuple[Names, Names]:
        """The outputs as each spec names them."""
        return _outputs(self.found.old), _outputs(self.found.new)

    def around_new(self, vertex: Vertex) -> tuple[Names, Names]:
        """The tensors that an added layer takes, and who takes its own."""
        return _taken(vertex), tuple(self._takers_now.get(vertex.name, ()))

    def around_old(self, vertex: Vertex) -> tuple[Names, Names]:
        """The same of a removed layer, in the old names."""
        return _taken(vertex), tuple(self._takers_then.get(vertex.name, ()))

    @cached_property
    def _takers_now(self) -> dict[str, list[str]]:
        return _takers(self.found.new)

    @cached_property
    def _takers_then(self) -> dict[str, list[str]]:
        return _takers(self.found.old)

    def _was(self, port: Port) -> Port:
        """An old port in the new names."""
        kept = _beyond(port, self.found.old, self._removed)
        return Port(self.found.forward.get(kept.vertex, kept.vertex), kept.output)


def _beyond(port: Port, graph: Graph, skipped: frozenset[str]) -> Port:
    """The first tensor above that comes from a layer of both models."""
    vertex = graph.by_name[port.vertex]
    while vertex.name in skipped and len(vertex.inputs) == 1:
        port = vertex.inputs[0]
        vertex = graph.by_name[port.vertex]
    return port


def _taken(vertex: Vertex) -> Names:
    texts = map(_text, vertex.inputs)
    names = [slot.name for slot in vertex.slots for _ in range(slot.count or 1)]
    if not names:
        return tuple(texts)
    return tuple(f"{name}: {text}" for name, text in zip(names, texts, strict=True))


def _outputs(graph: Graph) -> Names:
    texts: Iterable[str] = map(_text, graph.outputs.ports)
    if graph.outputs.form != "mapping":
        return tuple(texts)
    pairs = zip(graph.outputs.names, texts, strict=True)
    return tuple(f"{name}: {text}" for name, text in pairs)


def _text(port: Port) -> str:
    return f"{port.vertex}.{port.output}" if port.output else port.vertex


def _takers(graph: Graph) -> dict[str, list[str]]:
    """Who takes a tensor of each vertex, in document order."""
    found: dict[str, list[str]] = defaultdict(list)
    for vertex in graph.vertices:
        for name in dict.fromkeys(port.vertex for port in vertex.inputs):
            found[name].append(vertex.name)
    for name in dict.fromkeys(port.vertex for port in graph.outputs.ports):
        found[name].append(OUTPUT)
    return found


OUTPUT = "(output)"
"""Stands among the takers of a tensor that the model gives."""
