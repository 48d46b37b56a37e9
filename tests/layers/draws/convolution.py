"""Draws for convolutions, whose arguments restrict one another."""

from __future__ import annotations

from hypothesis import strategies as st

from kspec.layers.convolution import Conv1D, Conv2D, Conv3D
from kspec.layers.layer import Layer
from kspec.layers.separable_convolution import (
    DepthwiseConv1D,
    DepthwiseConv2D,
    SeparableConv1D,
    SeparableConv2D,
)
from kspec.layers.transposed_convolution import (
    Conv1DTranspose,
    Conv2DTranspose,
    Conv3DTranspose,
)
from tests.layers.strategies import Draw, typed


def draw_of(kind: type[Layer], *, grouped: bool = False) -> Draw:
    """Groups and dilation are mostly 1, as they are in most models."""
    dilation = typed(*field_of(kind, "dilation_rate"))
    arguments = {"dilation_rate": st.one_of(st.just(1), st.just(1), dilation)}
    if grouped:
        arguments |= {
            "groups": st.sampled_from([1, 1, 1, 1, 2, 3]),
            "filters": st.sampled_from([1, 2, 4, 6]),
        }
    return Draw(arguments)


def field_of(kind: type[Layer], name: str) -> tuple[object, tuple[object, ...]]:
    info = kind.model_fields[name]
    return info.annotation, tuple(info.metadata)


DRAWS: dict[type[Layer], Draw] = {
    kind: draw_of(kind, grouped=kind in (Conv1D, Conv2D, Conv3D))
    for kind in (
        Conv1D,
        Conv2D,
        Conv3D,
        Conv1DTranspose,
        Conv2DTranspose,
        Conv3DTranspose,
        DepthwiseConv1D,
        DepthwiseConv2D,
        SeparableConv1D,
        SeparableConv2D,
    )
}
