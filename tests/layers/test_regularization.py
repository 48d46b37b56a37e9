"""Dropout and noise: the shape stays, the mask has to fit it, nothing is learned."""

from __future__ import annotations

from typing import Any

import pytest
from pydantic import ValidationError

from kspec.layers.layer import Layer
from kspec.layers.regularization import (
    ActivityRegularization,
    AlphaDropout,
    Dropout,
    GaussianNoise,
    SpatialDropout1D,
    SpatialDropout2D,
    SpatialDropout3D,
)
from kspec.shape import Shape, ShapeError, Tensor


@pytest.mark.parametrize("mask", [None, (None, 1, 4), (1, 1, 1), (None, 6, 1)])
def test_a_mask_that_fits_leaves_the_shape_as_it_is(mask: Any) -> None:
    layer = Dropout(rate=0.5, noise_shape=mask)
    assert layer.shape_of((None, 6, 4)) == (None, 6, 4)
    assert layer.weights_of((None, 6, 4)) == ()


@pytest.mark.parametrize("kind", [Dropout, AlphaDropout])
@pytest.mark.parametrize("mask", [(1, 4), (None, 2, 1), (None, 1, 1, 1)])
def test_a_mask_that_does_not_fit_is_refused(
    kind: type[Dropout | AlphaDropout], mask: Any
) -> None:
    with pytest.raises(ShapeError) as caught:
        kind(rate=0.5, noise_shape=mask).shape_of((None, 6, 4))
    assert caught.value.argument == "noise_shape"
    shown = f"`noise_shape` {mask} does not fit the input, (None, 6, 4)"
    assert caught.value.message == shown


@pytest.mark.parametrize(
    ("layer", "shape"),
    [
        (SpatialDropout1D(rate=0.5), (None, 4)),
        (SpatialDropout2D(rate=0.5), (None, 8, 3)),
        (SpatialDropout3D(rate=0.5), (None, 8, 8, 3)),
    ],
)
def test_whole_channels_need_as_many_dimensions_as_the_layer_says(
    layer: Layer, shape: Shape
) -> None:
    with pytest.raises(ShapeError, match="dimensions"):
        layer.shape_of(shape)


@pytest.mark.parametrize(
    ("kind", "arguments"),
    [
        (Dropout, {"rate": 1.5}),
        (Dropout, {"rate": "0.5"}),
        (Dropout, {"rate": 0.5, "noise_shape": (0, 1)}),
        (GaussianNoise, {"stddev": 2}),
        (ActivityRegularization, {"l2": -1}),
    ],
)
def test_a_rate_out_of_range_is_refused(
    kind: type[Layer], arguments: dict[str, Any]
) -> None:
    with pytest.raises(ValidationError, match="expected"):
        kind.model_validate(arguments)


def test_integers_cannot_be_dropped() -> None:
    with pytest.raises(ShapeError, match="needs floating-point numbers, got int32"):
        Dropout(rate=0.5).outputs_of(Tensor((None, 4), "int32"))
