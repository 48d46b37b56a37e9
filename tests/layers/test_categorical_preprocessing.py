"""Ids, hashes and crossings: shapes, dtypes, and what Keras cannot compute."""

from __future__ import annotations

from typing import Any

import pytest

from kspec.layers.categorical_preprocessing import (
    CategoryEncoding,
    HashedCrossing,
    Hashing,
)
from kspec.layers.layer import Layer
from kspec.layers.validation import validate
from kspec.shape import Shape, ShapeError, Tensor

ONE_HOT: dict[str, Any] = {"output_mode": "one_hot"}
COUNT: dict[str, Any] = {"output_mode": "count"}


@pytest.mark.parametrize(
    ("layer", "given", "expected"),
    [
        (CategoryEncoding(num_tokens=4), (None, 3), (None, 4)),
        (CategoryEncoding(num_tokens=4, **ONE_HOT), (None, 3), (None, 3, 4)),
        (CategoryEncoding(num_tokens=4, **ONE_HOT), (None, 3, 1), (None, 3, 4)),
        (Hashing(num_bins=5), (None, None), (None, None)),
        (Hashing(num_bins=5, **ONE_HOT), (None, 3, 1), (None, 3, 5)),
        (Hashing(num_bins=5, **COUNT), (None, 3), (None, 5)),
    ],
)
def test_ids_stay_or_become_vectors(
    layer: Layer, given: Shape, expected: Shape
) -> None:
    assert layer.outputs_of(Tensor(given, "int32"))[0].shape == expected


@pytest.mark.parametrize(
    ("layer", "dtype"),
    [
        (CategoryEncoding(num_tokens=4), "float32"),
        (Hashing(num_bins=5), "int64"),
        (Hashing(num_bins=5, dtype="int32"), "int32"),
        (Hashing(num_bins=5, **COUNT), "float32"),
        (Hashing(num_bins=5, dtype="mixed_float16", **COUNT), "float32"),
    ],
)
def test_bins_are_integers_and_vectors_are_floats(layer: Layer, dtype: str) -> None:
    assert layer.outputs_of(Tensor((None, 3), "int32"))[0].dtype == dtype


@pytest.mark.parametrize(
    ("mode", "dtype", "changed"),
    [
        ("int", "int64", False),
        ("int", "int32", True),
        ("count", "float32", False),
        ("count", "int64", True),
    ],
)
def test_the_dtype_that_a_hash_has_anyway_says_nothing(
    mode: Any, dtype: Any, changed: bool
) -> None:
    layer = Hashing(num_bins=5, output_mode=mode, dtype=dtype)
    assert ("dtype" in layer.changed()) is changed


@pytest.mark.parametrize("shape", [(None,), (None, 1), (2, 1)])
def test_a_crossing_takes_two_columns(shape: Shape) -> None:
    columns = (Tensor(shape, "string"), Tensor(shape, "int32"))
    assert HashedCrossing(num_bins=5).outputs_of(*columns) == (Tensor(shape, "int64"),)
    vectors = HashedCrossing(num_bins=5, output_mode="one_hot")
    assert vectors.outputs_of(*columns) == (Tensor((shape[0], 5)),)


@pytest.mark.parametrize(
    ("layer", "inputs", "message"),
    [
        (
            CategoryEncoding(num_tokens=4),
            (Tensor((None, 3, 2)),),
            "needs 2 dimensions (batch, elements) for `multi_hot`, got (None, 3, 2)",
        ),
        (
            CategoryEncoding(num_tokens=4, **ONE_HOT),
            (Tensor((None, None)),),
            "needs a known last dimension for `one_hot`, got (None, None)",
        ),
        (
            Hashing(num_bins=5, **ONE_HOT),
            (Tensor((None, 3)),),
            "needs a last dimension of 1 for `one_hot`, got (None, 3)",
        ),
        (
            Hashing(num_bins=5, mask_value=0),
            (Tensor((None, 3), "string"),),
            "`mask_value` is 0, and the input holds string",
        ),
        (
            HashedCrossing(num_bins=5),
            (Tensor((None, 3), "int32"),) * 2,
            "needs inputs of shape (batch,) or (batch, 1), got (None, 3)",
        ),
        (
            HashedCrossing(num_bins=5),
            (Tensor((None, 1)),) * 2,
            "needs integers or strings, got float32",
        ),
        (
            HashedCrossing(num_bins=5),
            (Tensor((None, 1), "int32"), Tensor((2, 1), "int32")),
            "needs two equal shapes, got (None, 1) and (2, 1)",
        ),
    ],
)
def test_inputs_that_keras_cannot_encode_are_refused(
    layer: Layer, inputs: tuple[Tensor, ...], message: str
) -> None:
    with pytest.raises(ShapeError) as caught:
        layer.outputs_of(*inputs)
    assert caught.value.message == message


@pytest.mark.parametrize(
    ("kind", "arguments", "argument", "message"),
    [
        (CategoryEncoding, {}, "num_tokens", "`CategoryEncoding` needs `num_tokens`"),
        (
            CategoryEncoding,
            {"num_tokens": 4, "dtype": "bfloat16"},
            "dtype",
            "TensorFlow has no kernel for `multi_hot` in bfloat16",
        ),
        (
            CategoryEncoding,
            {"num_tokens": 4, "sparse": True},
            "sparse",
            "`CategoryEncoding` takes no `sparse` in a spec",
        ),
        (
            Hashing,
            {"num_bins": 4, "dtype": "float32"},
            "dtype",
            "bins are integers, got float32",
        ),
        (
            Hashing,
            {"num_bins": 4, "salt": [1, 2, 3]},
            "salt",
            "`salt` is [1, 2, 3]; expected an integer, 0 or more, or a list of 2",
        ),
    ],
)
def test_arguments_that_do_not_go_together_are_refused(
    kind: Any, arguments: dict[str, Any], argument: str, message: str
) -> None:
    (fault,) = validate(kind, arguments)[1]
    assert fault.path == (argument,)
    assert fault.message == message
