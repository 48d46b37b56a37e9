"""A bias that batch normalization takes out again."""

from __future__ import annotations

from collections.abc import Iterator

from kspec.errors import Diagnostic, Related
from kspec.graph.ir import Vertex
from kspec.graph.lint.endings import LINEAR, applied
from kspec.graph.lint.subject import Subject, argument_span, warning
from kspec.layers.core import Dense
from kspec.layers.normalization import BatchNormalization


def bias_before_normalization(subject: Subject) -> Iterator[Diagnostic]:
    """K708: a bias that is added to a mean, which is then subtracted."""
    callers: dict[str, list[Vertex]] = {}
    for vertex in subject.living:
        callers.setdefault(vertex.shares or vertex.name, []).append(vertex)
    for name, calls in callers.items():
        vertex = subject.graph.by_name[name]
        if _has_bias(vertex) and all(_normalized(subject, call) for call in calls):
            after = subject.consumers[calls[0].name][0]
            yield warning(
                "K708",
                f"the bias of `{name}` has no effect: `{after.name}` subtracts the"
                " mean, and the bias with it",
                argument_span(vertex, "use_bias"),
                hint="write `use_bias: false`",
                related=[Related(after.span, f"`{after.name}` normalizes it")],
            )


def _has_bias(vertex: Vertex) -> bool:
    layer = vertex.layer
    weighted = isinstance(layer, Dense) or layer.family == "convolution"
    end = applied(vertex)
    linear = end is not None and end.activation == LINEAR
    return weighted and linear and getattr(layer, "use_bias", False)


def _normalized(subject: Subject, vertex: Vertex) -> bool:
    takers = subject.consumers[vertex.name]
    if vertex.name in subject.ends or not takers:
        return False
    return all(_subtracts(taker, vertex) for taker in takers)


def _subtracts(taker: Vertex, vertex: Vertex) -> bool:
    """Whether it takes the mean over all axes but the one that the bias lies along."""
    layer = taker.layer
    if not isinstance(layer, BatchNormalization) or not layer.trainable:
        return False
    rank = len(vertex.outputs[0].shape)
    first = getattr(vertex.layer, "data_format", None) == "channels_first"
    return layer.axis % rank == (1 if first else rank - 1)
