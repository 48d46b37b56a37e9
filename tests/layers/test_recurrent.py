"""Recurrent layers: several outputs, states that are kept, messages."""

from __future__ import annotations

from typing import Any

import pytest

from kspec.layers.recurrent import GRU, LSTM, SimpleRNN
from kspec.shape import Shape, ShapeError, Tensor

RECURRENT = (SimpleRNN, LSTM, GRU)


@pytest.mark.parametrize(
    ("layer", "outputs"),
    [
        (SimpleRNN(units=3), [(None, 3)]),
        (LSTM(units=3, return_sequences=True), [(None, 6, 3)]),
        (LSTM(units=3, return_state=True), [(None, 3), (None, 3), (None, 3)]),
        (GRU(units=3, return_state=True), [(None, 3), (None, 3)]),
        (
            GRU(units=3, return_state=True, return_sequences=True),
            [(None, 6, 3), (None, 3)],
        ),
    ],
)
def test_a_layer_gives_its_output_and_then_its_states(
    layer: SimpleRNN | LSTM | GRU, outputs: list[Shape]
) -> None:
    found = layer.outputs_of(Tensor((None, 6, 4)))
    assert [tensor.shape for tensor in found] == outputs


@pytest.mark.parametrize(
    ("layer", "count"),
    [
        (SimpleRNN(units=3), 3 * (4 + 3 + 1)),
        (LSTM(units=3), 4 * 3 * (4 + 3 + 1)),
        (LSTM(units=3, use_bias=False), 4 * 3 * (4 + 3)),
        (GRU(units=3), 3 * 3 * (4 + 3 + 2)),
        (GRU(units=3, reset_after=False), 3 * 3 * (4 + 3 + 1)),
    ],
)
def test_parameters_are_counted_by_gate(
    layer: SimpleRNN | LSTM | GRU, count: int
) -> None:
    assert sum(w.size for w in layer.weights_of((None, 6, 4))) == count


@pytest.mark.parametrize(
    ("arguments", "shape", "message", "hint"),
    [
        (
            {},
            (None, 4),
            "needs a sequence, (batch, steps, features), got (None, 4)",
            "for a series of numbers, Reshape to [steps, 1]; after a recurrent layer, "
            "`return_sequences: true` there",
        ),
        (
            {},
            (None, 8, 8, 3),
            "needs a sequence, (batch, steps, features), got (None, 8, 8, 3)",
            "Reshape to [steps, features]",
        ),
        (
            {},
            (None, 6, None),
            "needs a known number of features, got (None, 6, None)",
            "give the input's last dimension a number",
        ),
        (
            {"stateful": True},
            (None, 6, 4),
            "`stateful: true` needs a fixed batch, got (None, 6, 4)",
            "give the input a `batch_size`",
        ),
        (
            {"unroll": True},
            (None, None, 4),
            "`unroll: true` needs a known number of steps, got (None, None, 4)",
            "give the input's first dimension a number",
        ),
    ],
)
def test_an_input_that_does_not_fit_is_shown_with_its_fix(
    arguments: dict[str, Any], shape: Shape, message: str, hint: str
) -> None:
    layer = LSTM.model_validate({"units": 3, **arguments})
    with pytest.raises(ShapeError) as caught:
        layer.shape_of(shape)
    assert (caught.value.message, caught.value.hint) == (message, hint)


@pytest.mark.keras
@pytest.mark.parametrize("kind", RECURRENT, ids=lambda kind: kind.__name__)
def test_the_states_that_a_stateful_layer_keeps_are_no_weights(
    kind: type[SimpleRNN | LSTM | GRU],
) -> None:
    import keras

    layer = kind(units=3, stateful=True, return_state=True)
    built = getattr(keras.layers, kind.__name__)(3, stateful=True, return_state=True)
    outputs = built(keras.Input((6, 4), batch_size=2))
    ours = [tensor.shape for tensor in layer.outputs_of(Tensor((2, 6, 4)))]
    assert ours == [tuple(output.shape) for output in outputs]
    weights = [weight.shape for weight in layer.weights_of((2, 6, 4))]
    assert weights == [tuple(weight.shape) for weight in built.weights]
