"""Cells in RNN, and sequences read both ways: shapes, states, messages."""

from __future__ import annotations

from typing import Any

import pytest

from kspec.layers.recurrent import LSTM
from kspec.layers.recurrent_wrappers import RNN, Bidirectional
from kspec.layers.validation import validate
from kspec.shape import Shape, ShapeError, Tensor
from tests.layers.shapes import refusal, shape

X = (None, 6, 4)
LSTM_3 = {"type": "LSTM", "units": 3}
GRU_3 = {"type": "GRU", "units": 3}
STACK = [{"type": "LSTMCell", "units": 3}, {"type": "GRUCell", "units": 2}]


def outputs(layer: RNN | Bidirectional | LSTM, *given: Shape) -> list[Shape]:
    return [tensor.shape for tensor in layer.outputs_of(*map(Tensor, given))]


@pytest.mark.parametrize(
    ("arguments", "expected"),
    [
        ({"cell": STACK[0]}, [(None, 3)]),
        ({"cell": STACK}, [(None, 2)]),
        ({"cell": STACK, "return_sequences": True}, [(None, 6, 2)]),
        ({"cell": STACK[0], "return_state": True}, [(None, 3)] * 3),
        (
            {"cell": [STACK[1], {**STACK[1], "units": 5}], "return_state": True},
            [(None, 5), (None, 2), (None, 5)],
        ),
        (
            {"cell": {"type": "StackedRNNCells", "cells": STACK}},
            [(None, 2)],
        ),
    ],
)
def test_the_last_cell_gives_the_output(
    arguments: dict[str, Any], expected: list[Shape]
) -> None:
    assert outputs(RNN.model_validate(arguments), X) == expected


def test_each_cell_of_a_stack_reads_the_one_before_it() -> None:
    made = RNN.model_validate({"cell": STACK}).weights_of(X)
    assert [(weight.name, weight.shape) for weight in made] == [
        ("cell/cells/0/kernel", (4, 12)),
        ("cell/cells/0/recurrent_kernel", (3, 12)),
        ("cell/cells/0/bias", (12,)),
        ("cell/cells/1/kernel", (3, 6)),
        ("cell/cells/1/recurrent_kernel", (2, 6)),
        ("cell/cells/1/bias", (2, 6)),
    ]


@pytest.mark.parametrize(
    ("arguments", "expected"),
    [
        ({"layer": LSTM_3}, [(None, 6)]),
        ({"layer": LSTM_3, "merge_mode": "ave"}, [(None, 3)]),
        ({"layer": LSTM_3, "merge_mode": None}, [(None, 3), (None, 3)]),
        ({"layer": {**GRU_3, "return_sequences": True}}, [(None, 6, 6)]),
        (
            {"layer": {**LSTM_3, "return_state": True}},
            [(None, 6), *[(None, 3)] * 4],
        ),
        (
            {"layer": {**GRU_3, "return_state": True}, "merge_mode": None},
            [(None, 3)] * 4,
        ),
    ],
)
def test_both_ways_are_merged_and_their_states_follow(
    arguments: dict[str, Any], expected: list[Shape]
) -> None:
    assert outputs(Bidirectional.model_validate(arguments), X) == expected


def test_both_ways_have_weights_of_their_own() -> None:
    backward = {**GRU_3, "use_bias": False, "go_backwards": True, "trainable": False}
    layer = Bidirectional.model_validate({"layer": GRU_3, "backward_layer": backward})
    made = layer.variables_of(Tensor(X))
    assert [(weight.name, weight.trainable) for weight in made] == [
        ("forward/kernel", True),
        ("forward/recurrent_kernel", True),
        ("forward/bias", True),
        ("backward/kernel", False),
        ("backward/recurrent_kernel", False),
    ]


@pytest.mark.parametrize(
    ("kind", "values", "message", "hint"),
    [
        (
            "layer",
            {"layer": {**LSTM_3, "go_backwards": True}},
            "`layer` reads backwards, as its copy would",
            "leave out `go_backwards`; Bidirectional adds the other way",
        ),
        (
            "layer",
            {"layer": {**LSTM_3, "stateful": True, "return_state": True}},
            "Keras fails on `stateful` and `return_state` together, read both ways",
            "leave out one of them",
        ),
        (
            "backward_layer",
            {"layer": LSTM_3, "backward_layer": LSTM_3},
            "`layer` and `backward_layer` both read forwards",
            "write `go_backwards: true` on `backward_layer` alone",
        ),
        (
            "backward_layer",
            {
                "layer": {**LSTM_3, "return_sequences": True},
                "backward_layer": {**LSTM_3, "go_backwards": True},
            },
            "`return_sequences` has to be the same both ways, got true forwards and "
            "false backwards",
            "write `return_sequences: true` on `backward_layer`",
        ),
    ],
)
def test_ways_that_do_not_go_together_are_told(
    kind: str, values: dict[str, Any], message: str, hint: str
) -> None:
    _, (fault,) = validate(Bidirectional, values)
    assert (fault.path, fault.message, fault.hint) == ((kind,), message, hint)


