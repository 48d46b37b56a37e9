"""Layers that train or drop although the spec seems to rule it out.

`fit` calls a model with `training=True`, and Keras hands that to every layer in it,
over what the spec says of a single call. What is frozen keeps its weights, and batch
normalization its statistics; a dropout in it still drops.
"""

from __future__ import annotations

from collections.abc import Iterator

from kspec.errors import Diagnostic, Related
from kspec.graph.ir import Vertex
from kspec.graph.lint.subject import Subject, argument_span, warning
from kspec.layers.layer import Layer
from kspec.layers.model import Model
from kspec.layers.normalization import BatchNormalization
from kspec.text import Scalar


def overridden_training(subject: Subject) -> Iterator[Diagnostic]:
    """K711: `training: false`, or a frozen model, that Keras trains in all the same."""
    for vertex in subject.living:
        if vertex.model and not vertex.layer.trainable:
            # An application of Keras is as it is.
            yield from _frozen(vertex) if isinstance(vertex.layer, Model) else ()
        elif _is_off(vertex):
            yield from _switched_off(vertex)


def _frozen(vertex: Vertex) -> Iterator[Diagnostic]:
    for one in _within(vertex):
        if drops(one.layer):
            yield warning(
                "K711",
                f"`{vertex.name}` is frozen, and its `{one.name}` still drops while the"
                " model is trained; `call: {training: false}` does not change that",
                vertex.span,
                hint=f"leave `{one.name}` out where the model is frozen",
                related=[Related(one.span, f"`{one.name}` drops")],
            )
            return


def _switched_off(vertex: Vertex) -> Iterator[Diagnostic]:
    for one in _within(vertex):
        learns = isinstance(one.layer, BatchNormalization) and one.layer.trainable
        if learns or drops(one.layer):
            what = "learns its statistics" if learns else "drops"
            node = vertex.call.get("training")
            yield warning(
                "K711",
                f"Keras overrides `training: false` while the model is trained:"
                f" `{one.name}` {what} all the same",
                (node.span if node else None) or argument_span(vertex),
                hint="freeze batch normalization by `trainable: false`; leave a dropout"
                " out",
            )
            return


def drops(layer: Layer) -> bool:
    """Whether a layer gives something random while the model is trained."""
    if layer.kind() == "GaussianNoise":
        return bool(getattr(layer, "stddev", 0))
    return layer.kind().endswith("Dropout") and bool(getattr(layer, "rate", 0))


def _within(vertex: Vertex) -> Iterator[Vertex]:
    """The vertex, or all of a model that it is."""
    if vertex.model is None:
        yield vertex
        return
    for one in vertex.model.vertices:
        yield from _within(one)


def _is_off(vertex: Vertex) -> bool:
    node = vertex.call.get("training")
    return isinstance(node, Scalar) and node.value is False
