"""Inputs, dense and embedding layers: what they say of inputs that do not fit."""

from __future__ import annotations

import pytest

from kspec.layers.core import Dense, Embedding, Input
from kspec.layers.reshaping import Flatten
from kspec.shape import ShapeError, Tensor, Weight
from tests.layers.shapes import refusal, shape


def test_an_input_has_its_batch_size_first() -> None:
    assert Input(shape=(28, 28)).shape_of() == (None, 28, 28)
    assert Input(shape=(None, 3), batch_size=4).shape_of() == (4, None, 3)
    assert Input(shape=()).outputs_of() == (Tensor((None,)),)


def test_an_input_has_the_dtype_that_it_declares() -> None:
    assert Input(shape=(1,), dtype="int32").outputs_of() == (
        Tensor((None, 1), "int32"),
    )
    assert Input(shape=(1,), dtype="string").outputs_of()[0].dtype == "string"


def test_a_dense_layer_has_a_kernel_and_a_bias() -> None:
    assert Dense(units=3).weights_of((None, 4)) == (
        Weight("kernel", (4, 3)),
        Weight("bias", (3,)),
    )
    assert len(Dense(units=3, use_bias=False).weights_of((None, 4))) == 1


def test_a_dense_layer_needs_features() -> None:
    error = refusal("Dense", {"units": 3}, (None,))
    assert (
        error.message == "needs 2 or more dimensions (batch, …, features), got (None,)"
    )
    assert error.hint


def test_a_dense_layer_needs_a_known_last_dimension() -> None:
    error = refusal("Dense", {"units": 3}, (None, 5, None))
    assert error.message == "needs a known last dimension, got (None, 5, None)"


def test_an_embedding_adds_a_dimension() -> None:
    table = {"input_dim": 10, "output_dim": 4}
    assert shape("Embedding", table, (None, 5)) == (None, 5, 4)
    assert Embedding.model_validate(table).weights_of((None, 5)) == (
        Weight("embeddings", (10, 4)),
    )


def test_a_frozen_layer_has_no_trainable_weight() -> None:
    weights = Dense(units=3, trainable=False).variables_of(Tensor((None, 4)))
    assert [weight.trainable for weight in weights] == [False, False]


@pytest.mark.parametrize(
    ("policy", "output", "weight"),
    [
        (None, "float32", "float32"),
        ("float16", "float16", "float16"),
        ("mixed_bfloat16", "bfloat16", "float32"),
    ],
)
def test_a_policy_gives_the_dtypes_of_outputs_and_weights(
    policy: str | None, output: str, weight: str
) -> None:
    layer = Dense.model_validate({"units": 3, "dtype": policy})
    given = Tensor((None, 4))
    assert layer.outputs_of(given)[0].dtype == output
    assert layer.variables_of(given)[0].dtype == weight


def test_strings_are_refused_where_numbers_are_needed() -> None:
    with pytest.raises(ShapeError, match="needs numbers, got strings"):
        Dense(units=3).outputs_of(Tensor((None, 4), "string"))


def test_integers_pass_through_a_layer_that_keeps_them() -> None:
    integers = Tensor((None, 4, 2), "int32")
    assert Flatten().outputs_of(integers) == (Tensor((None, 8), "int32"),)
