"""Evaluating a run: its model measured again, on its test part or on other rows."""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any

import numpy as np

from kspec.errors import DataError, Diagnostic
from kspec.graph import compile_spec
from kspec.training.dataset import Dataset
from kspec.training.fitting import Interface
from kspec.training.loading import load
from kspec.training.measures import measures_of, report
from kspec.training.prediction import pieces_of, predicted
from kspec.training.saved import SavedRun, find_run
from kspec.training.table import loaded

Measures = dict[str, dict[str, dict[str, Any]]]


def evaluate(
    run: str | Path, data: str | Path | None = None, *, runs: str | Path = "runs"
) -> Measures:
    """The measures of a run's model, in the data's own units.

    Args:
        run: its folder, a folder of runs, or a spec, whose newest run is taken.
        data: a file with the columns of the inputs and the targets; the run's own test
            part where left out, and then the baselines stand beside the model.
        runs: the folder of all runs.

    Returns: for each output the measures of `model` and of each baseline.

    Raises: UsageError K921 and K922 where there is no run, DataError K6xx where the
        data do not fit, K620 where the run's own have changed.
    """
    saved = find_run(run, runs)
    return _on_file(saved, Path(data)) if data is not None else _on_test_part(saved)


def _on_test_part(saved: SavedRun) -> Measures:
    train = saved.spec.train
    assert train is not None
    graph = compile_spec(saved.spec)
    folder = Path(saved.facts.get("folder", "."))
    dataset = load(train, graph, folder=folder)
    check_unchanged(saved, dataset)
    predictions = Interface.of(graph).predict(
        saved.model, dataset.test.inputs, batch_size=train.batch_size
    )
    return report(train, dataset, predictions)


def _on_file(saved: SavedRun, path: Path) -> Measures:
    train, preparation = saved.spec.train, saved.preparation
    assert train is not None
    graph = compile_spec(saved.spec)
    pieces = pieces_of(preparation, path, targets=True)
    predictions = predicted(saved.model, Interface.of(graph), pieces, train.batch_size)
    found: Measures = {}
    for name, values in predictions.items():
        code = preparation.target(name).encoding
        truth = code.invert(
            np.concatenate([loaded((piece.targets or {})[name]) for piece in pieces])
        )
        measured = measures_of(train, name, truth, code.invert(values))
        found[name] = {"model": measured}
    return found


def check_unchanged(saved: SavedRun, dataset: Dataset) -> None:
    """Whether the data are those that a run was trained on.

    Raises: DataError K620.
    """
    text = (saved.path / "data.json").read_text(encoding="utf-8")
    before: dict[str, str] = json.loads(text)["sha256"]
    changed = [n for n, digest in dataset.checksums.items() if before.get(n) != digest]
    if changed:
        message = (
            f"`{changed[0]}` is not what {saved.name} was trained on: another sha256"
        )
        hint = f"to measure the run on it: `kspec evaluate {saved.path} FILE`"
        raise DataError(Diagnostic("K620", message, hint=hint))