def test_ways_of_other_shapes_are_shown() -> None:
    backward = {**LSTM_3, "units": 4, "go_backwards": True}
    error = refusal("Bidirectional", {"layer": LSTM_3, "backward_layer": backward}, X)
    assert error.message == (
        "needs the same shapes from both ways, got (None, 3) and (None, 4)"
    )
    assert error.argument == "backward_layer"


@pytest.mark.parametrize(
    ("layer", "states"),
    [
        (LSTM(units=3), [(None, 3), (2, 3)]),
        (RNN.model_validate({"cell": STACK[0]}), [(None, 3), (None, None)]),
        (RNN.model_validate({"cell": [STACK[1]] * 2}), [(None, 2), (None, 2)]),
        (Bidirectional.model_validate({"layer": GRU_3}), [(None, 3), (None, 3)]),
        (Bidirectional.model_validate({"layer": LSTM_3}), [(None, 3)] * 4),
    ],
)
def test_a_layer_starts_from_the_states_that_it_keeps(
    layer: RNN | Bidirectional | LSTM, states: list[Shape]
) -> None:
    assert outputs(layer, X, *states) == outputs(layer, X)


@pytest.mark.parametrize(
    ("layer", "states", "message"),
    [
        (
            LSTM(units=3),
            [(None, 3)],
            "`initial_state` takes 2 tensors, (None, 3), (None, 3), got 1",
        ),
        (
            LSTM(units=3),
            [(None, 3), (None, 4)],
            "`initial_state` 1 is (None, 4); the layer keeps (None, 3)",
        ),
        (
            Bidirectional.model_validate({"layer": GRU_3}),
            [(None, 3)],
            "`initial_state` takes 2 tensors, (None, 3), (None, 3), got 1",
        ),
        (
            RNN.model_validate({"cell": STACK}),
            [(None, 3)] * 3,
            "takes no `initial_state`: the states of cells like `LSTMCell` in a stack "
            "come as lists in a list",
        ),
    ],
)
def test_other_states_are_refused(
    layer: RNN | Bidirectional | LSTM, states: list[Shape], message: str
) -> None:
    with pytest.raises(ShapeError) as caught:
        outputs(layer, X, *states)
    assert caught.value.message == message


def test_states_in_pairs_cannot_be_returned_from_a_stack() -> None:
    _, (fault,) = validate(RNN, {"cell": STACK, "return_state": True})
    assert fault.path == ("return_state",)
    assert fault.hint == (
        "write one layer for each cell, each with `return_state: true`"
    )


@pytest.mark.parametrize(
    ("kind", "arguments", "given", "expected"),
    [
        (
            "TimeDistributed",
            {"layer": {"type": "Dense", "units": 3}},
            (None, None, 4),
            (None, None, 3),
        ),
        (
            "TimeDistributed",
            {"layer": {"type": "Bidirectional", "layer": LSTM_3}},
            (None, 5, 6, 4),
            (None, 5, 6),
        ),
        (
            "SpectralNormalization",
            {"layer": {"type": "Conv2D", "filters": 8, "kernel_size": 3}},
            (None, 9, 9, 1),
            (None, 7, 7, 8),
        ),
    ],
)
def test_a_wrapper_gives_what_its_layer_gives(
    kind: str, arguments: dict[str, Any], given: Shape, expected: Shape
) -> None:
    assert shape(kind, arguments, given) == expected


@pytest.mark.keras
@pytest.mark.parametrize("count", [1, 3])
def test_a_wrong_number_of_states_fails_in_a_call_of_keras(count: int) -> None:
    import keras

    layer = keras.layers.Bidirectional(keras.layers.LSTM(3))
    states = [keras.ops.ones((2, 3))] * count
    with pytest.raises(Exception, match=r"LSTM|index"):
        layer(keras.ops.ones((2, 6, 4)), initial_state=states)


@pytest.mark.keras
@pytest.mark.parametrize(
    ("flags", "error"),
    [({"stateful": True}, None), ({"stateful": True, "return_state": True}, TypeError)],
)
def test_keras_keeps_states_both_ways_or_returns_them(
    flags: dict[str, Any], error: type[Exception] | None
) -> None:
    import keras

    layer = keras.layers.Bidirectional(keras.layers.LSTM(3, **flags))
    inputs = keras.Input((6, 4), batch_size=2)
    if error is None:
        assert layer(inputs).shape == (2, 6)
    else:
        with pytest.raises(error):
            layer(inputs)
