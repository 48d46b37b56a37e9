"""Convolutional LSTMs: shapes worked out by hand, and what does not fit."""

from __future__ import annotations

from typing import Any

import pytest

from kspec.layers.convolutional_recurrent import ConvLSTM2D
from kspec.shape import Shape, Tensor
from tests.layers.shapes import refusal, shape

CONV = {"filters": 3, "kernel_size": 2}
VIDEO = (None, 5, 8, 8, 1)


@pytest.mark.parametrize(
    ("kind", "arguments", "given", "expected"),
    [
        ("ConvLSTM1D", CONV, (None, 5, 6, 4), (None, 5, 3)),
        ("ConvLSTM2D", {**CONV, "strides": 2}, VIDEO, (None, 4, 4, 3)),
        (
            "ConvLSTM2D",
            {**CONV, "padding": "same", "return_sequences": True},
            (None, None, 8, 8, 1),
            (None, None, 8, 8, 3),
        ),
        (
            "ConvLSTM3D",
            {**CONV, "data_format": "channels_first"},
            (2, 5, 1, 4, 5, 6),
            (2, 3, 3, 4, 5),
        ),
    ],
)
def test_a_step_is_convolved(
    kind: str, arguments: dict[str, Any], given: Shape, expected: Shape
) -> None:
    assert shape(kind, arguments, given) == expected


def test_two_states_are_as_large_as_the_output_of_a_step() -> None:
    layer = ConvLSTM2D(filters=3, kernel_size=2, return_state=True)
    found = layer.outputs_of(Tensor(VIDEO))
    assert [tensor.shape for tensor in found] == [(None, 7, 7, 3)] * 3
    state = Tensor((None, 7, 7, 3))
    assert layer.outputs_of(Tensor(VIDEO), state, state) == found


def test_four_gates_stand_side_by_side() -> None:
    made = ConvLSTM2D(filters=3, kernel_size=2).weights_of(VIDEO)
    assert [(weight.name, weight.shape) for weight in made] == [
        ("kernel", (2, 2, 1, 12)),
        ("recurrent_kernel", (2, 2, 3, 12)),
        ("bias", (12,)),
    ]


@pytest.mark.parametrize(
    ("arguments", "given", "message", "hint"),
    [
        (
            {},
            (None, 8, 8, 1),
            "needs 5 dimensions (batch, steps, height, width, channels), got "
            "(None, 8, 8, 1)",
            "a layer for inputs like this ends in 1D",
        ),
        (
            {"data_format": "channels_first"},
            (None, 8, 8),
            "needs 5 dimensions (batch, steps, channels, height, width), got "
            "(None, 8, 8)",
            None,
        ),
        (
            {},
            (None, 5, None, 8, 1),
            "needs a known size along the height, got (None, 5, None, 8, 1)",
            "its states depend on it: give that dimension a number",
        ),
        (
            {},
            (None, 5, 8, 8, None),
            "needs a known number of channels, got (None, 5, 8, 8, None)",
            "its weights depend on it: give the input's channels a number",
        ),
        (
            {"stateful": True},
            VIDEO,
            "`stateful: true` needs a fixed batch, got (None, 5, 8, 8, 1)",
            "give the input a `batch_size`",
        ),
    ],
)
def test_an_input_that_does_not_fit_is_shown_with_its_fix(
    arguments: dict[str, Any], given: Shape, message: str, hint: str | None
) -> None:
    error = refusal("ConvLSTM2D", {**CONV, **arguments}, given)
    assert (error.message, error.hint) == (message, hint)


@pytest.mark.keras
def test_keras_trains_what_it_is_told_to_freeze() -> None:
    import keras

    inputs = keras.Input((5, 6, 4))
    layer = keras.layers.ConvLSTM1D(3, 2, trainable=False)
    model = keras.Model(inputs, layer(inputs))
    assert len(model.trainable_variables) == 3
