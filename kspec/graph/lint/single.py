"""A softmax over one number, which is always 1."""

from __future__ import annotations

from collections.abc import Iterator

from kspec.errors import Diagnostic
from kspec.graph.ir import Vertex
from kspec.graph.lint.endings import applied
from kspec.graph.lint.subject import Subject, argument_span, warning


def softmax_over_one(subject: Subject) -> Iterator[Diagnostic]:
    """K704: a softmax whose axis has one element gives 1, whatever it is given."""
    for vertex in subject.living:
        found = None if vertex.shares else applied(vertex)
        if found and found.activation == "softmax" and _is_one(vertex):
            yield warning(
                "K704",
                f"`softmax` over the one unit of `{vertex.name}` is always 1",
                argument_span(vertex, *found.path) if found.path else vertex.span,
                hint="write `sigmoid` for two classes, or give it a unit for each",
            )


def _is_one(vertex: Vertex) -> bool:
    axis = getattr(vertex.layer, "axis", -1)
    shape = vertex.outputs[0].shape
    axes = (axis,) if isinstance(axis, int) else tuple(axis or ())
    inside = [at for at in axes if -len(shape) <= at < len(shape)]
    return bool(inside) and all(shape[at] == 1 for at in inside)
