"""A run's folder is enough: to predict, to evaluate, to compare, to export."""

from __future__ import annotations

import csv
import io
import json
import os
import subprocess
import sys
from pathlib import Path
from typing import Any

import numpy as np
import pytest
from rich.console import Console

import kspec
from kspec.errors import DataError, UsageError
from kspec.training import Run, load_dataset, train
from kspec.training.comparison import compared, listed
from kspec.training.saved import find_run, runs_in
from tests.training.small import SERIES, series_data, spec_in, write_csv

pytestmark = pytest.mark.keras

RANDOM = np.random.default_rng(5)
KINDS = ("ash", "birch", "oak")
MODEL: dict[str, Any] = {
    "kspec": 1,
    "name": "trees",
    "inputs": {"size": [2], "place": {"shape": [1], "dtype": "int32"}},
    "layers": {
        "spot": {"type": "Embedding", "input_dim": 5, "output_dim": 3, "from": "place"},
        "flat": {"type": "Flatten"},
        "both": {"type": "Concatenate", "from": ["size", "flat"]},
        "hidden": {"type": "Dense", "units": 8, "activation": "relu"},
        "kind": {"type": "Dense", "units": 3, "activation": "softmax"},
        "price": {"type": "Dense", "units": 1, "from": "hidden"},
    },
    "outputs": ["kind", "price"],
}
DATA: dict[str, Any] = {
    "source": "trees.csv",
    "inputs": {
        "size": {"column": ["height", "width"], "scale": "standard"},
        "place": {"ids": {"first": 1}},
    },
    "targets": {"kind": {"ids": True}, "price": {"scale": "minmax"}},
    "split": {"test": 0.25, "by": "time"},
}
HEADER = ["height", "width", "place", "kind", "price"]


def rows(count: int) -> list[list[Any]]:
    found: list[list[Any]] = []
    for _ in range(count):
        kind = int(RANDOM.integers(3))
        height = 10 * kind + float(RANDOM.random())
        place = f"p{RANDOM.integers(1, 5)}"
        found.append([height, float(RANDOM.random()), place, KINDS[kind], 100 * height])
    return found


@pytest.fixture(scope="module")
def folder(tmp_path_factory: pytest.TempPathFactory) -> Path:
    folder = tmp_path_factory.mktemp("trees")
    write_csv(folder / "trees.csv", HEADER, rows(80))
    return folder


@pytest.fixture(scope="module")
def run(folder: Path) -> Run:
    spec = spec_in(
        folder,
        MODEL,
        DATA,
        loss={"kind": "sparse_categorical_crossentropy", "price": "mse"},
        metrics={"kind": ["accuracy"], "price": ["mae"]},
        epochs=3,
    )
    return train(spec, runs=folder / "runs", console=Console(file=io.StringIO()))


def in_memory(folder: Path, run: Run) -> tuple[Any, Any]:
    """What Keras says of the test part, and the price in the data's own units."""
    import keras

    model: Any = keras.models.load_model(run.path / "model.keras")
    dataset = load_dataset(kspec.load(folder / "spec.yaml"))
    arrays = [dataset.test.inputs["size"], dataset.test.inputs["place"]]
    kind, price = model.predict(arrays, verbose=0)
    return kind, dataset.targets["price"].invert(price)


def test_a_fresh_process_predicts_what_the_model_in_memory_does(
    folder: Path, run: Run, tmp_path: Path
) -> None:
    import pandas

    lines = (folder / "trees.csv").read_text().splitlines()
    test = "\n".join([lines[0], *lines[-20:]]) + "\n"
    (tmp_path / "new.csv").write_text(test)
    output = tmp_path / "out.csv"
    # Nothing but the run's folder: the data and the spec are elsewhere.
    command = [sys.executable, "-m", "kspec", "predict", str(run.path.resolve())]
    done = subprocess.run(
        [*command, "new.csv", "-o", str(output)],
        cwd=tmp_path,
        capture_output=True,
        text=True,
        check=False,
        env=os.environ,
    )
    assert done.returncode == 0, done.stderr
    assert done.stdout == f"wrote {output}: 20 predictions\n"
    kind, price = in_memory(folder, run)
    names = np.array(KINDS)[kind.argmax(1)]
    found = kspec.predict(run.path, tmp_path / "new.csv")
    found.save(tmp_path / "out.npz")
    with np.load(tmp_path / "out.npz") as arrays:
        assert arrays["kind"].tolist() == names.tolist()
        np.testing.assert_array_equal(arrays["kind_probabilities"], kind)
        np.testing.assert_array_equal(arrays["price"], price)
        assert arrays["row"].tolist() == list(range(1, 21))
    found.save(tmp_path / "out.parquet")
    probabilities = [f"kind_{name}" for name in KINDS]
    for read, path in (
        (pandas.read_csv, output),
        (pandas.read_parquet, tmp_path / "out.parquet"),
    ):
        frame: Any = read(path)
        assert list(frame.columns) == ["row", "kind", *probabilities, "price"]
        assert frame["kind"].tolist() == names.tolist()
        np.testing.assert_allclose(frame[probabilities].to_numpy(), kind, rtol=1e-6)
        np.testing.assert_allclose(frame[["price"]].to_numpy(), price, rtol=1e-6)


def test_evaluating_a_run_gives_its_measures_again(folder: Path, run: Run) -> None:
    assert kspec.evaluate(run.path) == run.measures
    assert kspec.evaluate(folder / "spec.yaml", runs=folder / "runs") == run.measures


