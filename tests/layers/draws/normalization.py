"""Draws for normalization: groups that part the channels, bounds for renorm."""

from __future__ import annotations

from typing import Any

from hypothesis import strategies as st
from hypothesis.strategies import DrawFn

from kspec.layers.layer import Layer
from kspec.layers.normalization import BatchNormalization, GroupNormalization
from kspec.shape import Shape
from tests.layers.strategies import DIMENSIONS, Draw


@st.composite
def groups(draw: DrawFn) -> tuple[dict[str, Any], tuple[Shape, ...]]:
    """Groups, mostly a divisor of the channels, at the end or at the start."""
    count = draw(st.integers(1, 3))
    channels = count * draw(st.integers(1, 3)) + draw(st.sampled_from([0, 0, 0, 1]))
    steps = draw(DIMENSIONS)
    axis = draw(st.sampled_from([-1, 1]))
    shape = (steps, channels) if axis == -1 else (channels, steps)
    chosen = draw(st.sampled_from([count, count, -1]))
    return {"groups": chosen, "axis": axis}, ((None, *shape),)


@st.composite
def renorm(draw: DrawFn) -> dict[str, float]:
    """Some bounds, the lower below the upper."""
    bounds = {
        "rmin": st.just(0.5),
        "rmax": st.sampled_from([1, 2.0]),
        "dmax": st.just(3),
    }
    return draw(st.fixed_dictionaries({}, optional=bounds))


DRAWS: dict[type[Layer], Draw] = {
    BatchNormalization: Draw(
        arguments={"renorm_clipping": st.none() | renorm(), "axis": st.integers(-3, 2)}
    ),
    GroupNormalization: Draw(together=groups()),
}
