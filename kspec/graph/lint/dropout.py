"""Dropout of what the model gives."""

from __future__ import annotations

from collections.abc import Iterator

from kspec.errors import Diagnostic
from kspec.graph.ir import Vertex
from kspec.graph.lint.endings import ARRANGING
from kspec.graph.lint.subject import Subject, warning


def dropout_at_the_end(subject: Subject) -> Iterator[Diagnostic]:
    """K707: a dropout with no layer of weights between it and an output."""
    graph = subject.graph
    if subject.is_inside:
        return
    told: set[str] = set()
    for port in graph.outputs.ports:
        vertex = graph.by_name[port.vertex]
        while _passes(vertex):
            vertex = graph.by_name[vertex.inputs[0].vertex]
        if vertex.kind.endswith("Dropout") and vertex.name not in told:
            told.add(vertex.name)
            yield warning(
                "K707",
                f"`{vertex.name}` drops parts of the output `{port.vertex}` itself",
                vertex.span,
                hint="put it before the last layer with weights, or take it out",
            )


def _passes(vertex: Vertex) -> bool:
    simple = vertex.kind in ARRANGING or vertex.layer.family == "activation"
    return simple and len(vertex.inputs) == 1
