"""Graphs that are recovered from Keras: order, sharing, functions, masks, names."""

from __future__ import annotations

from typing import Any

import pytest

from kspec import decompile
from tests.decompiler.roundtrip import there_and_back

pytestmark = pytest.mark.keras


def layer_lines(model: Any) -> list[str]:
    """The lines of the layers in the spec of a model."""
    text = decompile(model).source
    return [line.strip() for line in text.partition("layers:\n")[2].splitlines()]


def test_a_branch_stands_in_one_piece() -> None:
    import keras

    photo = keras.Input((8, 8, 3), name="photo")
    facts = keras.Input((4,), name="facts")
    a = keras.layers.Conv2D(4, (3, 3), padding="same", name="conv")(photo)
    b = keras.layers.Dense(4, name="hidden")(facts)
    a = keras.layers.GlobalAveragePooling2D(name="pool")(a)
    b = keras.layers.Dense(4, name="vector")(b)
    both = keras.layers.Concatenate(name="both")([a, b])
    model = keras.Model([photo, facts], both)
    there_and_back(model)
    assert layer_lines(model) == [
        "conv: {type: Conv2D, filters: 4, kernel_size: 3, padding: same, from: photo}",
        "pool: {type: GlobalAveragePooling2D}",
        "hidden: {type: Dense, units: 4, from: facts}",
        "vector: {type: Dense, units: 4}",
        "both: {type: Concatenate, from: [pool, vector]}",
    ]


def test_operators_are_functions() -> None:
    import keras
    from keras import ops

    x = keras.Input((4,), name="x")
    y = keras.layers.Dense(4, name="y")(x)
    z = ops.concatenate([2 - y * 3, ops.mean(x, axis=-1, keepdims=True)], axis=-1)
    model = keras.Model(x, z)
    there_and_back(model)
    assert layer_lines(model) == [
        "y: {type: Dense, units: 4}",
        "multiply: {type: ops.multiply, x2: 3}",
        "subtract: {type: ops.subtract, x1: 2}",
        "mean: {type: ops.mean, axis: -1, keepdims: true, from: x}",
        "concatenate: {type: ops.concatenate, axis: -1, from: [subtract, mean]}",
    ]


def test_masks_that_keras_makes_are_left_to_keras() -> None:
    import keras
    from keras import layers

    words = keras.Input((5,), dtype="int32", name="words")
    x = layers.Embedding(10, 4, mask_zero=True, name="embedded")(words)
    x = layers.Dropout(0.1, name="dropped")(x)
    y = layers.LSTM(4, return_sequences=True, name="first")(x)
    y = layers.Add(name="sum")([x, layers.Masking(name="masked")(y)])
    model = keras.Model(words, layers.LSTM(2, name="last")(y))
    there_and_back(model)
    assert layer_lines(model) == [
        "embedded: {type: Embedding, input_dim: 10, output_dim: 4, mask_zero: true}",
        "dropped: {type: Dropout, rate: 0.1}",
        "first: {type: LSTM, units: 4, return_sequences: true}",
        "masked: {type: Masking}",
        "sum: {type: Add, from: [dropped, masked]}",
        "last: {type: LSTM, units: 2}",
    ]


def test_states_go_into_their_slot() -> None:
    import keras
    from keras import layers

    source = keras.Input((5, 3), name="source")
    target = keras.Input((4, 3), name="target")
    encoder = layers.LSTM(2, return_state=True, name="encoder")
    _, hidden, cell = encoder(source)
    decoder = layers.LSTM(2, return_sequences=True, name="decoder")
    model = keras.Model([source, target], decoder(target, initial_state=[hidden, cell]))
    there_and_back(model)
    assert layer_lines(model)[1:] == [
        "decoder:",
        "type: LSTM",
        "units: 2",
        "return_sequences: true",
        "from: {sequences: target, initial_state: [encoder.1, encoder.2]}",
    ]


def test_a_name_that_no_spec_can_have_is_told_in_a_note() -> None:
    import keras

    x = keras.Input((4,), name="1st input")
    y = keras.layers.Dense(2, name="head.out")(x)
    spec = decompile(keras.Model(x, y, name="my-model"))
    assert spec.name == "my_model"
    assert [entry.name for entry in spec.entries] == ["_1st_input", "head_out"]
    notes = [entry.note.value for entry in spec.entries if entry.note]
    assert notes == ["called '1st input' in Keras", "called 'head.out' in Keras"]


def test_a_functional_chain_stays_functional_and_a_sequential_one_sequential() -> None:
    import keras
    from keras import layers

    x = keras.Input((4,), name="x")
    functional = keras.Model(x, layers.Dense(2, name="y")(x))
    assert there_and_back(functional).mode == "functional"
    sequential = keras.Sequential([keras.Input((4,)), layers.Dense(2, name="y")])
    assert there_and_back(sequential).mode == "auto"


def test_several_outputs_keep_their_form_and_names() -> None:
    import keras
    from keras import layers

    x = keras.Input((4,), name="x")
    kind, price = layers.Dense(3, name="a")(x), layers.Dense(1, name="b")(x)
    mapping = there_and_back(keras.Model(x, {"kind": kind, "price": price}))
    assert mapping.outputs
    assert mapping.outputs.names == ("kind", "price")
    listed = there_and_back(keras.Model(x, [price, kind]))
    assert listed.outputs
    assert listed.outputs.form == "list"
