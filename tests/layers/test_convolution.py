"""Convolutions of all kinds: shapes worked out by hand, and what does not fit."""

from __future__ import annotations

from typing import Any

import pytest

from kspec.layers.catalogue import find
from kspec.shape import Shape, ShapeError, Tensor
from tests.layers.shapes import refusal, shape

CONV = {"filters": 8, "kernel_size": 3}


@pytest.mark.parametrize(
    ("kind", "arguments", "given", "expected"),
    [
        ("Conv1D", {}, (None, 10, 4), (None, 8, 8)),
        ("Conv1D", {"padding": "causal", "strides": 2}, (None, 9, 4), (None, 5, 8)),
        ("Conv2D", {}, (None, 28, 28, 1), (None, 26, 26, 8)),
        ("Conv2D", {"padding": "same"}, (None, 28, 28, 1), (None, 28, 28, 8)),
        ("Conv2D", {"strides": [2, 1]}, (None, 28, 28, 1), (None, 13, 26, 8)),
        ("Conv2D", {"dilation_rate": 2}, (2, None, 9, 1), (2, None, 5, 8)),
        ("Conv3D", {}, (None, 3, 4, 5, 1), (None, 1, 2, 3, 8)),
        ("Conv1DTranspose", {"strides": 2}, (None, 4, 1), (None, 9, 8)),
        ("Conv2DTranspose", {"strides": 2}, (None, 4, None, 1), (None, 9, None, 8)),
        ("SeparableConv2D", {}, (None, 28, 28, 3), (None, 26, 26, 8)),
    ],
)
def test_a_convolution_gives_its_filters(
    kind: str, arguments: dict[str, Any], given: Shape, expected: Shape
) -> None:
    assert shape(kind, {**CONV, **arguments}, given) == expected


def test_channels_can_come_first() -> None:
    first = {**CONV, "data_format": "channels_first"}
    assert shape("Conv2D", first, (None, 1, 28, 28)) == (None, 8, 26, 26)


def test_a_depthwise_convolution_multiplies_the_channels() -> None:
    twice = {"kernel_size": 3, "depth_multiplier": 2}
    assert shape("DepthwiseConv2D", twice, (None, 9, 9, 5)) == (None, 7, 7, 10)


@pytest.mark.parametrize(
    ("kind", "given", "message", "hint"),
    [
        (
            "Conv2D",
            (None, 8),
            "needs 4 dimensions (batch, height, width, channels), got (None, 8)",
            "put Reshape before it, or move it before Flatten and Dense",
        ),
        (
            "Conv2D",
            (None, 28, 28),
            "needs 4 dimensions (batch, height, width, channels), got (None, 28, 28)",
            "put Reshape before it, with a last dimension of 1 for one channel",
        ),
        (
            "Conv1D",
            (None, 28, 28, 1),
            "needs 3 dimensions (batch, steps, channels), got (None, 28, 28, 1)",
            "a layer for inputs like this ends in 2D",
        ),
        (
            "Conv2D",
            (None, 8, 8, None),
            "needs a known number of channels, got (None, 8, 8, None)",
            "its weights depend on it: give the input's channels a number",
        ),
    ],
)
def test_an_input_that_does_not_fit_is_shown(
    kind: str, given: Shape, message: str, hint: str
) -> None:
    error = refusal(kind, CONV, given)
    assert (error.message, error.hint, error.argument) == (message, hint, None)


def test_a_kernel_longer_than_the_input_is_to_blame() -> None:
    error = refusal("Conv2D", {**CONV, "dilation_rate": 2}, (None, 9, 4, 1))
    assert error.argument == "kernel_size"
    assert error.message == (
        "`kernel_size` covers 5 along the width, which has only 4, got (None, 9, 4, 1)"
    )
    assert error.hint == "at most 4 fits, or write `padding: same`"


def test_groups_have_to_divide_the_channels() -> None:
    error = refusal("Conv2D", {**CONV, "groups": 2}, (None, 9, 9, 3))
    assert error.argument == "groups"
    assert error.message == (
        "`groups` has to divide the number of channels, 3 in (None, 9, 9, 3), got 2"
    )


@pytest.mark.parametrize("kind", ["Conv2D", "Conv2DTranspose", "SeparableConv2D"])
def test_integers_are_refused_with_what_to_do(kind: str) -> None:
    cls = find(kind)
    assert cls
    with pytest.raises(ShapeError, match="needs floating-point numbers, got uint8"):
        cls.model_validate(CONV).outputs_of(Tensor((None, 28, 28, 1), "uint8"))
