"""What a rule looks at: a spec, its graph, and where their parts stand in the file."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import dataclass, replace
from functools import cached_property

from kspec.errors import Diagnostic, Related, Span
from kspec.graph.ir import Graph, Vertex
from kspec.graph.lint.measured import Measured, measured
from kspec.layers.model import Model
from kspec.schema import Spec
from kspec.schema.places import Places, places_in
from kspec.text import Mapping, Node


@dataclass(frozen=True)
class Subject:
    """A spec and its graph, which has no errors.

    Args:
        is_inside: whether it is the graph of a block that is a model of its own.
    """

    spec: Spec
    graph: Graph
    is_inside: bool = False

    @property
    def inner(self) -> Iterator[Subject]:
        """The models inside that the spec itself describes, those inside them too."""
        for vertex in self.graph.vertices:
            if vertex.model and isinstance(vertex.layer, Model) and vertex.layer.block:
                one = replace(self, graph=vertex.model, is_inside=True)
                yield one
                yield from one.inner

    @cached_property
    def living(self) -> tuple[Vertex, ...]:
        """The vertices that an output depends on; K701 tells of the others."""
        graph = self.graph
        return tuple(v for v in graph.vertices if v.name in graph.live)

    @cached_property
    def consumers(self) -> dict[str, tuple[Vertex, ...]]:
        """The living vertices that take a tensor of each vertex."""
        found: dict[str, list[Vertex]] = {v.name: [] for v in self.graph.vertices}
        for vertex in self.living:
            for name in dict.fromkeys(port.vertex for port in vertex.inputs):
                found[name].append(vertex)
        return {name: tuple(takers) for name, takers in found.items()}

    @cached_property
    def ends(self) -> frozenset[str]:
        """The vertices that give an output of the model."""
        return frozenset(port.vertex for port in self.graph.outputs.ports)

    @cached_property
    def measured(self) -> tuple[Measured, ...]:
        """The outputs that a loss measures; none where the spec does not train."""
        return measured(self.graph)

    @cached_property
    def places(self) -> Places:
        """Where the values of `train:` stand."""
        return places_in(self.spec.root)


def argument_span(vertex: Vertex, *path: str) -> Span | None:
    """Where an argument's value stands; the layer's key where it is not written."""
    node: Node | None = vertex.arguments
    for key in path:
        node = node.get(key) if isinstance(node, Mapping) else None
    return (node.span if node else None) or vertex.span


def column_place(subject: Subject, name: str) -> Span | None:
    """Where a target's column stands; the section, where it has none."""
    return subject.places.at("data", "targets", name)


def warning(
    code: str,
    message: str,
    span: Span | None,
    *,
    hint: str | None = None,
    related: Iterable[Related] = (),
) -> Diagnostic:
    """A diagnostic that stops nothing."""
    return Diagnostic(code, message, span, hint, tuple(related), severity="warning")
