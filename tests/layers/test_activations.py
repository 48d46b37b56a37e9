"""Activation layers: the shape stays; PReLU has a weight for each place."""

from __future__ import annotations

from typing import Any

import pytest
from pydantic import ValidationError

from kspec.layers.activations import ELU, LeakyReLU, PReLU, ReLU, Softmax
from kspec.layers.layer import Layer
from kspec.shape import Shape, ShapeError


@pytest.mark.parametrize("kind", [ReLU, LeakyReLU, ELU, Softmax])
def test_an_activation_keeps_the_shape_and_has_no_weights(kind: type[Layer]) -> None:
    assert kind().shape_of((None, None, 3)) == (None, None, 3)
    assert kind().weights_of((None, None, 3)) == ()


@pytest.mark.parametrize(
    ("shared", "shape", "alpha"),
    [
        (None, (None, 8, 3), (8, 3)),
        (1, (None, None, 3), (1, 3)),
        ((1, 2), (None, None, None, 3), (1, 1, 3)),
        ((), (None, 3), (3,)),
    ],
)
def test_a_learned_slope_is_shared_along_the_axes_given(
    shared: Any, shape: Shape, alpha: tuple[int, ...]
) -> None:
    (weight,) = PReLU(shared_axes=shared).weights_of(shape)
    assert weight.shape == alpha


@pytest.mark.parametrize(
    ("layer", "shape", "message"),
    [
        (PReLU(), (None, None, 3), "needs a known size along axis 1, got"),
        (PReLU(shared_axes=3), (None, 8, 3), "`shared_axes` is 3, and"),
        (Softmax(axis=(1, -1)), (None, 4), "`axis` names an axis of"),
        (Softmax(axis=2), (None, 4), "`axis` is 2, and"),
    ],
)
def test_axes_that_do_not_fit_the_input_are_refused(
    layer: Layer, shape: Shape, message: str
) -> None:
    with pytest.raises(ShapeError, match=message):
        layer.shape_of(shape)


@pytest.mark.parametrize(
    ("kind", "arguments", "message"),
    [
        (PReLU, {"shared_axes": 0}, "axis 0 is the batch"),
        (PReLU, {"shared_axes": (-1,)}, "axis 0 is the batch"),
        (ReLU, {"max_value": -1}, "a number, 0 or more"),
        (LeakyReLU, {"negative_slope": None}, "a number, 0 or more"),
    ],
)
def test_an_argument_out_of_range_is_refused(
    kind: type[Layer], arguments: dict[str, Any], message: str
) -> None:
    with pytest.raises(ValidationError, match=message):
        kind.model_validate(arguments)
