"""Nothing of the test part is in training: parts, statistics, vocabularies, windows."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from kspec.errors import DataError
from kspec.schema.data import Split, Window
from kspec.training import Dataset, load_dataset
from kspec.training.splitting import Extent, split_rows
from kspec.training.table import loaded
from kspec.training.windows import cut, window_starts
from tests.training.small import (
    DENSE,
    PRICED,
    SERIES,
    priced_data,
    series_data,
    spec_in,
    write_csv,
)

HEADER = ["area", "year", "town", "price", "who", "part"]
PARTS = ["train", "val", "test"]
ROWS = [
    (i * i, "" if i % 7 == 0 else 1900 + i, f"t{i % 9}", 10 * i, i // 4, PARTS[i % 3])
    for i in range(40)
]
SPLITS: dict[str, dict[str, Any]] = {
    "random": {"test": 0.3, "validation": 0.2},
    "time": {"test": 0.3, "validation": 0.2, "by": "time"},
    "group": {"test": 0.3, "validation": 0.2, "by": {"group": "who"}},
    "column": {"by": {"column": "part"}},
    "file": {"by": {"file": "parts.csv"}},
}


def dataset(
    folder: Path, rows: list[tuple[Any, ...]], split: dict[str, Any]
) -> Dataset:
    write_csv(folder / "rows.csv", HEADER, rows)
    write_csv(folder / "parts.csv", ["part"], [(PARTS[i % 3],) for i in range(40)])
    data = priced_data(["area", "year"], "median", split=split)
    return load_dataset(spec_in(folder, PRICED, data))


@pytest.mark.parametrize("split", SPLITS.values(), ids=SPLITS)
def test_what_is_fitted_does_not_depend_on_what_is_held_out(
    split: dict[str, Any], tmp_path: Path
) -> None:
    before = dataset(tmp_path, ROWS, split)
    assert len(before.rows.test) > 5
    assert len(before.rows.validation) > 3
    held_out = {*before.rows.test.tolist(), *before.rows.validation.tolist()}
    rows = [
        (1e9, -1e9, f"new{i}", 1e9, *row[4:]) if i in held_out else row
        for i, row in enumerate(ROWS)
    ]
    after = dataset(tmp_path, rows, split)
    assert after.preparation.to_json() == before.preparation.to_json()
    for name in ("facts", "town"):
        ours, theirs = before.train.inputs[name], after.train.inputs[name]
        assert loaded(ours).tolist() == loaded(theirs).tolist()
    assert (loaded(after.test.inputs["town"]) == 0).all()


def test_what_is_fitted_does_depend_on_the_training_part(tmp_path: Path) -> None:
    before = dataset(tmp_path, ROWS, SPLITS["time"])
    after = dataset(tmp_path, [(7, 1, "z", 1e9, 0, "train"), *ROWS[1:]], SPLITS["time"])
    assert after.preparation.to_json() != before.preparation.to_json()


@pytest.mark.parametrize("split", SPLITS.values(), ids=SPLITS)
def test_every_row_is_in_one_part(split: dict[str, Any], tmp_path: Path) -> None:
    rows = dataset(tmp_path, ROWS, split).rows
    together = np.concatenate([rows.train, rows.validation, rows.test])
    assert sorted(together.tolist()) == list(range(40))


def test_no_group_is_in_two_parts(tmp_path: Path) -> None:
    rows = dataset(tmp_path, ROWS, SPLITS["group"]).rows
    groups = [{ROWS[row][4] for row in part} for part in (rows.train, rows.test)]
    assert not groups[0] & groups[1]
    assert len(groups[1]) == 3


@pytest.mark.parametrize("way", ["column", "file"])
def test_the_data_may_tell_the_parts(way: str, tmp_path: Path) -> None:
    rows = dataset(tmp_path, ROWS, SPLITS[way]).rows
    assert rows.train.tolist() == list(range(0, 40, 3))
    assert rows.test.tolist() == list(range(2, 40, 3))


@given(
    groups=st.lists(st.integers(0, 20), min_size=30, max_size=60),
    seed=st.integers(0, 9),
)
@settings(max_examples=25)
def test_groups_stay_whole_for_any_seed(groups: list[int], seed: int) -> None:
    split = Split.model_validate({"test": 0.25, "by": {"group": "g"}})
    told = np.array(groups)
    if len(set(groups)) < 2:
        return
    rows = split_rows(split, Extent(len(groups), told=told), seed=seed)
    assert not {*told[rows.train]} & {*told[rows.test]}
    assert len(rows.train) + len(rows.test) == len(groups)


@pytest.mark.parametrize(
    ("text", "code", "says"),
    [
        ("part\ntrain\ntest\n", "K606", "`parts.csv` has 2 rows, the source has 3"),
        ("part\ntrain\ntest\ntest\ntest\n", "K606", "has 4 rows, the source has 3"),
        ("part\ntrain\ntest\nlater\n", "K604", "`train`, `validation` or `test`, got"),
        ("what\ntrain\ntest\ntest\n", "K602", "`parts.csv` has no column `part`"),
        ("part\ntest\ntest\ntest\n", "K606", "3 rows leave none for training"),
        (None, "K601", "there is no file `parts.csv`"),
    ],
)
def test_parts_that_do_not_fit_are_refused(
    text: str | None, code: str, says: str, tmp_path: Path
) -> None:
    write_csv(tmp_path / "rows.csv", ["x", "y"], [(1, 1), (2, 2), (3, 3)])
    if text is not None:
        (tmp_path / "parts.csv").write_text(text)
    data = {
        "source": "rows.csv",
        "inputs": {"x": {}},
        "targets": {"y": {}},
        "split": {"by": {"file": "parts.csv"}},
    }
    with pytest.raises(DataError) as caught:
        load_dataset(spec_in(tmp_path, DENSE, data))
    assert caught.value.diagnostics[0].code == code
    assert says in str(caught.value)


def test_a_row_that_is_skipped_keeps_the_parts_of_the_others(tmp_path: Path) -> None:
    (tmp_path / "rows.csv").write_text("x,y\n1,1\nbad,2\n3\n4,4\n5,5\n")
    (tmp_path / "parts.csv").write_text("part\ntest\ntest\ntrain\ntest\ntrain\n")
    data = {
        "source": "rows.csv",
        "inputs": {"x": {}},
        "targets": {"y": {}},
        "split": {"by": {"file": "parts.csv"}},
        "on_bad_rows": "skip",
    }
    found = load_dataset(spec_in(tmp_path, DENSE, data))
    assert loaded(found.train.inputs["x"]).tolist() == [[5]]
    assert loaded(found.test.inputs["x"]).tolist() == [[1], [4]]


@given(
    lags=st.lists(st.integers(1, 12), min_size=1, max_size=4, unique=True),
    horizon=st.integers(1, 5),
    bound=st.integers(20, 40),
)
@settings(max_examples=40)
def test_no_window_of_training_reaches_over_the_boundary(
    lags: list[int], horizon: int, bound: int
) -> None:
    window = Window(lags=tuple(lags), horizon=horizon)
    series = np.arange(60)
    for first, end in ((0, bound), (bound, 60)):
        starts = window_starts(window, first, end, part="one")
        past = cut(series, starts, window.given)
        ahead = cut(series, starts + window.reach, tuple(range(horizon)))
        assert past.max() < end
        assert (ahead >= first).all()
        assert (ahead < end).all()
        assert (past.max(axis=1) < ahead.min(axis=1)).all()
        distances = sorted((ahead[:, :1] - past)[0].tolist())
        assert distances == sorted(lags)


def test_lags_choose_the_rows_that_are_given(tmp_path: Path) -> None:
    write_csv(tmp_path / "rows.csv", ["x"], [(value,) for value in range(20)])
    data = series_data(
        window={"lags": [1, 2, 5], "horizon": 2}, inputs={"x": {"column": "x"}}
    )
    found = load_dataset(spec_in(tmp_path, SERIES, data))
    assert loaded(found.train.inputs["x"])[0, :, 0].tolist() == [0, 3, 4]
    assert loaded(found.train.targets["y"])[0].tolist() == [5, 6]


def test_several_columns_make_several_numbers_a_row(tmp_path: Path) -> None:
    rows = [(f"{1900 + i // 12}-{1 + i % 12:02}", i, -i) for i in range(20)]
    write_csv(tmp_path / "rows.csv", ["month", "x", "z"], rows[::-1])
    model = SERIES | {"inputs": {"x": {"shape": [3, 2]}, "season": {"shape": [3, 2]}}}
    model["layers"] = {
        "both": {"type": "Add", "from": ["x", "season"]},
        "flat": {"type": "Flatten"},
        "y": {"type": "Dense", "units": 2},
    }
    data = series_data(
        time="month",
        inputs={
            "x": {"column": ["x", "z"]},
            "season": {"column": "month", "calendar": "month"},
        },
        targets={"y": {"column": "x"}},
    )
    found = load_dataset(spec_in(tmp_path, model, data))
    assert loaded(found.train.inputs["x"])[0].tolist() == [[0, 0], [1, -1], [2, -2]]
    season = loaded(found.train.inputs["season"])[0]
    angle = 2 * np.pi * np.arange(3) / 12
    np.testing.assert_allclose(
        season, np.stack([np.sin(angle), np.cos(angle)], 1), atol=1e-6
    )
