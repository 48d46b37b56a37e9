"""Parts of the rows, and windows that never reach from one into the next."""

from __future__ import annotations

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from kspec.errors import DataError
from kspec.schema.data import Split, Window
from kspec.training.splitting import Extent, split_rows
from kspec.training.windows import window_starts

FRACTIONS = st.floats(0.01, 0.4)


@given(
    rows=st.integers(10, 200),
    test=FRACTIONS,
    validation=FRACTIONS,
    seed=st.integers(0, 9),
)
@pytest.mark.parametrize("by", ["random", "time"])
def test_every_row_is_in_one_part(
    by: str, rows: int, test: float, validation: float, seed: int
) -> None:
    split = Split.model_validate({"test": test, "validation": validation, "by": by})
    parts = split_rows(split, Extent(rows), seed=seed)
    together = np.concatenate([parts.train, parts.validation, parts.test])
    assert sorted(together) == list(range(rows))
    if by == "time":
        assert together.tolist() == list(range(rows))


@pytest.mark.parametrize(
    ("rows", "test", "expected"), [(1368, 0.2, 274), (30, 0.1, 3), (10, 0.25, 3)]
)
def test_a_part_is_rounded_up(rows: int, test: float, expected: int) -> None:
    parts = split_rows(Split(test=test, by="time"), Extent(rows), seed=0)
    assert len(parts.test) == expected


def test_the_seed_decides_and_the_split_may_have_its_own() -> None:
    def test_part(split: Split, seed: int) -> list[int]:
        return split_rows(split, Extent(100), seed=seed).test.tolist()

    assert test_part(Split(test=0.2), 1) == test_part(Split(test=0.2), 1)
    assert test_part(Split(test=0.2), 1) != test_part(Split(test=0.2), 2)
    assert test_part(Split(test=0.2, seed=1), 2) == test_part(Split(test=0.2), 1)


def test_the_sources_own_test_part_stays_whole() -> None:
    parts = split_rows(Split(validation=0.5), Extent(10, test=4), seed=0)
    assert parts.test.tolist() == [6, 7, 8, 9]
    assert sorted([*parts.train, *parts.validation]) == [0, 1, 2, 3, 4, 5]
    assert len(parts.validation) == 3


@pytest.mark.parametrize(
    ("split", "rows", "test_rows", "code", "expected"),
    [
        (Split(), 10, 0, "K607", "nothing is held out"),
        (Split(test=0.5), 10, 2, "K607", "test part of its own"),
        (Split(test=0.5), 1, 0, "K606", "1 row leaves none for training"),
        (Split(test=0.4, validation=0.4), 2, 0, "K606", "leave none for training"),
    ],
)
def test_a_split_that_cannot_be_made_says_why(
    split: Split, rows: int, test_rows: int, code: str, expected: str
) -> None:
    with pytest.raises(DataError, match=expected) as caught:
        split_rows(split, Extent(rows, test=test_rows), seed=0)
    assert caught.value.diagnostics[0].code == code


@given(
    length=st.integers(1, 10),
    horizon=st.integers(1, 10),
    stride=st.integers(1, 4),
    first=st.integers(0, 40),
    more=st.integers(0, 40),
)
def test_targets_lie_in_their_part_and_inputs_before_them(
    length: int, horizon: int, stride: int, first: int, more: int
) -> None:
    end = first + horizon + more + (0 if first >= length else length)
    window = Window(length=length, horizon=horizon, stride=stride)
    starts = window_starts(window, first, end, part="test")
    assert len(starts)
    assert (starts >= 0).all()
    assert (starts + length >= first).all()
    assert (starts + length + horizon <= end).all()


def test_too_few_rows_for_a_window_are_told_with_both_numbers() -> None:
    window = Window(length=60, horizon=24)
    with pytest.raises(DataError) as caught:
        window_starts(window, 0, 83, part="training")
    (found,) = caught.value.diagnostics
    assert found.code == "K606"
    assert found.message == "the training part has 83 rows; a window needs 84"