def test_evaluating_on_other_rows_measures_those(
    folder: Path, run: Run, tmp_path: Path
) -> None:
    lines = (folder / "trees.csv").read_text().splitlines()
    (tmp_path / "test.csv").write_text("\n".join([lines[0], *lines[-20:]]) + "\n")
    found = kspec.evaluate(run.path, tmp_path / "test.csv")
    assert found["kind"]["model"] == pytest.approx(run.measures["kind"]["model"])
    assert found["price"]["model"] == pytest.approx(run.measures["price"]["model"])


def test_data_that_changed_since_the_run_are_not_measured_in_silence(
    folder: Path, run: Run
) -> None:
    before = (folder / "trees.csv").read_text()
    write_csv(folder / "trees.csv", HEADER, rows(80))
    try:
        with pytest.raises(DataError, match=r"K620 `trees\.csv` is not what trees/1"):
            kspec.evaluate(run.path)
    finally:
        (folder / "trees.csv").write_text(before)


def test_an_unknown_id_takes_the_place_that_the_spec_keeps_for_it(
    run: Run, tmp_path: Path
) -> None:
    new = [[1.0, 0.5, "nowhere"], [1.0, 0.5, "p1"]]
    write_csv(tmp_path / "new.csv", ["height", "width", "place"], new)
    found = kspec.predict(run.path, tmp_path / "new.csv")
    assert len(found.rows) == 2
    assert found.labels == {"kind": KINDS}


def test_rows_that_do_not_fit_are_named(run: Run, tmp_path: Path) -> None:
    write_csv(tmp_path / "new.csv", ["height", "place"], [[1.0, "p1"]])
    with pytest.raises(DataError, match="K602"):
        kspec.predict(run.path, tmp_path / "new.csv")
    write_csv(tmp_path / "new.csv", HEADER[:3], [[1.0, 2.0, "p1"], [1.0, "x", "p1"]])
    with pytest.raises(DataError, match=r"row 2 of `new\.csv`"):
        kspec.predict(run.path, tmp_path / "new.csv")
    with pytest.raises(UsageError, match="K901"):
        kspec.predict(run.path, tmp_path / "none.csv")


def test_a_run_is_found_by_folder_by_name_and_by_spec(folder: Path, run: Run) -> None:
    runs = folder / "runs"
    for given in (run.path, runs / "trees", folder / "spec.yaml"):
        assert find_run(given, runs).path == run.path
    for given, said in (
        (folder / "nothing", "K921 there is no run"),
        (folder, "K921 there is no finished run"),
    ):
        with pytest.raises(UsageError, match=said):
            find_run(given, runs)


def test_a_run_that_was_lost_says_so_and_has_no_model(tmp_path: Path) -> None:
    path = tmp_path / "trees" / "1"
    path.mkdir(parents=True)
    # No process has this number: it is above the largest that Linux gives.
    facts = {"status": "running", "process": 2**22 + 1}
    (path / "run.json").write_text(json.dumps(facts))
    lost = find_run(path)
    assert lost.status == "lost"
    with pytest.raises(UsageError, match="is `lost` and has no model"):
        _ = lost.model


def test_runs_are_listed_and_compared(folder: Path, run: Run) -> None:
    found = runs_in(folder / "runs")
    (row,) = listed(found[:1])
    assert (row["run"], row["status"], row["epochs"]) == ("trees/1", "complete", 3)
    assert row["results"].startswith("kind sparse_categorical_crossentropy ")
    spec = kspec.load(folder / "spec.yaml")
    console = Console(file=io.StringIO())
    again = train(spec, runs=folder / "runs", epochs=1, console=console)
    try:
        pair = [find_run(run.path), find_run(again.path)]
        rows = {row[""]: list(row.values())[1:] for row in compared(pair)}
        assert rows["train.epochs"] == ["3", "1"]
        assert rows["epochs done"] == ["3", "1"]
        assert "train.batch_size" not in rows
        measured = run.measures["price"]["model"]["mae"]
        assert rows["price: mae of model"][0] == f"{measured:.4g}"
        assert len(set(rows["price: mae of mean"])) == 1
    finally:
        (again.path / "model.keras").unlink()


@pytest.fixture
def forecaster(tmp_path: Path) -> tuple[Path, Run]:
    write_csv(tmp_path / "rows.csv", ["x"], [[i % 4 + 1] for i in range(40)])
    spec = spec_in(tmp_path, SERIES, series_data())
    runs = tmp_path / "runs"
    return tmp_path, train(spec, runs=runs, console=Console(file=io.StringIO()))


def test_a_series_is_forecast_from_every_window_the_last_one_beyond_its_end(
    forecaster: tuple[Path, Run],
) -> None:
    folder, run = forecaster
    write_csv(folder / "new.csv", ["x"], [[1], [2], [3], [4]])
    kspec.predict(run.path, folder / "new.csv").save(folder / "out.csv")
    with (folder / "out.csv").open() as file:
        read = list(csv.DictReader(file))
    assert [row["row"] for row in read] == ["3", "4"]
    assert list(read[0]) == ["row", "y_1", "y_2"]
    write_csv(folder / "new.csv", ["x"], [[1], [2]])
    with pytest.raises(DataError, match="there are 2 rows; a window needs 3"):
        kspec.predict(run.path, folder / "new.csv")
