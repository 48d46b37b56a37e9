"""Layers at every step, and with their kernel normalized."""

from __future__ import annotations

from typing import Any

import pytest

from kspec.layers.catalogue import LAYERS
from kspec.layers.core import Dense
from kspec.layers.layer import Layer
from kspec.layers.wrappers import (
    NORMALIZABLE,
    SpectralNormalization,
    TimeDistributed,
    refuses_at_each_step,
)
from kspec.shape import ShapeError, Tensor

DENSE = {"type": "Dense", "units": 3}


def test_the_weights_are_those_of_one_step() -> None:
    layer = TimeDistributed(layer=Dense(units=3))
    made = layer.weights_of((None, 6, 4))
    assert [(weight.name, weight.shape) for weight in made] == [
        ("kernel", (4, 3)),
        ("bias", (3,)),
    ]


def test_normalization_keeps_a_vector_beside_the_kernel() -> None:
    layer = SpectralNormalization.model_validate(
        {"layer": {**DENSE, "trainable": False, "dtype": "float16"}}
    )
    made = layer.variables_of(Tensor((None, 4)))
    assert [(w.name, w.shape, w.trainable, w.dtype) for w in made] == [
        ("kernel", (4, 3), False, "float16"),
        ("vector_u", (1, 3), False, "float16"),
        ("bias", (3,), False, "float16"),
    ]


@pytest.mark.parametrize(
    ("layer", "given", "message", "hint"),
    [
        (
            DENSE,
            Tensor((None, 4)),
            "needs 3 or more dimensions, (batch, steps, …), got (None, 4)",
            "Reshape to [steps, 1] for one number a step",
        ),
        (
            {"type": "LSTM", "units": 3, "return_state": True},
            Tensor((None, 5, 6, 4)),
            "takes a layer with one output; `LSTM` gives 3 here",
            "leave out `return_state`",
        ),
        (
            {"type": "Flatten"},
            Tensor((None, 5, 6), "int32"),
            "`Flatten` gives int32 for int32, where Keras expects floating-point "
            "numbers",
            "give the input `dtype: float32`",
        ),
        (
            {"type": "LSTM", "units": 3},
            Tensor((None, 5, 4)),
            "`LSTM` inside needs a sequence, (batch, steps, features), got (None, 4)",
            "for a series of numbers, Reshape to [steps, 1]; after a recurrent layer, "
            "`return_sequences: true` there",
        ),
    ],
)
def test_what_cannot_be_done_at_every_step_is_told(
    layer: dict[str, Any], given: Tensor, message: str, hint: str
) -> None:
    made = TimeDistributed.model_validate({"layer": layer})
    with pytest.raises(ShapeError) as caught:
        made.outputs_of(given)
    assert (caught.value.message, caught.value.hint) == (message, hint)


def plain_kinds() -> list[type[Layer]]:
    """The layers of one tensor whose first example holds numbers and names alone."""
    return [
        kind
        for kind in LAYERS
        if refuses_at_each_step(kind) is None
        and kind.target().startswith("keras.layers.")
        and kind.family not in ("input", "preprocessing")
        and not any(
            isinstance(value, dict | list | tuple)
            for value in kind.examples[0].arguments.values()
        )
    ]


@pytest.mark.keras
def test_what_keras_normalizes_is_in_the_list_and_nothing_else() -> None:
    import keras

    with_kernel: set[type[Layer]] = set()
    for kind in plain_kinds():
        name = kind.target().removeprefix("keras.layers.")
        example = kind.examples[0]
        layer = getattr(keras.layers, name)(**example.arguments)
        layer(keras.Input(batch_shape=example.inputs[0]))
        if hasattr(layer, "kernel") or hasattr(layer, "embeddings"):
            with_kernel.add(kind)
    assert with_kernel == set(NORMALIZABLE)
