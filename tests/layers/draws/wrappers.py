"""Draws for layers around other layers."""

from __future__ import annotations

from typing import Any

from hypothesis import strategies as st
from hypothesis.strategies import DrawFn, SearchStrategy

from kspec.layers.catalogue import LAYERS
from kspec.layers.layer import Layer
from kspec.layers.wrappers import (
    NORMALIZABLE,
    SpectralNormalization,
    TimeDistributed,
    refuses_at_each_step,
)
from kspec.shape import Shape
from tests.layers.draws.convolution import rare
from tests.layers.strategies import DIMENSIONS, Draw

Fitting = tuple[dict[str, Any], tuple[Shape, ...]]
WRAPPED: dict[str, SearchStrategy[Any]] = {
    "layer": st.none(),
    "trainable": st.just(True),
}
AT_EACH_STEP = [
    kind
    for kind in LAYERS
    if kind.family not in ("input", "preprocessing") and not refuses_at_each_step(kind)
]
ODD = st.lists(DIMENSIONS, min_size=1, max_size=5).map(tuple)


@st.composite
def inside(draw: DrawFn, kinds: list[type[Layer]]) -> tuple[Layer, Shape]:
    """A layer as in one of its examples, at times of another dtype or frozen."""
    kind = draw(st.sampled_from(kinds))
    example = draw(st.sampled_from(kind.examples))
    beside: dict[str, Any] = {}
    if not draw(st.integers(0, 3)):
        beside["dtype"] = draw(st.sampled_from(["float16", "mixed_float16"]))
    if kind in NORMALIZABLE and not draw(st.integers(0, 3)):
        beside["trainable"] = False
    return kind.model_validate({**example.arguments, **beside}), example.inputs[0]


@st.composite
def stepping(draw: DrawFn) -> Fitting:
    """A layer, and a sequence of what it takes."""
    layer, x = draw(inside(AT_EACH_STEP))
    shape = (x[0], draw(DIMENSIONS), *x[1:])
    return {"layer": layer}, (draw(ODD) if draw(rare(1)) else shape,)


@st.composite
def normalizing(draw: DrawFn) -> Fitting:
    """A layer with a kernel, and what it takes."""
    layer, x = draw(inside(list(NORMALIZABLE)))
    return {"layer": layer}, (draw(ODD) if draw(rare(1)) else x,)


DRAWS: dict[type[Layer], Draw] = {
    TimeDistributed: Draw(arguments=WRAPPED, together=stepping()),
    SpectralNormalization: Draw(arguments=WRAPPED, together=normalizing()),
}
