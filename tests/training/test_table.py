"""Columns and the checks of their values."""

from __future__ import annotations

from typing import Any

import numpy as np
import pytest

from kspec.errors import DataError
from kspec.schema.places import Key
from kspec.training.table import Table, identifiers, joined, numbers

NAN = float("nan")


def table_of(**columns: Any) -> Table:
    arrays = {name: np.asarray(values) for name, values in columns.items()}
    return Table(("a.csv",), (len(next(iter(arrays.values()))),), arrays)


def objects(*values: Any) -> np.ndarray[Any, Any]:
    return np.array(values, object)


def test_a_misspelt_column_gets_the_list_and_the_closest() -> None:
    with pytest.raises(DataError) as caught:
        numbers(table_of(rating=[1], user=[2]), Key("ratings"))
    (found,) = caught.value.diagnostics
    assert found.code == "K602"
    assert (
        found.message == "`a.csv` has no column `ratings`; there are `rating`, `user`"
    )
    assert found.hint == "did you mean `rating`?"


def test_a_long_list_of_columns_is_cut() -> None:
    with pytest.raises(DataError, match="`c19` and 5 more"):
        numbers(table_of(**{f"c{i}": [1] for i in range(25)}), Key("x"))


@pytest.mark.parametrize(
    ("values", "row", "got"),
    [
        (np.array([1, NAN, NAN]), 2, "nothing"),
        (np.array([1, 2, np.inf]), 3, "inf"),
        (np.array([[1, 2], [3, NAN]]), 2, "nothing"),
        (objects("1", "2", "three"), 3, "'three'"),
        (objects("1", NAN), 2, "nothing"),
        (objects("1", "nan"), 2, "nothing"),
    ],
)
def test_what_is_no_number_is_shown_with_its_row(
    values: np.ndarray[Any, Any], row: int, got: str
) -> None:
    with pytest.raises(DataError) as caught:
        numbers(table_of(x=values), Key("x"))
    (found,) = caught.value.diagnostics
    assert found.code == "K604"
    assert found.message == f"`x` in row {row} of `a.csv` has to be a number, got {got}"


def test_texts_that_are_numbers_are_taken() -> None:
    assert numbers(table_of(x=objects("1", "2.5")), Key("x")).tolist() == [1, 2.5]


@pytest.mark.parametrize("values", [objects("a", NAN), np.array([1.0, NAN])])
def test_a_missing_id_is_shown_with_its_row(values: np.ndarray[Any, Any]) -> None:
    with pytest.raises(DataError, match=r"row 2 of `a.csv` has to be an id, got"):
        identifiers(table_of(x=values), Key("x"))


def test_rows_keep_their_place_through_joining_and_ordering() -> None:
    table = joined(table_of(x=[1, 2, 3]), table_of(x=[4, 5]))
    assert table.rows == 5
    assert table.place(3) == "row 1 of `a.csv`"
    turned = table.arranged(np.array([4, 0, 1, 2, 3]))
    assert turned.columns["x"].tolist() == [5, 1, 2, 3, 4]
    assert turned.place(0) == "row 2 of `a.csv`"
    assert turned.place(1) == "row 1 of `a.csv`"
