"""Cells read as numbers, ids and dates."""

from __future__ import annotations

from typing import Any

import numpy as np
import pytest

from kspec.training.cells import Cells, dates, ids, numbers
from kspec.training.table import loaded

NAN = float("nan")


def objects(*values: Any) -> np.ndarray[Any, Any]:
    return np.array(values, object)


def bad(cells: Cells) -> list[tuple[list[int], str]]:
    return [(np.flatnonzero(f.rows).tolist(), f.wanted) for f in cells.faults]


def missing(cells: Cells) -> list[int]:
    rows = cells.incomplete
    return [] if rows is None else np.flatnonzero(rows).tolist()


@pytest.mark.parametrize(
    ("values", "gone", "wrong"),
    [
        (np.array([1, 2]), [], []),
        (np.array([True, False]), [], []),
        (np.array([1, NAN, NAN]), [1, 2], []),
        (np.array([1, 2, np.inf]), [], [2]),
        (np.array([[1, 2], [3, NAN]]), [1], []),
        (objects("1", "2.5", " -3e2 "), [], []),
        (objects("1", "2", "three"), [], [2]),
        (objects("1", NAN, None, ""), [1, 2, 3], []),
        (objects("1", "NA", "?"), [1], [2]),
        (
            objects("1_000", "nan", "inf", "0x10", "1e999", "1,5"),
            [],
            [0, 1, 2, 3, 4, 5],
        ),
    ],
)
def test_a_number_is_written_as_one(
    values: np.ndarray[Any, Any], gone: list[int], wrong: list[int]
) -> None:
    cells = numbers(values, na=("NA",))
    assert missing(cells) == gone
    assert bad(cells) == ([(wrong, "a number")] if wrong else [])


def test_texts_that_are_numbers_are_taken() -> None:
    assert loaded(numbers(objects("1", "2.5")).values).tolist() == [1, 2.5]


@pytest.mark.parametrize(
    ("values", "expected"),
    [
        (np.array([7, 5, 7]), ["7", "5", "7"]),
        (np.array([7.0, 5.0]), ["7", "5"]),
        (objects("007", "7", b"x"), ["007", "7", "x"]),
        (objects("a", 1, 1.0, 1.5), ["a", "1", "1", "1.5"]),
    ],
)
def test_an_id_is_its_text(values: np.ndarray[Any, Any], expected: list[str]) -> None:
    cells = ids(values)
    assert cells.words is not None
    assert [cells.words[code] for code in loaded(cells.values)] == expected


@pytest.mark.parametrize("values", [objects("a", NAN), np.array([1.0, NAN])])
def test_a_missing_id_is_marked_or_has_a_word_of_its_own(
    values: np.ndarray[Any, Any],
) -> None:
    assert missing(ids(values)) == [1]
    filled = ids(values, fill="none")
    assert missing(filled) == []
    assert filled.words is not None
    assert filled.words[loaded(filled.values)[1]] == "none"


@pytest.mark.parametrize(
    ("text", "good"),
    [
        ("1865", True),
        ("1865-01", True),
        ("1865-01-31", True),
        ("1865-01-31 12:30", True),
        ("1865-01-31T12:30:15.5", True),
        ("1865-13", False),
        ("31.1.1865", False),
        ("1/31/1865", False),
        ("yesterday", False),
    ],
)
def test_a_date_is_written_in_iso_8601(text: str, good: bool) -> None:
    assert bad(dates(objects("1900-01", text))) is not good


def test_dates_are_ordered_as_times() -> None:
    cells = dates(objects("1900-10", "1900-09-30 23:59", "1900-09"))
    assert np.argsort(loaded(cells.values)).tolist() == [2, 1, 0]
    times = np.array(["1970-01-02", "NaT"], "datetime64[D]")
    assert missing(dates(times)) == [1]
    assert loaded(dates(times).values)[0] == 86_400_000_000
