"""Draws for dropout: masks that fit the input, or now and then do not."""

from __future__ import annotations

from typing import Any

from hypothesis import strategies as st
from hypothesis.strategies import DrawFn

from kspec.layers.layer import Layer
from kspec.layers.regularization import AlphaDropout, Dropout
from kspec.shape import Shape
from tests.layers.strategies import DIMENSIONS, Draw


@st.composite
def masks(draw: DrawFn) -> tuple[dict[str, Any], tuple[Shape, ...]]:
    """A mask with 1, null or the size for each axis, at times one axis short."""
    shape = tuple(draw(st.lists(DIMENSIONS, min_size=1, max_size=4)))
    full = [draw(st.sampled_from([1, None, size])) for size in shape]
    mask = full[draw(st.sampled_from([0, 0, 0, 1])) :]
    return {"noise_shape": draw(st.sampled_from([None, tuple(mask)]))}, (shape,)


DRAWS: dict[type[Layer], Draw] = dict.fromkeys(
    (AlphaDropout, Dropout), Draw(together=masks())
)
