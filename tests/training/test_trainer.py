"""Whole trainings: the folder of a run, what ends one early, the article's results."""

from __future__ import annotations

import csv
import io
import json
import os
import signal
from pathlib import Path
from typing import Any

import numpy as np
import pytest
from rich.console import Console

from kspec import loads
from kspec.errors import DataError, ToolError
from kspec.training import load_dataset, train
from tests.training.article import article_spec
from tests.training.small import DENSE, spec_in, table_data, write_csv

pytestmark = pytest.mark.keras

RUN_FILES = [
    "checkpoints",
    "checkpoints/best.weights.h5",
    "checkpoints/state.npz",
    "data.json",
    "diagram.svg",
    "history.csv",
    "metrics.json",
    "model.keras",
    "model.py",
    "preparation.json",
    "report.html",
    "run.json",
    "spec.yaml",
]


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    write_csv(tmp_path / "rows.csv", ["x", "y"], [(i / 10, i / 5) for i in range(20)])
    return tmp_path


@pytest.fixture
def console() -> Console:
    return Console(file=io.StringIO(), width=200)


def printed(console: Console) -> str:
    assert isinstance(console.file, io.StringIO)
    return console.file.getvalue()


def files(path: Path) -> list[str]:
    return sorted(p.relative_to(path).as_posix() for p in path.rglob("*"))


def status(path: Path) -> Any:
    return json.loads((path / "run.json").read_text())["status"]


def test_a_run_keeps_all_that_it_was_made_of(folder: Path, console: Console) -> None:
    import keras

    spec = spec_in(folder, DENSE, table_data(), epochs=2)
    run = train(spec, runs=folder / "runs", console=console)
    assert run.path == folder / "runs" / "small" / "1"
    assert (run.status, status(run.path)) == ("complete", "complete")
    logs = [name for name in files(run.path) if name.startswith("tensorboard")]
    assert logs[:2] == ["tensorboard", "tensorboard/train"]
    assert [name for name in files(run.path) if name not in logs] == RUN_FILES
    assert loads((run.path / "spec.yaml").read_text(encoding="utf-8")) == spec
    assert "def build_model" in (run.path / "model.py").read_text(encoding="utf-8")
    measures = json.loads((run.path / "metrics.json").read_text())
    assert measures == run.measures
    assert list(measures["y"]) == ["model", "mean"]
    rows = list(csv.DictReader((run.path / "history.csv").read_text().splitlines()))
    assert [row["epoch"] for row in rows] == ["1", "2"]
    assert float(rows[1]["val_loss"]) == run.history[1]["val_loss"]
    found = load_dataset(spec)
    model: Any = keras.models.load_model(run.path / "model.keras")
    loss, mae = model.evaluate(
        found.test.inputs["x"], found.test.targets["y"], verbose=0
    )
    assert run.measures["y"]["model"]["mse"] == pytest.approx(loss, rel=1e-5)
    assert run.measures["y"]["model"]["mae"] == pytest.approx(mae, rel=1e-5)
    assert "epoch 2/2" in printed(console)


def test_the_seed_makes_a_run_repeatable(folder: Path, console: Console) -> None:
    def losses(seed: int) -> list[float]:
        spec = spec_in(folder, DENSE, table_data(), epochs=3, seed=seed)
        run = train(spec, runs=folder / "runs", console=console)
        return [row["loss"] for row in run.history]

    first = losses(1)
    assert losses(1) == first
    assert losses(2) != first


def test_epochs_may_be_given_for_one_run(folder: Path, console: Console) -> None:
    spec = spec_in(folder, DENSE, table_data(), epochs=9)
    run = train(spec, runs=folder / "runs", epochs=1, console=console)
    assert len(run.history) == 1
    assert json.loads((run.path / "run.json").read_text())["epochs"] == 1


def test_wrong_data_leave_no_run_behind(folder: Path, console: Console) -> None:
    spec = spec_in(folder, DENSE, table_data(inputs={"x": {"column": "z"}}))
    with pytest.raises(DataError, match="K602"):
        train(spec, runs=folder / "runs", console=console)
    assert not (folder / "runs").exists()


