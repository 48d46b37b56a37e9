"""Nested layers: parsed through the catalogue, each fault told at its own key."""

from __future__ import annotations

from typing import Any

import pytest
from pydantic import TypeAdapter

from kspec.layers.catalogue import find
from kspec.layers.core import Dense
from kspec.layers.layer import Layer
from kspec.layers.recurrent import LSTM
from kspec.layers.recurrent_cells import GRUCell, LSTMCell
from kspec.layers.recurrent_wrappers import RNN, Bidirectional
from kspec.layers.validation import Fault, validate
from kspec.layers.wrappers import SpectralNormalization, TimeDistributed
from kspec.shape import ShapeError, Tensor

LSTM_8 = {"type": "LSTM", "units": 8}
CONV = {"type": "Conv2D", "filters": 8, "kernel_size": 3}


def faults(kind: str, values: dict[str, Any]) -> tuple[Fault, ...]:
    cls = find(kind)
    assert cls
    made, found = validate(cls, values)
    assert (made is None) == bool(found)
    return found


def test_a_mapping_becomes_the_layer_that_it_describes() -> None:
    made = Bidirectional.model_validate({"layer": LSTM_8})
    assert made.layer == LSTM(units=8)


def test_a_second_name_finds_the_nested_layer() -> None:
    made = TimeDistributed.model_validate({"layer": {"type": "MaxPool2D"}})
    assert made.layer.kind() == "MaxPooling2D"


def test_nested_layers_nest() -> None:
    inner = {"type": "Bidirectional", "layer": LSTM_8}
    made = TimeDistributed.model_validate({"layer": inner})
    assert made.layer == Bidirectional(layer=LSTM(units=8))


def test_a_list_of_cells_stays_a_list() -> None:
    cells = [{"type": "LSTMCell", "units": 3}, {"type": "GRUCell", "units": 2}]
    made = RNN.model_validate({"cell": cells})
    assert made.cell == (LSTMCell(units=3), GRUCell(units=2))


def test_what_is_changed_is_the_nested_layer_itself() -> None:
    made = Bidirectional.model_validate({"layer": LSTM_8, "merge_mode": "concat"})
    assert made.changed() == {"layer": LSTM(units=8)}
    assert Bidirectional.model_validate(made.changed()) == Bidirectional(
        layer=LSTM(units=8)
    )


