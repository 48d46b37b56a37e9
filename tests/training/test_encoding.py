"""Encodings against values computed by hand."""

from __future__ import annotations

from typing import Any

import numpy as np
import pytest

from kspec.errors import DataError
from kspec.schema.data import Column
from kspec.training.encoding import fit_encoding

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
    code = fit_encoding(given, VALUES, FIRST_THREE, dtype="float32")
    encoded = code.apply(VALUES)
    assert encoded.dtype == np.float32
    np.testing.assert_allclose(encoded, expected, rtol=1e-6)
    np.testing.assert_allclose(code.invert(encoded), VALUES, rtol=1e-6)


def test_each_of_several_columns_has_a_scale() -> None:
    values = np.array([[0.0, 10.0], [2.0, 30.0]])
    given = column(column=["a", "b"], scale="minmax")
    code = fit_encoding(given, values, np.array([0, 1]), dtype="float32")
    assert code.apply(values).tolist() == [[0, 0], [1, 1]]
    assert code.invert(np.array([[0.5, 0.5]])).tolist() == [[1, 20]]


def test_the_pixels_of_an_image_share_a_scale() -> None:
    images = np.array([[[0, 10], [20, 40]]], np.uint8)
    code = fit_encoding(column(scale="minmax"), images, np.array([0]), dtype="float32")
    assert code.apply(images).tolist() == [[[0, 0.25], [0.5, 1]]]


def test_a_constant_column_becomes_zero() -> None:
    values = np.array([7.0, 7.0])
    code = fit_encoding(
        column(scale="minmax"), values, np.array([0, 1]), dtype="float32"
    )
    assert code.apply(values).tolist() == [0, 0]
    assert code.invert(np.array([0.0])).tolist() == [7]


@pytest.mark.parametrize(
    ("ids", "expected"), [(True, [1, 0, 2, 1]), ({"first": 1}, [2, 1, 3, 2])]
)
@pytest.mark.parametrize("values", [[20, 10, 99, 20], ["b", "a", "c", "b"]])
def test_ids_are_numbered_without_gaps(
    values: list[Any], ids: Any, expected: list[int]
) -> None:
    given = np.array(values)
    code = fit_encoding(column(ids=ids), given, np.array([0]), dtype="int32")
    assert code.apply(given).tolist() == expected


@pytest.mark.parametrize("stranger", [15, 5, 1000])
def test_an_unknown_id_is_refused(stranger: int) -> None:
    code = fit_encoding(
        column(ids=True), np.array([10, 20]), np.array([0]), dtype="int32"
    )
    with pytest.raises(DataError, match=f"K605 .* {stranger}"):
        code.apply(np.array([10, stranger]))


def test_class_numbers_become_vectors() -> None:
    values = np.array([2, 0], np.uint8)
    code = fit_encoding(
        column(one_hot=True), values, np.array([0]), dtype="float32", classes=3
    )
    assert code.apply(values).tolist() == [[0, 0, 1], [1, 0, 0]]


def test_a_run_remembers_how_values_were_encoded() -> None:
    code = fit_encoding(column(scale="minmax"), VALUES, FIRST_THREE, dtype="float32")
    assert code.facts() == {
        "dtype": "float32",
        "scale": {"offset": 2.0, "divisor": 4.0},
    }
    ids = fit_encoding(
        column(ids={"first": 1}), np.array([9, 5]), FIRST_THREE[:2], dtype="int32"
    )
    assert ids.facts() == {"dtype": "int32", "ids": {"first": 1, "values": [5, 9]}}
