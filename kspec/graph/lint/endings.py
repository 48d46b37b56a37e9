"""The activation that a tensor ends in: its own layer's, or that of one above."""

from __future__ import annotations

from dataclasses import dataclass

from kspec.graph.ir import Graph, Port, Vertex
from kspec.layers.applications import Application
from kspec.layers.layer import Layer
from kspec.layers.objects.activations import ACTIVATIONS

LINEAR = "linear"

ARRANGING = frozenset(
    {
        "ActivityRegularization",
        "Flatten",
        "Identity",
        "Permute",
        "RepeatVector",
        "Reshape",
        "ops.expand_dims",
        "ops.moveaxis",
        "ops.ravel",
        "ops.reshape",
        "ops.squeeze",
        "ops.swapaxes",
        "ops.transpose",
    }
)
"""Types that arrange numbers and change none."""

ACTIVATIONS_AS_LAYERS = {
    "ELU": "elu",
    "LeakyReLU": "leaky_relu",
    "PReLU": "leaky_relu",
    "ReLU": "relu",
    "Softmax": "softmax",
}


@dataclass(frozen=True)
class Ending:
    """An activation, and the argument that names it.

    Args:
        vertex: the one that applies it.
        path: where it stands among the vertex's arguments; empty where the vertex is
            the activation.
    """

    activation: str
    vertex: Vertex
    path: tuple[str, ...] = ()


def ending(graph: Graph, port: Port) -> Ending | None:
    """The activation that a port's tensor ends in; None where it is not known."""
    vertex = graph.by_name[port.vertex]
    while vertex.kind in ARRANGING or _is_dropout(vertex):
        if len(vertex.inputs) != 1:
            return None
        port = vertex.inputs[0]
        vertex = graph.by_name[port.vertex]
    if vertex.model:
        inside = ending(vertex.model, vertex.model.outputs.ports[port.output])
        if inside and isinstance(vertex.layer, Application):
            return Ending(inside.activation, vertex, ("classifier_activation",))
        return inside
    return applied(graph.by_name[vertex.shares or vertex.name])


def applied(vertex: Vertex) -> Ending | None:
    """The activation that a vertex itself applies; None where it is not known."""
    kind = vertex.kind.removeprefix("ops.")
    if kind in ACTIVATIONS_AS_LAYERS:
        return Ending(ACTIVATIONS_AS_LAYERS[kind], vertex)
    if kind != vertex.kind and kind in ACTIVATIONS.functions:
        return Ending(kind, vertex)
    layer, path = vertex.layer, ("activation",)
    if isinstance(inner := getattr(layer, "layer", None), Layer):
        layer, path = inner, ("layer", "activation")
    if "activation" not in type(layer).model_fields:
        return None
    named = getattr(layer, "activation", None) or LINEAR
    return Ending(named, vertex, path) if isinstance(named, str) else None


def _is_dropout(vertex: Vertex) -> bool:
    return vertex.kind.endswith("Dropout")
