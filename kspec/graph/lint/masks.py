"""Masks that are lost on their way to the layer that would use them.

A mask marks the steps that are only padding. It starts at `Embedding` with `mask_zero`
or at `Masking`, and passes with the tensor through the layers that keep it. Which those
are is Keras's choice, layer by layer; a test asks Keras for each of them.
"""

from __future__ import annotations

from collections.abc import Iterator

from kspec.errors import Diagnostic, Related
from kspec.graph.ir import Port, Vertex
from kspec.graph.lint.subject import Subject, warning
from kspec.layers.layer import Layer

KEEPING = frozenset(
    {
        "Activation",
        "ActivityRegularization",
        "AlphaDropout",
        "BatchNormalization",
        "Dense",
        "Dropout",
        "ELU",
        "GaussianDropout",
        "GaussianNoise",
        "GroupNormalization",
        "Identity",
        "LayerNormalization",
        "LeakyReLU",
        "Normalization",
        "PReLU",
        "ReLU",
        "Rescaling",
        "Softmax",
        "SpatialDropout1D",
        "SpatialDropout2D",
        "SpatialDropout3D",
        "TimeDistributed",
        "UnitNormalization",
    }
)
"""Layers whose output has the mask of their input."""

KEEPING_IF_ALL = frozenset(
    {"Add", "Average", "Maximum", "Minimum", "Multiply", "Subtract"}
)
"""Layers whose output has a mask only if each input has one."""

ATTENTION = frozenset(
    {"AdditiveAttention", "Attention", "GroupedQueryAttention", "MultiHeadAttention"}
)
"""Layers that use all masks; their output has that of the query."""

RECURRENT = frozenset(
    {
        "Bidirectional",
        "ConvLSTM1D",
        "ConvLSTM2D",
        "ConvLSTM3D",
        "GRU",
        "LSTM",
        "RNN",
        "SimpleRNN",
    }
)
"""Layers that skip masked steps; their output has a mask while it has steps."""

USING = ATTENTION | RECURRENT | {"GlobalAveragePooling1D"}
"""Layers that give something else where a mask tells them of padding."""


def lost_mask(subject: Subject) -> Iterator[Diagnostic]:
    """K709: a layer drops the mask that a layer below would use."""
    masked: dict[Port, Vertex] = {}
    for vertex in subject.living:
        origin = _origin(vertex, masked)
        if origin and keeps(vertex, [port in masked for port in vertex.inputs]):
            masked[Port(vertex.name)] = origin
        elif origin and vertex.kind not in USING and vertex.model is None:
            user = _user(subject, vertex)
            if user:
                yield _warning(vertex, origin, user, masked)


def makes(layer: Layer) -> bool:
    """Whether a layer's output has a mask of its own."""
    return layer.kind() == "Masking" or bool(getattr(layer, "mask_zero", False))


def keeps(vertex: Vertex, masked: list[bool]) -> bool:
    """Whether the first output has a mask, for inputs that have one or not."""
    kind, layer = vertex.kind, vertex.layer
    if kind in KEEPING:
        return masked[0]
    if kind in KEEPING_IF_ALL:
        return all(masked)
    if kind in ATTENTION:
        return masked[_query(vertex)]
    if kind in RECURRENT:
        inner = getattr(layer, "layer", layer)
        return masked[0] and bool(getattr(inner, "return_sequences", False))
    return makes(layer) or (kind == "Concatenate" and any(masked))


def _query(vertex: Vertex) -> int:
    """Which input is the query."""
    names = [slot.name for slot in vertex.slots]
    return names.index("query") if "query" in names else 0


def _origin(vertex: Vertex, masked: dict[Port, Vertex]) -> Vertex | None:
    """The layer that made the mask of one of the inputs, or makes one here."""
    if makes(vertex.layer):
        return vertex
    return next((masked[port] for port in vertex.inputs if port in masked), None)


def _user(subject: Subject, vertex: Vertex) -> Vertex | None:
    """The first layer below that would use the mask."""
    seen, waiting = {vertex.name}, [vertex]
    while waiting:
        for taker in subject.consumers[waiting.pop(0).name]:
            if taker.kind in USING:
                return taker
            opaque = taker.model is not None or makes(taker.layer)
            if taker.name not in seen and not opaque:
                seen.add(taker.name)
                waiting.append(taker)
    return None


def _warning(
    vertex: Vertex, origin: Vertex, user: Vertex, masked: dict[Port, Vertex]
) -> Diagnostic:
    bare = [port.vertex for port in vertex.inputs if port not in masked]
    why = ""
    if vertex.kind in KEEPING_IF_ALL and bare:
        why = f": `{bare[0]}` has none, and it takes the mask of all or of none"
    return warning(
        "K709",
        f"`{vertex.name}` ({vertex.kind}) drops the mask of `{origin.name}`, which"
        f" `{user.name}` would use{why}",
        vertex.span,
        hint=f"without it `{user.name}` takes padding for data; put `{vertex.name}`"
        f" elsewhere, or leave out the mask",
        related=[
            Related(origin.span, f"`{origin.name}` makes the mask"),
            Related(user.span, f"`{user.name}` would use it"),
        ],
    )
