"""Baselines against values computed by hand, and the river's known figures."""

from __future__ import annotations

from pathlib import Path

import numpy as np
import pytest

from kspec.training import Dataset, load_dataset
from kspec.training.baselines import baselines
from kspec.training.table import loaded
from tests.training.article import article_spec
from tests.training.small import (
    DENSE,
    SERIES,
    series_data,
    spec_in,
    table_data,
    write_csv,
)


def test_the_mean_is_that_of_the_training_part(tmp_path: Path) -> None:
    write_csv(tmp_path / "rows.csv", ["x", "y"], [(0, 1), (0, 2), (0, 6), (0, 99)])
    found = load_dataset(spec_in(tmp_path, DENSE, table_data()))
    assert {n: v.tolist() for n, v in baselines(found, "y", classes=None).items()} == {
        "mean": [3]
    }


def test_a_series_has_its_seasons(tmp_path: Path) -> None:
    values = [1, 10, 2, 20, 3, 60, 7, 8, 9, 11, 12, 13]
    write_csv(tmp_path / "rows.csv", ["x"], [(value,) for value in values])
    data = series_data(
        window={"length": 3, "horizon": 2, "season": 2, "stride": 2},
        inputs={"x": {"scale": "minmax"}},
    )
    found = load_dataset(spec_in(tmp_path, SERIES, data))
    assert found.test.positions.tolist() == [[6, 7], [8, 9], [10, 11]]
    said = {n: v.tolist() for n, v in baselines(found, "y", classes=None).items()}
    assert said == {
        "mean": [[16, 16]] * 3,
        "last value": [[60, 60], [8, 8], [11, 11]],
        "last season": [[3, 60], [7, 8], [9, 11]],
        "seasonal mean": [[2, 30]] * 3,
        "seasonal median": [[2, 20]] * 3,
    }


def test_classes_have_their_shares(tmp_path: Path) -> None:
    model = DENSE | {"layers": {"y": {"type": "Dense", "units": 3}}}
    rows = [(0, "b"), (0, "a"), (0, "b"), (0, "b"), (0, "c")]
    write_csv(tmp_path / "rows.csv", ["x", "y"], rows)
    ids = {"values": ["a", "b", "c"]}
    data = table_data(targets={"y": {"ids": ids, "one_hot": True}})
    found = load_dataset(
        spec_in(tmp_path, model, data, loss="categorical_crossentropy")
    )
    said = baselines(found, "y", classes=3)
    assert {n: v.tolist() for n, v in said.items()} == {
        "majority class": [[0.25, 0.75, 0.0]]
    }


@pytest.fixture(scope="module")
def river(data_folder: Path, tmp_path_factory: pytest.TempPathFactory) -> Dataset:
    with pytest.MonkeyPatch.context() as patch:
        patch.setenv("KSPEC_DATA", str(data_folder))
        return load_dataset(
            article_spec("hankou_lstm", tmp_path_factory.mktemp("river"))
        )


@pytest.mark.parametrize(
    ("name", "mape"),
    [("last season", 25.6), ("seasonal mean", 22.8), ("seasonal median", 21.8)],
)
def test_the_river_is_as_predictable_as_measured(
    river: Dataset, name: str, mape: float
) -> None:
    truth = loaded(river.truth["forecast"])[river.test.positions]
    said = baselines(river, "forecast", classes=None)[name]
    assert round(float(np.mean(np.abs(said - truth) / truth)) * 100, 1) == mape
