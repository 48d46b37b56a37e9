"""The graphs of Keras's applications, from the specs that describe them."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace
from typing import Any

from kspec import bundled
from kspec.graph.ir import Graph, Group, Outputs, Port, Vertex
from kspec.layers.applications import CLASSES, Application
from kspec.layers.convolution import Conv2D
from kspec.layers.core import Input
from kspec.layers.custom import NOT_KNOWN
from kspec.layers.layer import Layer
from kspec.layers.normalization import LayerNormalization
from kspec.layers.pooling import GlobalAveragePooling2D, GlobalMaxPooling2D
from kspec.layers.regularization import Dropout
from kspec.layers.separable_convolution import DepthwiseConv2D
from kspec.shape import UNKNOWN, ShapeError, Tensor

DESCRIBED = ("include_top", "weights", "input_shape", "pooling", "classes",
             "classifier_activation", "include_preprocessing", "dropout",
             "dropout_rate", "trainable")  # fmt: skip
"""The arguments whose effect is known here."""

SCALING = ("alpha", "depth_multiplier")
"""Those that change how many filters each layer has; known of `MobileNet` alone."""

PREPROCESSING = ("Rescaling", "Normalization")

POOLINGS = {"avg": GlobalAveragePooling2D, "max": GlobalMaxPooling2D}


def application_graph(layer: Application, described: Graph) -> Graph:
    """The graph of an application with its arguments.

    Args:
        described: that of the bundled spec: with its classifier and its own input.

    Raises: ShapeError where an argument does not go with the layers.
    """
    shape = _input_shape(layer, described)
    described = without(described, frozenset(_left_out(layer, described, shape[-1])))
    start = _top(described)
    base = tuple(_scaled(one, layer) for one in described.vertices[:start])
    if _argument(layer, "include_top"):
        top = tuple(_classifying(v, layer) for v in described.vertices[start:])
    else:
        top = tuple(_ending(layer, base[-1].name))
    inferred = _inferred((*base, *top), shape)
    last = inferred[-1].name
    return replace(
        described,
        vertices=inferred,
        outputs=Outputs((Port(last),), (last,)),
        groups=tuple(one for one in described.groups if one.stop <= len(inferred)),
    )


def knows_layers(layer: Application) -> bool:
    """Whether the effect of all its arguments is known here."""
    known = DESCRIBED if layer.application != "MobileNet" else (*DESCRIBED, *SCALING)
    return is_described(layer) and all(name in known for name in layer.changed())


def is_described(layer: Application) -> bool:
    """Whether a bundled spec says what the application consists of."""
    return bundled.application(layer.spec_name).is_file()


def unknown_application(layer: Application, given: Tensor) -> Vertex:
    """An application of which only the classes are known, where it tells any."""
    whole = _argument(layer, "include_top")
    shape = (given.shape[0], _argument(layer, "classes")) if whole else UNKNOWN
    outputs = (Tensor(shape, "float32"),)
    return Vertex(name="", layer=layer, outputs=outputs, weights=NOT_KNOWN)


def _argument(layer: Layer, name: str) -> Any:
    return getattr(layer, name)


def _left_out(
    layer: Application, described: Graph, channels: int | None
) -> Iterator[str]:
    """The layers that an argument, or a picture without colours, leaves out."""
    prepared = getattr(layer, "include_preprocessing", None)
    for vertex in described.vertices[1:3]:
        kept = prepared and (vertex.kind == "Rescaling" or channels == 3)
        if prepared is not None and vertex.kind in PREPROCESSING and not kept:
            yield vertex.name
    if getattr(layer, "dropout_rate", None) == 0:
        yield from (one.name for one in described.vertices if one.kind == "Dropout")


def without(graph: Graph, names: frozenset[str]) -> Graph:
    """The graph without some layers of one input; what takes them takes that."""
    if not names:
        return graph
    passed = {v.name: v.inputs[0] for v in graph.vertices if v.name in names}
    gone = [at for at, v in enumerate(graph.vertices) if v.name in names]

    def taken(port: Port) -> Port:
        return taken(passed[port.vertex]) if port.vertex in passed else port

    def moved(group: Group) -> Group:
        start = group.start - sum(at < group.start for at in gone)
        stop = group.stop - sum(at < group.stop for at in gone)
        groups = tuple(map(moved, group.groups))
        return replace(group, start=start, stop=stop, groups=groups)

    return replace(
        graph,
        vertices=tuple(
            replace(one, inputs=tuple(map(taken, one.inputs)))
            for one in graph.vertices
            if one.name not in names
        ),
        groups=tuple(map(moved, graph.groups)),
    )


def _scaled(vertex: Vertex, layer: Application) -> Vertex:
    """A layer of `MobileNet`, as wide as is asked for.

    Raises: ShapeError where nothing of it is left.
    """
    made, alpha = vertex.layer, getattr(layer, "alpha", 1.0)
    if isinstance(made, DepthwiseConv2D):
        update = {"depth_multiplier": getattr(layer, "depth_multiplier", 1)}
        return replace(vertex, layer=made.model_copy(update=update))
    if alpha == 1 or not isinstance(made, Conv2D):
        return vertex
    filters = int(made.filters * alpha)
    if not filters:
        message = f"`alpha` of {alpha} leaves `{vertex.name}` without filters"
        raise ShapeError(message, argument="alpha")
    return replace(vertex, layer=made.model_copy(update={"filters": filters}))


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
    if isinstance(made, Dropout):
        rate = getattr(layer, "dropout", getattr(layer, "dropout_rate", made.rate))
        update["rate"] = rate
    if getattr(made, "activation", None) == "softmax":
        update["activation"] = _argument(layer, "classifier_activation")
    return replace(vertex, layer=made.model_copy(update=update))


def _ending(layer: Application, last: str) -> Iterator[Vertex]:
    """What stands in the place of the classifier."""
    kind = POOLINGS.get(_argument(layer, "pooling") or "")
    if kind is not None:
        yield Vertex("pooling", kind(), inputs=(Port(last),))
        last = "pooling"
    if layer.application.startswith("ConvNeXt"):
        norm = LayerNormalization(epsilon=1e-6)
        yield Vertex("normalization", norm, inputs=(Port(last),))


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
        if vertex.model:
            one = _inside(vertex, vertex.model, taken[0])
        else:
            outputs, weights = layer.outputs_of(*taken), layer.variables_of(*taken)
            one = replace(vertex, layer=layer, outputs=outputs, weights=weights)
        known[vertex.name] = one.outputs
        made.append(one)
    return tuple(made)


def _inside(vertex: Vertex, model: Graph, given: Tensor) -> Vertex:
    """A nested model of one input and one output, called on a tensor."""
    inside = replace(model, vertices=_inferred(model.vertices, given.shape[1:]))
    outputs = tuple(map(inside.tensor, inside.outputs.ports))
    weights = inside.weights_inside(frozen=not vertex.layer.trainable)
    return replace(vertex, model=inside, outputs=outputs, weights=weights)
