"""K705: targets that the loss would spread."""

from __future__ import annotations

from typing import Any

import pytest

from kspec.graph.lint.broadcasting import spreads
from tests.graph.lint.linting import blamed, found, spec, training


def predicted(units: int, target: str, loss: str = "mse", source: str = "a.csv") -> str:
    layer = f"  out: {{type: Dense, units: {units}}}"
    return spec(layer, more=training(loss, source, target))


def test_one_column_for_several_units_is_told() -> None:
    for loss in ("mse", "mae", "huber", "{out: log_cosh}"):
        assert blamed(predicted(3, "{}", loss), "K705") == "{}"


def test_several_columns_for_one_unit_are_told() -> None:
    assert blamed(predicted(1, "{column: [a, b]}"), "K705") == "{column: [a, b]}"


def test_as_many_columns_as_units_are_fine() -> None:
    assert not found(predicted(1, "{}"))
    assert not found(predicted(2, "{column: [a, b]}"))


def test_what_fails_loudly_is_left_to_the_data() -> None:
    assert not found(predicted(3, "{column: [a, b]}"))


def test_nothing_is_said_of_arrays_whose_shape_only_the_data_tell() -> None:
    assert not found(predicted(3, "{}", source="a.npz"))


def test_the_steps_of_a_window_are_compared_too() -> None:
    window = "    window: {length: 8, horizon: HORIZON}\n    split: {by: time}\n"
    layers = "  lstm: {type: LSTM, units: 4}\n  out: {type: Dense, units: 3}"
    section = training("mse", "hankou", "{column: flow}")
    section = section.replace("  optimizer", f"{window}  optimizer")
    text = spec(layers, inputs="x: [8, 1]", more=section)
    assert not found(text.replace("HORIZON", "3"))
    assert blamed(text.replace("HORIZON", "1"), "K705") == "{column: flow}"


@pytest.mark.parametrize(
    ("target", "output", "expected"),
    [
        ((1,), (3,), True),
        ((3,), (1,), True),
        ((3,), (3,), False),
        ((3,), (None,), False),
        ((2,), (3,), False),
        ((1,), (1, 1), False),
        ((24,), (24, 1), False),
        ((24, 1), (24, 3), True),
        ((3,), (24, 3), False),
    ],
)
def test_shapes_spread_where_one_axis_is_1_and_the_other_is_not(
    target: tuple[int, ...], output: tuple[int, ...], expected: bool
) -> None:
    assert spreads(target, output) is expected


@pytest.mark.keras
def test_keras_spreads_without_a_word() -> None:
    import keras
    import numpy as np

    loss: Any = keras.losses.MeanSquaredError()
    assert float(loss(np.ones((4, 1)), np.zeros((4, 3)))) == 1.0
