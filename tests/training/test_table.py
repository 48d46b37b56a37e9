"""Tables: their columns, and where each row stands."""

from __future__ import annotations

from typing import Any

import numpy as np
import pytest

from kspec.errors import DataError
from kspec.schema.places import Key
from kspec.training.table import Omission, Table, column, loaded, merged


def table_of(**columns: Any) -> Table:
    return Table("a.csv", {name: np.asarray(v) for name, v in columns.items()})


def test_a_misspelt_column_gets_the_list_and_the_closest() -> None:
    with pytest.raises(DataError) as caught:
        column(table_of(rating=[1], user=[2]), Key("ratings"))
    (found,) = caught.value.diagnostics
    assert found.code == "K602"
    assert (
        found.message == "`a.csv` has no column `ratings`; there are `rating`, `user`"
    )
    assert found.hint == "did you mean `rating`?"


def test_a_long_list_of_columns_is_cut() -> None:
    with pytest.raises(DataError, match="`c19` and 5 more"):
        column(table_of(**{f"c{i}": [1] for i in range(25)}), Key("x"))


def test_the_columns_that_were_not_read_are_known_too() -> None:
    table = Table("a.csv", {"x": np.array([1])}, header=("x", "day"))
    with pytest.raises(DataError, match="there are `x`, `day`"):
        column(table, Key("dya"))


def test_rows_keep_their_place_in_another_order() -> None:
    turned = table_of(x=[5, 6, 7]).kept(np.array([2, 0]))
    assert loaded(turned.columns["x"]).tolist() == [7, 5]
    assert turned.place(0) == "row 3 of `a.csv`"
    assert turned.kept(np.array([1])).place(0) == "row 1 of `a.csv`"


def test_a_row_that_is_a_file_is_called_by_it() -> None:
    table = Table("a", {"x": np.array([1, 2])}, names=("a/1.png", "a/2.png"))
    assert table.kept(np.array([1])).place(0) == "`a/2.png`"


def test_omissions_are_told_with_their_number_and_the_first_places() -> None:
    found = merged(
        [
            Omission("`y` is missing", 2, ("row 1", "row 2")),
            Omission("`x` is bad", 1, ("row 3",)),
            Omission("`y` is missing", 3, ("row 7", "row 8", "row 9")),
        ]
    )
    assert [str(one) for one in found] == [
        "5 rows left out: `y` is missing (row 1, row 2, row 7 and 2 more)",
        "1 row left out: `x` is bad (row 3)",
    ]
