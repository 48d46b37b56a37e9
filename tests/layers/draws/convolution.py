"""Draws for convolutions, whose arguments restrict one another."""

from __future__ import annotations

from typing import Any

from hypothesis import strategies as st
from hypothesis.strategies import DrawFn, SearchStrategy

from kspec.layers.catalogue import LAYERS
from kspec.layers.layer import Layer
from kspec.layers.spatial import join
from kspec.shape import Shape
from tests.layers.strategies import DIMENSIONS, Draw

FORMATS = ("channels_last", "channels_last", "channels_first", None)


def per_axis(rank: int, high: int) -> SearchStrategy[int | tuple[int, ...]]:
    """A small number, or one for each axis."""
    small = st.integers(1, high)
    return small | st.tuples(*[small] * rank)


@st.composite
def sliding(draw: DrawFn, kind: Any) -> tuple[dict[str, Any], tuple[Shape, ...]]:
    """Arguments of a convolution and an input, of which most go together."""
    rank: int = kind.rank
    strided, dilated = draw(st.sampled_from([(3, 1), (1, 3), (1, 1), (2, 2)]))
    given: dict[str, Any] = {
        "kernel_size": draw(per_axis(rank, 3)),
        "strides": draw(per_axis(rank, strided)),
        "dilation_rate": draw(per_axis(rank, dilated)),
        "data_format": draw(st.sampled_from(FORMATS)),
    }
    if "groups" in kind.model_fields:
        given["groups"] = draw(st.sampled_from([1, 1, 2, 3]))
        given["filters"] = given["groups"] * draw(st.integers(1, 2)) + draw(rare(1))
    if "output_padding" in kind.model_fields:
        given["output_padding"] = draw(st.sampled_from([None, None, 0, 1]))
    channels = given.get("groups", 1) * draw(st.integers(1, 3)) + draw(rare(1))
    spatial = draw(st.tuples(*[DIMENSIONS] * (rank + draw(rare(1)))))
    batch = draw(st.sampled_from([None, 2]))
    known = draw(st.sampled_from([channels] * 9 + [None]))
    return given, (join(batch, spatial, known, given["data_format"]),)


def rare(number: int) -> SearchStrategy[int]:
    """The number now and then, else 0."""
    return st.sampled_from([0] * 9 + [number])


DRAWS: dict[type[Layer], Draw] = {
    kind: Draw(together=sliding(kind))
    for kind in LAYERS
    if kind.family == "convolution"
}
