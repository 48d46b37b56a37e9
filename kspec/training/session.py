"""One training from its checked inputs to the finished run."""

from __future__ import annotations

import datetime
import platform
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from rich.console import Console

import kspec
from kspec.builder import keras_module
from kspec.codegen import code
from kspec.drawing import draw
from kspec.errors import DataError, Diagnostic, ToolError
from kspec.files import replacing, write_text
from kspec.graph import Graph
from kspec.graph.columns import columns_of
from kspec.schema import Spec, dump
from kspec.schema.training import Train
from kspec.training.dataset import Dataset
from kspec.training.fitting import compile_model, fit, predict
from kspec.training.measures import report
from kspec.training.run import (
    Run,
    Status,
    write_history,
    write_json,
)

BEST = "checkpoints/best.weights.h5"
LAST = "checkpoints/last.weights.h5"


@dataclass(frozen=True)
class Session:
    """Everything that a training needs; nothing of it is written yet."""

    spec: Spec
    train: Train
    graph: Graph
    dataset: Dataset
    model: Any
    console: Console

    def run(self, path: Path) -> Run:
        """Train, and keep in the folder what was trained, on what and how well.

        Raises: DataError K608 where the loss is no number, BuildError K402, ToolError
            K503; the folder says `failed` then.
        """
        from kspec.training.journal import Journal

        journal = Journal(
            self.console,
            epochs=self.train.epochs,
            samples=self.dataset.train.samples,
            batch_size=self.train.batch_size,
            kept=_Keeper(path, self.model).keep,
        )
        started = _now()
        status, measures = "failed", {}
        try:
            self._write_beginning(path, started)
            status, measures = self._train(path, journal)
        finally:
            journal.close()
            write_history(path / "history.csv", journal.rows)
            facts = self._facts(started) | {"ended": _now(), "diverged": journal.broken}
            write_json(path / "run.json", {"status": status} | facts)
        return Run(path, status, measures, tuple(journal.rows))

    def _write_beginning(self, path: Path, started: str) -> None:
        write_json(path / "run.json", {"status": "running"} | self._facts(started))
        write_text(path / "spec.yaml", dump(self.spec))
        write_text(path / "model.py", code(self.spec))
        write_json(path / "data.json", self.dataset.facts())
        (path / "checkpoints").mkdir()
        try:
            write_text(path / "diagram.svg", draw(self.spec).svg())
        except ToolError as error:
            # A machine that cannot draw can still train.
            self.console.print(f"no diagram.svg: {error}", markup=False)

    def _train(self, path: Path, journal: Any) -> tuple[Status, dict[str, Any]]:
        _, targets = columns_of(self.train, self.graph)
        if any(column.scale for column in targets.values()):
            self.console.print(
                "the epochs' losses and metrics are of scaled targets; the result at "
                "the end is in the data's own units",
                markup=False,
                soft_wrap=True,
            )
        try:
            compile_model(self.model, self.train, self.graph)
            fit(
                self.model,
                self.train,
                self.graph,
                self.dataset,
                [journal],
            )
        except KeyboardInterrupt:
            return self._interrupted(path, journal), {}
        if journal.broken:
            raise DataError(_diverged(journal.broken))
        return "complete", self._finish(path)

    def _finish(self, path: Path) -> dict[str, Any]:
        predictions = predict(
            self.model, self.graph, self.dataset.test, batch_size=self.train.batch_size
        )
        measures = report(self.train, self.dataset, predictions)
        write_json(path / "metrics.json", measures)
        with replacing(path / "model.keras") as temporary:
            self.model.save(temporary)
        return measures

    def _interrupted(self, path: Path, journal: Any) -> Status:
        journal.close()
        with replacing(path / LAST) as temporary:
            self.model.save_weights(temporary)
        self.console.print(
            f"interrupted after {len(journal.rows)} epochs; the weights and the "
            f"history are kept in {path}",
            markup=False,
        )
        return "interrupted"

    def _facts(self, started: str) -> dict[str, Any]:
        keras = keras_module()
        return {
            "started": started,
            "seed": self.train.seed,
            "epochs": self.train.epochs,
            "batch_size": self.train.batch_size,
            "watched": "validation" if self.dataset.validation else "test",
            "versions": {
                "kspec": kspec.__version__,
                "keras": keras.__version__,
                "python": platform.python_version(),
            },
            "backend": keras.backend.backend(),
            "machine": platform.platform(),
        }


class _Keeper:
    """Keeps the history, and the weights of the best epoch so far."""

    def __init__(self, path: Path, model: Any) -> None:
        self._path, self._model = path, model
        self._best = float("inf")

    def keep(self, rows: list[dict[str, float]]) -> None:
        """Keep what an epoch gave."""
        write_history(self._path / "history.csv", rows)
        loss = rows[-1].get("val_loss", rows[-1].get("loss", float("inf")))
        if loss < self._best:
            self._best = loss
            with replacing(self._path / BEST) as temporary:
                self._model.save_weights(temporary)


def _diverged(said: str) -> Diagnostic:
    return Diagnostic(
        "K608",
        f"training diverged: {said}",
        hint="take a smaller `learning_rate`, clip gradients (`clipnorm: 1`) or "
        "`scale:` the inputs",
    )


def _now() -> str:
    return datetime.datetime.now(datetime.UTC).isoformat(timespec="seconds")
