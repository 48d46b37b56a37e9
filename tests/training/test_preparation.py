"""A preparation, kept as JSON, does to new rows what it did to the training part."""

from __future__ import annotations

import json
from pathlib import Path

import numpy as np
import pytest

from kspec.errors import DataError
from kspec.training import Dataset, load_dataset
from kspec.training.preparation import Preparation, Prepared
from kspec.training.table import loaded
from tests.training.small import (
    DENSE,
    PRICED,
    SERIES,
    priced_data,
    series_data,
    spec_in,
    write_csv,
)

DATA = priced_data(
    ["area", "year"],
    "mean",
    targets={"price": {"log": True, "scale": "standard"}},
    split={"test": 0.25, "by": "time"},
)
HEADER = ["area", "year", "town", "price"]
ROWS = [
    (50, 1990, "007", 100),
    ("", 2000, "a", 200),
    (90, 2010, "7", 400),
    (70, 1980, "new", 300),
]


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    write_csv(tmp_path / "rows.csv", HEADER, ROWS)
    return tmp_path


def kept(dataset: Dataset) -> Preparation:
    return Preparation.from_json(json.loads(json.dumps(dataset.preparation.to_json())))


def prepared(
    preparation: Preparation, path: Path, *, targets: bool = False
) -> Prepared:
    (table,) = preparation.read(path)
    return preparation.prepare(table, targets=targets)


def test_a_preparation_survives_as_plain_data(folder: Path) -> None:
    dataset = load_dataset(spec_in(folder, PRICED, DATA))
    again = kept(dataset)
    assert again.to_json() == dataset.preparation.to_json()
    found = prepared(again, folder / "rows.csv", targets=True)
    assert found.targets
    assert found.rows.tolist() == [1, 2, 3, 4]
    for part in (dataset.train, dataset.test):
        for name, values in {**part.inputs, **part.targets}.items():
            ours = {**found.inputs, **found.targets}[name]
            assert ours[part.positions].tolist() == loaded(values).tolist()


def test_what_the_model_says_comes_back_in_the_datas_units(folder: Path) -> None:
    dataset = load_dataset(spec_in(folder, PRICED, DATA))
    values = kept(dataset).inverted("price", loaded(dataset.test.targets["price"]))
    np.testing.assert_allclose(values, [[300]], rtol=1e-5)


def test_new_rows_need_no_targets_and_may_have_new_ids(folder: Path) -> None:
    preparation = kept(load_dataset(spec_in(folder, PRICED, DATA)))
    write_csv(folder / "new.csv", HEADER[:3], [(70, 2000, "007"), (70, 2000, "8")])
    found = prepared(preparation, folder / "new.csv")
    assert loaded(found.inputs["town"]).tolist() == [[1], [0]]
    np.testing.assert_allclose(loaded(found.inputs["facts"]), 0, atol=1e-6)
    assert found.targets is None


def test_a_bad_row_is_told_with_its_place(folder: Path) -> None:
    preparation = kept(load_dataset(spec_in(folder, PRICED, DATA)))
    write_csv(folder / "new.csv", HEADER[:3], [(70, 2000, "a"), (70, "old", "a")])
    with pytest.raises(DataError, match=r"`year` in row 2 of `new.csv` has to be a"):
        prepared(preparation, folder / "new.csv")


def test_rows_may_be_left_out_and_are_counted(folder: Path) -> None:
    data = DATA | {"on_bad_rows": "skip"}
    preparation = kept(load_dataset(spec_in(folder, PRICED, data)))
    rows = [(70, 2000, "a"), (70, "old", "a"), (70, 2000, "a", 7)]
    write_csv(folder / "new.csv", HEADER[:3], rows)
    found = prepared(preparation, folder / "new.csv")
    assert found.rows.tolist() == [1]
    assert [str(one) for one in found.omitted] == [
        "1 row left out: 4 fields instead of the header's 3 (row 3 of `new.csv`)",
        "1 row left out: `year` is not a number (row 2 of `new.csv`)",
    ]


def test_a_series_goes_on_from_its_last_rows(tmp_path: Path) -> None:
    write_csv(
        tmp_path / "rows.csv", ["x", "t"], [(value, value) for value in range(12)]
    )
    preparation = kept(load_dataset(spec_in(tmp_path, SERIES, series_data(time="t"))))
    found = prepared(preparation, tmp_path / "rows.csv")
    # The first six rows, 0 to 5, told the scale.
    last = loaded(found.inputs["x"])[-1, :, 0] * 5
    np.testing.assert_allclose(last, [9, 10, 11], rtol=1e-6)
    assert found.rows[-1] == 12
    both = prepared(preparation, tmp_path / "rows.csv", targets=True)
    assert both.targets
    np.testing.assert_allclose(both.targets["y"][-1] * 5, [10, 11], rtol=1e-6)
    write_csv(
        tmp_path / "gap.csv", ["x", "t"], [(1, 1), (2, 2), (4, 4), (3, 3), (6, 6)]
    )
    with pytest.raises(
        DataError, match=r"K609 row 5 of `gap.csv` does not follow row 3"
    ):
        prepared(preparation, tmp_path / "gap.csv")
    write_csv(tmp_path / "short.csv", ["x"], [(1,), (2,)])
    with pytest.raises(DataError, match="K606 there are 2 rows; a window needs 3"):
        prepared(preparation, tmp_path / "short.csv")


def test_another_format_is_refused(folder: Path) -> None:
    write_csv(folder / "rows.csv", ["x", "y"], [(1, 1), (2, 2)])
    data = {"source": "rows.csv", "inputs": {"x": {}}, "targets": {"y": {}}}
    spec = spec_in(folder, DENSE, data | {"split": {"test": 0.5}})
    plain = load_dataset(spec).preparation.to_json()
    with pytest.raises(ValueError, match="expected format 1, got 2"):
        Preparation.from_json(plain | {"format": 2})
