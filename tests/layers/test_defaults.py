"""What an argument changes: `strides: 1` is what Keras writes as `(1, 1)`."""

from __future__ import annotations

from typing import Any

import pytest

from kspec.layers.convolution import Conv2D
from kspec.layers.core import Dense, Embedding
from kspec.layers.defaults import same
from kspec.layers.pooling import MaxPooling2D
from kspec.layers.resizing import ZeroPadding2D


@pytest.mark.parametrize(
    ("value", "default", "equal"),
    [
        (1, (1, 1), True),
        ((2, 2), 2, True),
        (((1, 1), (1, 1)), (1, 1), True),
        ((1, 2), (1, 1), False),
        ((1, 2), 1, False),
        ((), (), True),
        ((), 1, False),
        (None, (1, 1), False),
        (True, 1, False),
        (1, 1.0, True),
        (False, None, False),
        ("zeros", "zeros", True),
        ("zeros", "ones", False),
    ],
)
def test_two_spellings_of_one_value_are_the_same(
    value: Any, default: Any, equal: bool
) -> None:
    assert same(value, default) is equal
    assert same(default, value) is equal


@pytest.mark.parametrize(
    ("given", "changed"),
    [
        ({"strides": 1, "dilation_rate": [1, 1]}, {}),
        ({"strides": [1, 2]}, {"strides": (1, 2)}),
        ({"data_format": "channels_last"}, {}),
        ({"data_format": "channels_first"}, {"data_format": "channels_first"}),
        ({"dtype": "float32", "trainable": True}, {}),
        ({"kernel_initializer": {"type": "GlorotUniform", "seed": None}}, {}),
        ({"kernel_initializer": "GlorotUniform"}, {}),
        ({"use_bias": False, "groups": 1}, {"use_bias": False}),
    ],
)
def test_a_convolution_says_only_what_differs_from_the_default(
    given: dict[str, Any], changed: dict[str, Any]
) -> None:
    needed = {"filters": 8, "kernel_size": 3}
    layer = Conv2D.model_validate({**given, **needed})
    assert layer.changed() == {**needed, **changed}


def test_an_object_with_an_argument_of_its_own_is_a_change() -> None:
    start = {"type": "RandomUniform", "seed": 3}
    layer = Embedding.model_validate(
        {"input_dim": 3, "output_dim": 2, "embeddings_initializer": start}
    )
    assert layer.changed()["embeddings_initializer"].seed == 3


def test_an_object_with_a_second_name_is_no_change() -> None:
    layer = Embedding.model_validate(
        {
            "input_dim": 3,
            "output_dim": 2,
            "embeddings_initializer": {"type": "RandomUniform", "seed": None},
        }
    )
    assert "embeddings_initializer" not in layer.changed()


def test_strides_of_the_size_of_the_pool_are_the_default() -> None:
    assert MaxPooling2D(pool_size=3, strides=(3, 3)).changed() == {"pool_size": 3}
    assert MaxPooling2D(pool_size=(2, 2), strides=1).changed() == {"strides": 1}


def test_padding_is_the_same_in_its_three_spellings() -> None:
    assert not ZeroPadding2D(padding=((1, 1), (1, 1))).changed()
    assert ZeroPadding2D(padding=((1, 1), (1, 0))).changed()


def test_the_changes_stand_in_the_order_of_the_signature() -> None:
    layer = Dense(dtype="float16", trainable=False, activation="relu", units=3)
    assert list(layer.changed()) == ["units", "activation", "trainable", "dtype"]
