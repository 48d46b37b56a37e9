from __future__ import annotations

import pytest

from kspec.drawing.settings import settings
from kspec.layers.convolution import Conv2D
from kspec.layers.core import Activation, Dense, Embedding, Input
from kspec.layers.layer import Layer
from kspec.layers.merging import Concatenate, Dot
from kspec.layers.pooling import MaxPooling2D
from kspec.layers.recurrent import LSTM
from kspec.layers.regularization import Dropout
from kspec.layers.reshaping import Flatten, Permute, Reshape
from kspec.shape import Tensor

VECTOR = (Tensor((None, 128)),)


def dense(**arguments: object) -> Dense:
    return Dense.model_validate({"units": 10, **arguments})


@pytest.mark.parametrize(
    ("layer", "words"),
    [
        (Dense(units=10, activation="sigmoid"), ["10", "sigmoid"]),
        (Dense(units=10, activation="linear", use_bias=True), ["10", "linear"]),
        (Dense(units=10, use_bias=False), ["10", "use_bias false"]),
        (
            Conv2D(filters=64, kernel_size=3, padding="same", activation="relu"),
            ["64", "3×3", "same", "relu"],
        ),
        (
            Conv2D(filters=64, kernel_size=(3, 5), strides=2),
            ["64", "3×5", "strides 2×2"],
        ),
        (MaxPooling2D(), ["2×2"]),
        (MaxPooling2D(pool_size=2, strides=(2, 1)), ["2×2", "strides 2×1"]),
        (Dropout(rate=0.15), ["0.15"]),
        (Activation(activation="relu"), ["relu"]),
        (Embedding(input_dim=611, output_dim=128), ["611", "128"]),
        (
            LSTM(units=48, kernel_initializer="he_uniform"),
            ["48", "kernel_initializer he_uniform"],
        ),
        (
            LSTM(units=48, activation="relu", return_sequences=True),
            ["48", "activation relu", "return_sequences"],
        ),
        (
            LSTM(units=48, recurrent_activation="hard_sigmoid"),
            ["48", "recurrent_activation hard_sigmoid"],
        ),
        (Dot(axes=1), ["axes 1"]),
        (Dot(axes=(2, 1), normalize=True), ["axes (2, 1)", "normalize"]),
        (Concatenate(axis=1), ["axis 1"]),
        (Permute(dims=(2, 1)), ["dims (2, 1)"]),
        (Reshape(target_shape=(128,)), []),
        (Reshape(target_shape=(-1, 8)), ["(-1, 8)"]),
        (Flatten(), []),
        (Dense(units=10, trainable=False), ["10"]),
        (Dense(units=10, dtype="float16"), ["10", "float16"]),
        (
            dense(kernel_regularizer={"type": "L2", "l2": 0.1}),
            ["10", "kernel_regularizer L2"],
        ),
        (
            dense(bias_initializer={"type": "HeNormal"}),
            ["10", "bias_initializer he_normal"],
        ),
    ],
)
def test_a_layer_is_told_in_short_words(layer: Layer, words: list[str]) -> None:
    assert list(settings(layer, VECTOR)) == words


def test_what_the_output_shows_is_not_told_twice() -> None:
    layer = Input(shape=(60, 1), dtype="int32")
    assert settings(layer, (Tensor((None, 60, 1), "int32"),)) == ()
    assert settings(layer) == ("(60, 1)", "int32")


def test_a_long_value_is_cut() -> None:
    layer = Reshape(target_shape=tuple(range(1, 40)))
    (word,) = settings(layer)
    assert len(word) == 32
    assert word.endswith("…")
