"""Encodings against values computed by hand."""

from __future__ import annotations

import json
from typing import Any

import numpy as np
import pytest

from kspec.schema.column import Column
from kspec.training.cells import ids, numbers
from kspec.training.encoding import Encoding, Vocabulary, fit_encoding

VALUES = np.array([2.0, 4.0, 6.0, 100.0])
FIRST_THREE = np.array([0, 1, 2])


def column(**arguments: Any) -> Column:
    return Column.model_validate(arguments)


@pytest.mark.parametrize(
    ("scale", "expected"),
    [
        ("minmax", [0, 0.5, 1, 24.5]),
        ("standard", [-1.2247449, 0, 1.2247449, 58.787754]),
        ({"divide": 4}, [0.5, 1, 1.5, 25]),
        (None, [2, 4, 6, 100]),
    ],
)
def test_a_scale_is_fitted_on_the_training_rows(
    scale: Any, expected: list[float]
) -> None:
    given = column(scale=scale) if scale else column()
    code = fit_encoding(given, numbers(VALUES), FIRST_THREE, dtype="float32")
    encoded = code.apply(VALUES)
    assert encoded.dtype == np.float32
    np.testing.assert_allclose(encoded, expected, rtol=1e-6)
    np.testing.assert_allclose(code.invert(encoded), VALUES, rtol=1e-6)


def test_each_of_several_columns_has_a_scale() -> None:
    values = np.array([[0.0, 10.0], [2.0, 30.0]])
    given = column(column=["a", "b"], scale="minmax")
    code = fit_encoding(given, numbers(values), np.array([0, 1]), dtype="float32")
    assert code.apply(values).tolist() == [[0, 0], [1, 1]]
    assert code.invert(np.array([[0.5, 0.5]])).tolist() == [[1, 20]]


def test_the_pixels_of_an_image_share_a_scale() -> None:
    images = np.array([[[0, 10], [20, 40]]], np.uint8)
    code = fit_encoding(
        column(scale="minmax"), numbers(images), np.array([0]), dtype="float32"
    )
    assert code.apply(images).tolist() == [[[0, 0.25], [0.5, 1]]]


def test_a_constant_column_becomes_zero() -> None:
    values = np.array([7.0, 7.0])
    code = fit_encoding(
        column(scale="minmax"), numbers(values), np.array([0, 1]), dtype="float32"
    )
    assert code.apply(values).tolist() == [0, 0]
    assert code.invert(np.array([0.0])).tolist() == [7]


@pytest.mark.parametrize(
    ("values", "words"),
    [([20, 100, 3, 20], ("3", "20", "100")), (["b", "a", "c"], ("a", "b", "c"))],
)
def test_ids_of_the_training_rows_are_numbered_in_order(
    values: list[Any], words: tuple[str, ...]
) -> None:
    cells, rows = ids(np.array(values)), np.arange(len(values))
    code = fit_encoding(column(ids={"first": 1}), cells, rows, dtype="int32")
    assert code.vocabulary == Vocabulary(words, 1)
    assert code.labels == (None, *words)
    code = fit_encoding(column(ids=True), cells, rows[:1], dtype="int32")
    assert code.vocabulary == Vocabulary((str(values[0]),))


def test_the_ids_may_be_named() -> None:
    given = column(ids={"values": ["low", "high", 3]})
    cells = ids(np.array(["high"]))
    code = fit_encoding(given, cells, np.array([0]), dtype="int32")
    assert code.labels == ("low", "high", "3")


def test_a_logarithm_is_taken_before_the_scale() -> None:
    given = column(log=True, scale="minmax")
    code = fit_encoding(given, numbers(VALUES), np.array([0, 2]), dtype="float32")
    encoded = code.apply(VALUES)
    expected = np.log(VALUES / 2) / np.log(3)
    np.testing.assert_allclose(encoded, expected, rtol=1e-6)
    np.testing.assert_allclose(code.invert(encoded), VALUES, rtol=1e-5)


@pytest.mark.parametrize(
    ("missing", "expected"), [("mean", 4), ("median", 3), ({"fill": -1}, -1)]
)
def test_a_gap_is_filled_by_what_the_training_rows_say(
    missing: Any, expected: float
) -> None:
    values = np.array([2.0, np.nan, 3.0, 7.0, 1000.0])
    training = np.array([0, 1, 2, 3])
    given = column(missing=missing)
    code = fit_encoding(given, numbers(values), training, dtype="float32")
    assert code.apply(values)[1] == expected
    again = Encoding.from_json(code.to_json())
    assert again.apply(values).tolist() == code.apply(values).tolist()


def test_gaps_do_not_count_in_a_scale() -> None:
    values = np.array([2.0, np.nan, 4.0])
    given = column(missing="mean", scale="standard")
    code = fit_encoding(given, numbers(values), np.arange(3), dtype="float32")
    assert code.apply(values).tolist() == [-1, 0, 1]


def test_class_numbers_become_vectors() -> None:
    values = np.array([2, 0], np.uint8)
    code = fit_encoding(
        column(one_hot=True), numbers(values), np.array([0]), dtype="float32", classes=3
    )
    assert code.apply(values).tolist() == [[0, 0, 1], [1, 0, 0]]


def test_an_encoding_survives_as_plain_data() -> None:
    code = fit_encoding(
        column(scale="minmax"), numbers(VALUES), FIRST_THREE, dtype="float32"
    )
    plain = json.loads(json.dumps(code.to_json()))
    assert plain == {"dtype": "float32", "scale": {"offset": 2.0, "divisor": 4.0}}
    assert Encoding.from_json(plain).apply(VALUES).tolist() == [0, 0.5, 1, 24.5]
    named = fit_encoding(
        column(ids={"first": 1}), ids(np.array([9, 5])), np.arange(2), dtype="int32"
    )
    plain = json.loads(json.dumps(named.to_json()))
    assert plain == {"dtype": "int32", "ids": {"first": 1, "values": ["5", "9"]}}
    assert Encoding.from_json(plain) == named
