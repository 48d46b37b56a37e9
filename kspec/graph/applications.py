"""The graphs of Keras's applications, from the specs that describe them."""

from __future__ import annotations

from dataclasses import replace
from typing import Any

from kspec import bundled
from kspec.graph.ir import Graph, Outputs, Port, Vertex
from kspec.layers.applications import CLASSES, Application
from kspec.layers.core import Input
from kspec.layers.layer import Layer
from kspec.layers.pooling import GlobalAveragePooling2D, GlobalMaxPooling2D
from kspec.shape import ShapeError, Tensor

DESCRIBED = ("include_top", "weights", "input_shape", "pooling", "classes",
             "classifier_activation", "trainable")  # fmt: skip
"""The arguments whose effect is known here; any other has to have its default."""

POOLINGS = {"avg": GlobalAveragePooling2D, "max": GlobalMaxPooling2D}


def application_graph(layer: Application, described: Graph) -> Graph:
    """The graph of an application with its arguments.

    Args:
        described: that of the bundled spec: with its classifier and its own input.

    Raises: ShapeError where an argument makes layers that are not known here.
    """
    _check_known(layer)
    start = _top(described)
    vertices = described.vertices
    if _argument(layer, "include_top"):
        kept = (*vertices[:start], *(_classifying(v, layer) for v in vertices[start:]))
    else:
        kept = (*vertices[:start], *_pooling(layer, vertices[start - 1]))
    inferred = _inferred(kept, _input_shape(layer, described))
    last = inferred[-1].name
    return replace(
        described,
        vertices=inferred,
        outputs=Outputs((Port(last),), (last,)),
        groups=tuple(one for one in described.groups if one.stop <= len(inferred)),
    )


def is_described(layer: Application) -> bool:
    """Whether a bundled spec says what the application consists of."""
    return bundled.application(layer.spec_name).is_file()


def _check_known(layer: Application) -> None:
    for name in layer.changed():
        if name not in DESCRIBED:
            message = f"which layers it has with another `{name}` is not known here"
            raise ShapeError(message, argument=name, hint="leave it at its default")
    if layer.application.startswith("ConvNeXt") and not _argument(layer, "include_top"):
        message = "which layers it has without its classifier is not known here"
        raise ShapeError(message, argument="include_top")


def _argument(layer: Layer, name: str) -> Any:
    return getattr(layer, name)


def _top(described: Graph) -> int:
    """Where the classifier begins: where whole images are pooled or flattened."""
    kinds = [vertex.kind for vertex in described.vertices]
    for kind in ("GlobalAveragePooling2D", "Flatten"):
        if kind in kinds:
            return len(kinds) - 1 - kinds[::-1].index(kind)
    raise AssertionError(f"`{described.name}` has no classifier")


def _classifying(vertex: Vertex, layer: Application) -> Vertex:
    """A layer of the classifier for as many classes as are asked for."""
    made, classes = vertex.layer, _argument(layer, "classes")
    update: dict[str, Any] = {}
    for name in ("units", "filters"):
        if getattr(made, name, None) == CLASSES:
            update[name] = classes
    if getattr(made, "target_shape", None) == (CLASSES,):
        update["target_shape"] = (classes,)
    if getattr(made, "activation", None) == "softmax":
        update["activation"] = _argument(layer, "classifier_activation")
    return replace(vertex, layer=made.model_copy(update=update))


def _pooling(layer: Application, last: Vertex) -> tuple[Vertex, ...]:
    kind = POOLINGS.get(_argument(layer, "pooling") or "")
    if kind is None:
        return ()
    return (Vertex("pooling", kind(), inputs=(Port(last.name),)),)


def _input_shape(layer: Application, described: Graph) -> tuple[int | None, ...]:
    given: tuple[int | None, ...] | None = _argument(layer, "input_shape")
    if given is not None:
        return given
    own = described.inputs[0].outputs[0].shape[1:]
    return own if _argument(layer, "include_top") else (None, None, own[-1])


def _inferred(
    vertices: tuple[Vertex, ...], shape: tuple[int | None, ...]
) -> tuple[Vertex, ...]:
    """The vertices with the tensors and weights that an input of this shape makes.

    Raises: ShapeError where a layer cannot take them.
    """
    known: dict[str, tuple[Tensor, ...]] = {}
    made: list[Vertex] = []
    for vertex in vertices:
        layer = vertex.layer
        taken = [known[port.vertex][port.output] for port in vertex.inputs]
        if isinstance(layer, Input):
            layer = layer.model_copy(update={"shape": shape})
        outputs, weights = layer.outputs_of(*taken), layer.variables_of(*taken)
        known[vertex.name] = outputs
        made.append(replace(vertex, layer=layer, outputs=outputs, weights=weights))
    return tuple(made)
