"""Draws for merging: shapes that broadcast, axes that join or meet."""

from __future__ import annotations

from typing import Any

from hypothesis import strategies as st
from hypothesis.strategies import DrawFn

from kspec.layers.layer import Layer
from kspec.layers.merging import (
    Add,
    Average,
    Concatenate,
    Dot,
    Maximum,
    Minimum,
    Multiply,
    Subtract,
)
from kspec.shape import Dim, Shape
from tests.layers.strategies import DIMENSIONS, Draw

BATCH = st.sampled_from([None, None, 2, 3])
Fitting = tuple[dict[str, Any], tuple[Shape, ...]]


@st.composite
def broadcastable(draw: DrawFn, most: int) -> tuple[Shape, ...]:
    """Shapes with equal ends, some axes of size 1, unknown or wrong."""
    common = draw(st.lists(DIMENSIONS, max_size=3))
    batch = draw(BATCH)
    count = draw(st.integers(2, most))
    return tuple(
        (draw(st.sampled_from([batch, batch, batch, None])), *draw(variant(common)))
        for _ in range(count)
    )


@st.composite
def variant(draw: DrawFn, common: list[Dim]) -> tuple[Dim, ...]:
    """The end of a shape with some sizes exchanged."""
    kept = common[draw(st.integers(0, len(common))) :]
    return tuple(draw(st.sampled_from([d] * 6 + [1, None, 7])) for d in kept)


@st.composite
def joinable(draw: DrawFn) -> Fitting:
    """Shapes that differ along the axis, and at times elsewhere."""
    shape = [draw(BATCH), *draw(st.lists(DIMENSIONS, min_size=1, max_size=3))]
    axis = draw(st.integers(-len(shape), len(shape)))
    shapes = [list(shape) for _ in range(draw(st.integers(2, 4)))]
    for other in shapes:
        if axis < len(shape):
            other[axis] = draw(DIMENSIONS)
        if not draw(st.integers(0, 9)):
            other[draw(st.integers(0, len(shape) - 1))] = draw(DIMENSIONS)
    return {"axis": axis}, tuple(tuple(other) for other in shapes)


@st.composite
def meeting(draw: DrawFn) -> Fitting:
    """Two shapes and the axes along which they meet, at times of other sizes."""
    batch = draw(BATCH)
    sizes = st.lists(DIMENSIONS, min_size=1, max_size=3)
    pair = [[batch, *draw(sizes)] for _ in range(2)]
    axes = [draw(st.sampled_from(range(1 - len(x), len(x)))) for x in pair]
    pair[1][0] = draw(st.sampled_from([batch, batch, batch, None, 3]))
    if draw(st.integers(0, 3)):
        pair[1][axes[1]] = pair[0][axes[0]]
    given = axes[0] if axes[0] == axes[1] and draw(st.booleans()) else tuple(axes)
    return {"axes": given}, (tuple(pair[0]), tuple(pair[1]))


DRAWS: dict[type[Layer], Draw] = {
    **dict.fromkeys(
        (Add, Average, Maximum, Minimum, Multiply), Draw(inputs=broadcastable(4))
    ),
    Subtract: Draw(inputs=broadcastable(2)),
    Concatenate: Draw(together=joinable()),
    Dot: Draw(together=meeting()),
}
