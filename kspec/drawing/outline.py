"""The outline: a graph's layers in order, in the groups that the spec makes of them.

A nested model's layers stand where the model stands, and what leads into it leads to
its own inputs. So every edge of the drawing joins two leaves, whatever is folded later.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from typing import Literal

from kspec.graph.ir import Graph, Group, Port, Vertex
from kspec.text import Plain

Kind = Literal["block", "repeat", "model", "stage", "run", "copy"]
"""`stage`, `run` and its `copy` are found in the graph; the spec says the others."""

NESTED = "/"
"""Between a nested model's name and that of a layer inside; no name holds it."""


@dataclass(frozen=True, slots=True)
class Source:
    """A tensor that a leaf takes: an output of another leaf."""

    path: str
    output: int = 0


@dataclass(frozen=True)
class Leaf:
    """One layer or input.

    Args:
        path: its name, after those of the models around it; unique in the drawing.
        inputs: the tensors it takes; an input of a nested model takes one too.
    """

    path: str
    vertex: Vertex
    inputs: tuple[Source, ...] = ()


@dataclass(frozen=True)
class Branch:
    """A group of layers.

    Args:
        path: unique among the groups of the drawing.
        parts: in document order. Those of a repeat or a run are its copies.
        block: the block that it is an instance of.
        vertex: the layer that a nested model is.
    """

    path: str
    kind: Kind
    parts: tuple[Part, ...]
    block: str | None = None
    arguments: tuple[tuple[str, Plain], ...] = ()
    caption: str | None = None
    vertex: Vertex | None = None


Part = Leaf | Branch


@dataclass(frozen=True)
class Outline:
    """The parts of a graph, and the tensors that the model gives."""

    parts: tuple[Part, ...]
    given: tuple[Source, ...]


def outline(graph: Graph) -> Outline:
    """The graph's layers in order, in groups as the spec says."""
    outliner = _Outliner()
    parts = outliner.parts(graph, "", ())
    given = (outliner.source("", port) for port in graph.outputs.ports)
    return Outline(parts, tuple(given))


def leaves(part: Part) -> Iterator[Leaf]:
    """The leaves of a part in order."""
    if isinstance(part, Leaf):
        yield part
        return
    for inner in part.parts:
        yield from leaves(inner)


def leaves_of(parts: tuple[Part, ...]) -> tuple[Leaf, ...]:
    """The leaves of several parts in order."""
    return tuple(leaf for part in parts for leaf in leaves(part))


class _Outliner:
    """Walks a graph and the models inside; knows which leaf gives each tensor."""

    def __init__(self) -> None:
        self.sources: dict[tuple[str, int], Source] = {}

    def parts(
        self, graph: Graph, prefix: str, given: tuple[Source, ...]
    ) -> tuple[Part, ...]:
        """The parts of a graph whose inputs are given these tensors."""
        fed = dict(zip((v.name for v in graph.inputs), given, strict=False))
        made = [self._part(vertex, prefix, fed) for vertex in graph.vertices]
        return _grouped(made, graph.groups, 0, len(made), prefix)

    def _part(self, vertex: Vertex, prefix: str, fed: dict[str, Source]) -> Part:
        path = prefix + vertex.name
        inputs = tuple(self.source(prefix, port) for port in vertex.inputs)
        if vertex.model is not None and vertex.shares is None:
            return self._model(vertex, path, inputs)
        if not inputs and vertex.name in fed:
            inputs = (fed[vertex.name],)
        for output in range(max(1, len(vertex.outputs))):
            self.sources[path, output] = Source(path, output)
        return Leaf(path, vertex, inputs)

    def _model(self, vertex: Vertex, path: str, inputs: tuple[Source, ...]) -> Branch:
        assert vertex.model is not None
        parts = self.parts(vertex.model, path + NESTED, inputs)
        for output, port in enumerate(vertex.model.outputs.ports):
            self.sources[path, output] = self.source(path + NESTED, port)
        return Branch(path, "model", parts, caption=vertex.caption, vertex=vertex)

    def source(self, prefix: str, port: Port) -> Source:
        """The tensor at a port of the graph with this prefix."""
        return self.sources[prefix + port.vertex, port.output]


def _grouped(
    made: list[Part], groups: tuple[Group, ...], start: int, stop: int, prefix: str
) -> tuple[Part, ...]:
    parts: list[Part] = []
    at = start
    for group in groups:
        parts += made[at : group.start]
        inner = _grouped(made, group.groups, group.start, group.stop, prefix)
        parts.append(
            Branch(
                prefix + group.name,
                group.kind,
                inner,
                block=group.block,
                arguments=group.arguments,
                caption=group.caption,
            )
        )
        at = group.stop
    return (*parts, *made[at:stop])
