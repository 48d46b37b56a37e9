"""A run that was cut short goes on, and ends as if it had not been."""

from __future__ import annotations

import io
import json
import os
import shutil
from pathlib import Path
from typing import Any

import numpy as np
import pytest
from rich.console import Console

from kspec import Spec
from kspec.errors import UsageError
from kspec.training import Run, resume, train
from kspec.training.resuming import STATE
from tests.training.small import spec_in, table_data, write_csv

pytestmark = pytest.mark.keras

MODEL: dict[str, Any] = {
    "kspec": 1,
    "name": "small",
    "inputs": {"x": {"shape": [1]}},
    "layers": {
        "hidden": {"type": "Dense", "units": 8, "activation": "relu"},
        "normal": {"type": "BatchNormalization"},
        "drop": {"type": "Dropout", "rate": 0.5},
        "y": {"type": "Dense", "units": 1},
    },
}
FITS: dict[str, dict[str, Any]] = {
    "dropout, plateaus and the best weights": {
        "epochs": 6,
        "callbacks": [
            {"type": "ReduceLROnPlateau", "patience": 1, "monitor": "loss"},
            {"type": "EarlyStopping", "patience": 3, "restore_best_weights": True},
        ],
        "checkpoint": {"restore": True},
    },
    "phases and a moving average": {
        "optimizer": {"type": "Adam", "use_ema": True},
        "callbacks": [{"type": "SwapEMAWeights", "swap_on_epoch": True}],
        "phases": [
            {"epochs": 2, "freeze": ["hidden"]},
            {"epochs": 4, "unfreeze": ["*"]},
        ],
        "steps_per_execution": 2,
    },
    "rows on the disk": {"epochs": 6},
}


def quiet() -> Console:
    return Console(file=io.StringIO(), width=200)


def spec(folder: Path, fit: dict[str, Any], **data: Any) -> Spec:
    random = np.random.default_rng(0)
    rows = [(x, x * 2 + random.normal()) for x in random.normal(size=80)]
    write_csv(folder / "rows.csv", ["x", "y"], rows)
    split = {"test": 0.2, "validation": 0.1}
    return spec_in(folder, MODEL, table_data(split=split, **data), batch_size=8, **fit)


def outcome(run: Run) -> tuple[list[Any], list[dict[str, float]]]:
    import keras

    model: Any = keras.models.load_model(run.path / "model.keras")
    rows = [{k: v for k, v in row.items() if k != "seconds"} for row in run.history]
    return [np.asarray(value) for value in model.get_weights()], rows


def as_killed(path: Path, copy: Path) -> None:
    """What is on the disk now: all that a killed process leaves."""
    shutil.copytree(path, copy)
    facts = json.loads((copy / "run.json").read_text())
    (copy / "run.json").write_text(json.dumps(facts | {"process": 2**22 + 1}))


@pytest.mark.parametrize("fit", FITS)
def test_a_killed_run_ends_with_the_weights_of_one_that_was_not(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, fit: str
) -> None:
    from kspec.training.journal import Journal

    steps, path = Journal.on_train_batch_end, tmp_path / "killed" / "small" / "1"

    def killed(self: Any, batch: int, logs: Any = None) -> None:
        steps(self, batch, logs)
        if len(self.rows) == 3 and batch >= 2 and not path.exists():
            as_killed(tmp_path / "runs" / "small" / "1", path)

    monkeypatch.setattr(Journal, "on_train_batch_end", killed)
    made = spec(tmp_path, FITS[fit], stream=fit == "rows on the disk")
    whole = train(made, runs=tmp_path / "runs", console=quiet())
    assert len((path / "history.csv").read_text().splitlines()) == 4
    run = resume(path, console=quiet())
    assert (run.status, run.path) == ("complete", path)
    weights, rows = outcome(run)
    expected, history = outcome(whole)
    assert rows == history
    for found, wanted in zip(weights, expected, strict=True):
        np.testing.assert_array_equal(found, wanted)
    assert run.measures == whole.measures
    with pytest.raises(UsageError, match="is complete"):
        resume(path)


def test_what_cannot_go_on_says_why(tmp_path: Path) -> None:
    made = spec(tmp_path, {"epochs": 1})
    run = train(made, runs=tmp_path / "runs", console=quiet())
    facts: dict[str, Any] = json.loads((run.path / "run.json").read_text())

    def refused(**changes: Any) -> str:
        (run.path / "run.json").write_text(json.dumps(facts | changes))
        with pytest.raises(UsageError, match="K924") as caught:
            resume(run.path)
        return str(caught.value)

    assert f"in process {os.getpid()}" in refused(status="running")
    assert "diverged" in refused(status="failed", diverged="the loss is nan")
    assert "began on another" in refused(status="interrupted", backend="another")
    (run.path / STATE).write_bytes(b"no archive")
    assert "cannot be read" in refused(status="interrupted")
    (run.path / "preparation.json").unlink()
    assert "before its first epoch" in refused(status="interrupted")