def test_a_loss_that_is_no_number_ends_the_training(
    folder: Path, console: Console
) -> None:
    write_csv(folder / "rows.csv", ["x", "y"], [(1e18, 1e18)] * 20)
    optimizer = {"type": "SGD", "learning_rate": 1e9}
    spec = spec_in(folder, DENSE, table_data(), epochs=50, optimizer=optimizer)
    with pytest.raises(DataError) as caught:
        train(spec, runs=folder / "runs", console=console)
    (found,) = caught.value.diagnostics
    assert found.code == "K608"
    assert "learning_rate" in (found.hint or "")
    path = folder / "runs" / "small" / "1"
    assert status(path) == "failed"
    assert not (path / "model.keras").exists()
    best = path / "checkpoints" / "best.weights.h5"
    assert not best.exists() or all_finite(best)


def all_finite(weights: Path) -> bool:
    import h5py

    finite: list[bool] = []

    def look(_: str, item: Any) -> None:
        if isinstance(item, h5py.Dataset):
            finite.append(bool(np.isfinite(item[()]).all()))

    with h5py.File(weights) as file:
        file.visititems(look)
    return all(finite)


def test_an_interrupted_run_keeps_what_is_there_and_says_so(
    folder: Path, console: Console, monkeypatch: pytest.MonkeyPatch
) -> None:
    from kspec.training.journal import Journal

    after = Journal.on_epoch_end

    def interrupting(self: Any, epoch: int, logs: Any = None) -> None:
        after(self, epoch, logs)
        if epoch == 1:
            os.kill(os.getpid(), signal.SIGINT)

    monkeypatch.setattr(Journal, "on_epoch_end", interrupting)
    spec = spec_in(folder, DENSE, table_data(), epochs=50)
    # A shell starts what runs in the background with interrupts ignored.
    before = signal.signal(signal.SIGINT, signal.default_int_handler)
    try:
        run = train(spec, runs=folder / "runs", console=console)
    finally:
        signal.signal(signal.SIGINT, before)
    assert (run.status, status(run.path)) == ("interrupted", "interrupted")
    assert len(run.history) == 2
    assert (run.path / "model.keras").is_file()
    assert "interrupted after 2 epochs" in printed(console)
    assert str(run.path) in printed(console).replace("\n", "")


def test_a_machine_that_cannot_draw_still_trains(
    folder: Path, console: Console, monkeypatch: pytest.MonkeyPatch
) -> None:
    from kspec.errors import Diagnostic
    from kspec.training import session

    def no_engine(spec: Any) -> Any:
        raise ToolError(Diagnostic("K501", "no engine is installed"))

    monkeypatch.setattr(session, "draw", no_engine)
    run = train(
        spec_in(folder, DENSE, table_data()), runs=folder / "runs", console=console
    )
    assert run.status == "complete"
    assert "no diagram.svg: K501" in printed(console)


def test_a_callback_that_watches_the_test_part_is_told(
    folder: Path, console: Console
) -> None:
    stop = {"type": "EarlyStopping", "patience": 3}
    for split, told in (
        ({"test": 0.2}, True),
        ({"test": 0.2, "validation": 0.2}, False),
    ):
        spec = spec_in(folder, DENSE, table_data(split=split), callbacks=[stop])
        console.file = io.StringIO()
        train(spec, runs=folder / "runs", console=console)
        assert ("which flatters the result" in printed(console)) is told


def test_the_digits_are_read(tmp_path: Path, console: Console) -> None:
    spec = article_spec("mnist_cnn", tmp_path)
    run = train(spec, runs=tmp_path, epochs=1, console=console)
    assert run.measures["digit"]["model"]["accuracy"] > 0.85
    assert run.measures["digit"]["majority class"]["accuracy"] == pytest.approx(0.1)


def test_the_river_is_forecast_beside_its_baselines(
    tmp_path: Path,
    console: Console,
    data_folder: Path,
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    monkeypatch.setenv("KSPEC_DATA", str(data_folder))
    spec = article_spec("hankou_lstm", tmp_path)
    run = train(spec, runs=tmp_path, epochs=3, console=console)
    mape = {row: found["mape"] for row, found in run.measures["forecast"].items()}
    assert mape["seasonal mean"] < mape["model"] < 2 * mape["mean"]
    assert mape["seasonal mean"] == pytest.approx(22.8, abs=0.05)