@pytest.mark.parametrize(
    ("kind", "values", "path", "message", "hint"),
    [
        (
            "Bidirectional",
            {"layer": {"type": "LTSM", "units": 8}},
            ("layer", "type"),
            '`layer.type` is "LTSM"; there is no such recurrent layer',
            "did you mean `LSTM`?",
        ),
        (
            "Bidirectional",
            {"layer": {"type": "Dense", "units": 8}},
            ("layer", "type"),
            '`layer.type` is "Dense"; expected a recurrent layer',
            "`SimpleRNN`, `LSTM`, `GRU`, `RNN` and `ConvLSTM1D` to `3D` are recurrent",
        ),
        (
            "Bidirectional",
            {"layer": {"type": "LSTM", "unit": 8}},
            ("layer", "unit"),
            "`LSTM` has no argument `unit`",
            "did you mean `units`?",
        ),
        (
            "Bidirectional",
            {"layer": {"type": "LSTM"}},
            ("layer", "units"),
            "`LSTM` needs `units`",
            None,
        ),
        (
            "Bidirectional",
            {"layer": {"type": "LSTM", "units": "8"}},
            ("layer", "units"),
            '`layer.units` is "8"; expected a positive integer',
            "write 8 without quotes",
        ),
        (
            "Bidirectional",
            {"layer": "LSTM"},
            ("layer",),
            '`layer` is "LSTM"; expected a recurrent layer, such as {type: LSTM, …}',
            None,
        ),
        (
            "Bidirectional",
            {"layer": {"units": 8}},
            ("layer",),
            "`layer` is {units: 8}; expected a recurrent layer, such as "
            "{type: LSTM, …}",
            None,
        ),
        (
            "Bidirectional",
            {
                "layer": {
                    **LSTM_8,
                    "bias_initializer": {"type": "Constant", "value": "x"},
                }
            },
            ("layer", "bias_initializer", "value"),
            '`layer.bias_initializer.value` is "x"; expected a number',
            None,
        ),
        (
            "TimeDistributed",
            {"layer": {"type": 3}},
            ("layer", "type"),
            "`layer.type` is 3; expected the name of a layer of one tensor",
            None,
        ),
        (
            "TimeDistributed",
            {"layer": {"type": "Add"}},
            ("layer", "type"),
            '`layer.type` is "Add"; expected a layer of one tensor',
            "`Add` takes several tensors, and each step is one",
        ),
        (
            "TimeDistributed",
            {"layer": {"type": "LSTMCell", "units": 3}},
            ("layer", "type"),
            '`layer.type` is "LSTMCell"; expected a layer of one tensor',
            "a cell stands inside `RNN`",
        ),
        (
            "TimeDistributed",
            {"layer": {"type": "Lambda"}},
            ("layer", "type"),
            '`layer.type` is "Lambda"; expected a layer of one tensor',
            "it runs code that a spec cannot hold; write a custom layer in a plugin",
        ),
        (
            "TimeDistributed",
            {"layer": {"type": "Input", "shape": [3]}},
            ("layer", "type"),
            '`layer.type` is "Input"; expected a layer of one tensor',
            "inputs stand under `inputs:`",
        ),
        (
            "TimeDistributed",
            {"layer": {**CONV, "strides": 2, "dilation_rate": 2}},
            ("layer", "dilation_rate"),
            "`strides` and `dilation_rate` cannot both be above 1, got 2 and 2",
            "keep one of them at 1",
        ),
        (
            "TimeDistributed",
            {"layer": {"type": "Dense", "units": 3, "lora_rank": 2}},
            ("layer", "lora_rank"),
            "`Dense` takes no `lora_rank` in a spec",
            "low-rank adaptation changes a trained layer; a spec is a new one",
        ),
        (
            "SpectralNormalization",
            {"layer": LSTM_8},
            ("layer", "type"),
            '`layer.type` is "LSTM"; expected a layer with a kernel',
            "`LSTM` has no `kernel` and no `embeddings` to normalize",
        ),
        (
            "RNN",
            {"cell": LSTM_8},
            ("cell", "type"),
            '`cell.type` is "LSTM"; expected a cell',
            "`LSTM` is a whole layer; its cell is `LSTMCell`",
        ),
        (
            "RNN",
            {"cell": {"type": "Dense", "units": 3}},
            ("cell", "type"),
            '`cell.type` is "Dense"; expected a cell',
            "a cell reads one step: `LSTMCell`, `GRUCell` or `SimpleRNNCell`",
        ),
        (
            "RNN",
            {"cell": []},
            ("cell",),
            "`cell` is []; expected a list of cells, at least one",
            None,
        ),
        (
            "RNN",
            {"cell": [{"type": "StackedRNNCells", "cells": []}]},
            ("cell", 0, "type"),
            '`cell[0].type` is "StackedRNNCells"; expected a cell',
            "write the cells of both stacks in one list",
        ),
        (
            "RNN",
            {"cell": {"type": "StackedRNNCells", "cells": [{"type": "GRUCell"}]}},
            ("cell", "cells", 0, "units"),
            "`GRUCell` needs `units`",
            None,
        ),
    ],
)
def test_a_fault_is_told_at_its_own_key(
    kind: str,
    values: dict[str, Any],
    path: tuple[str | int, ...],
    message: str,
    hint: str | None,
) -> None:
    (fault,) = faults(kind, values)
    assert (fault.path, fault.message, fault.hint) == (path, message, hint)


def test_every_fault_of_a_list_is_told() -> None:
    cells = [
        {"type": "LSTMCell", "units": -1},
        {"type": "GRUCell", "unit": 3},
        {"type": "LSMTCell", "units": 3},
    ]
    found = faults("RNN", {"cell": cells})
    assert [(fault.path, fault.problem) for fault in found] == [
        (("cell", 0, "units"), "value"),
        (("cell", 1, "unit"), "unknown"),
        (("cell", 2, "type"), "value"),
    ]


def test_an_argument_that_every_layer_has_may_be_refused_inside() -> None:
    dropout = {"type": "SpatialDropout1D", "rate": 0.5, "trainable": True}
    (fault,) = faults("TimeDistributed", {"layer": dropout})
    assert fault.path == ("layer", "trainable")
    assert fault.message == "`SpatialDropout1D` takes no `trainable` in a spec"


@pytest.mark.parametrize("kind", [TimeDistributed, SpectralNormalization])
def test_the_error_of_a_nested_layer_blames_the_argument_that_holds_it(
    kind: type[TimeDistributed | SpectralNormalization],
) -> None:
    layer = kind(layer=Dense(units=3))
    with pytest.raises(ShapeError) as caught:
        layer.outputs_of(Tensor((None, 6, None)))
    assert caught.value.argument == "layer"
    assert caught.value.message.startswith("`Dense` inside needs a known last")


def test_the_json_schema_names_the_layers_that_can_stand_there() -> None:
    schema = TypeAdapter(Bidirectional).json_schema()
    kinds = schema["properties"]["layer"]["properties"]["type"]["enum"]
    assert kinds[:3] == ["LSTM", "GRU", "SimpleRNN"]
    assert "Dense" not in kinds
    cells = TypeAdapter(RNN).json_schema()["properties"]["cell"]["anyOf"]
    assert cells[1]["items"]["properties"]["type"]["enum"][:1] == ["SimpleRNNCell"]


def test_layers_are_typed_as_layers() -> None:
    made: Layer = TimeDistributed.model_validate({"layer": CONV}).layer
    assert made.kind() == "Conv2D"
