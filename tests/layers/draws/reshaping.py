"""Draws for layers whose arguments have to fit the number of dimensions."""

from __future__ import annotations

from typing import Any

from hypothesis import strategies as st
from hypothesis.strategies import DrawFn

from kspec.layers.layer import Layer
from kspec.layers.reshaping import Permute, Reshape
from kspec.shape import Shape
from tests.layers.strategies import DIMENSIONS, Draw

Fitting = tuple[dict[str, Any], tuple[Shape, ...]]


@st.composite
def permutations(draw: DrawFn) -> Fitting:
    """Axes in some order, and an input with as many, or now and then one more."""
    count = draw(st.integers(1, 4))
    dims = draw(st.permutations(range(1, count + 1)))
    rank = count + draw(st.sampled_from([0, 0, 0, 1]))
    shape = draw(st.lists(DIMENSIONS, min_size=rank, max_size=rank))
    return {"dims": tuple(dims)}, ((None, *shape),)


@st.composite
def layouts(draw: DrawFn) -> Fitting:
    """A shape, and a split of its size, with one size left out or wrong at times."""
    factors = draw(st.lists(st.integers(1, 4), min_size=1, max_size=4))
    target = draw(st.permutations(factors))
    place = draw(st.integers(0, len(target) - 1))
    target[place] = draw(st.sampled_from([target[place], -1, -1, 5]))
    shape: list[int | None] = list(factors)
    if not draw(st.integers(0, 3)):
        shape[draw(st.integers(0, len(shape) - 1))] = None
    batch = draw(st.sampled_from([None, 2]))
    return {"target_shape": tuple(target)}, ((batch, *shape),)


DRAWS: dict[type[Layer], Draw] = {
    Permute: Draw(together=permutations()),
    Reshape: Draw(together=layouts()),
}
