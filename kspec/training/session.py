"""One training from its checked inputs to the finished run."""

from __future__ import annotations

import datetime
import os
import platform
import shutil
from dataclasses import dataclass, field
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
from kspec.training.fitting import Interface, fit
from kspec.training.keeping import Keeper
from kspec.training.measures import report
from kspec.training.run import Run, Status, write_json
from kspec.training.table import Array


@dataclass(frozen=True)
class Session:
    """Everything that a training needs; nothing of it is written yet.

    Args:
        folder: that paths of the data are relative to.
        rows: of the epochs that are done already, where a run is resumed.
        began: when its training began that is resumed.
    """

    spec: Spec
    train: Train
    graph: Graph
    dataset: Dataset
    model: Any
    console: Console
    folder: Path
    rows: tuple[dict[str, float], ...] = ()
    began: str | None = None

    def run(self, path: Path) -> Run:
        """Train, and keep in the folder what was trained, on what and how well.

        Raises: DataError K608 where the loss is no number, BuildError K402, ToolError
            K503; the folder says `failed` then.
        """
        from kspec.training.journal import Journal

        keeper = Keeper(path, self.model, self.train.checkpoint, self.rows)
        journal = Journal(
            self.console,
            epochs=self.train.all_epochs,
            samples=self.dataset.train.samples,
            batch_size=self.train.batch_size,
            kept=keeper.keep,
        )
        journal.replay(self.rows)
        started = _now()
        ending = Ending("failed")
        try:
            self._write_beginning(path, started)
            ending = self._train(path, journal, keeper)
        finally:
            journal.close()
            keeper.close(journal.rows)
            facts = ending.facts() | self._facts(started) | {"ended": _now()}
            facts |= {"diverged": journal.broken, "best_epoch": keeper.best_epoch}
            if ending.status != "failed":
                self._report(path, ending, facts, tuple(journal.rows))
            write_json(path / "run.json", facts)
        rows = tuple(journal.rows)
        return Run(path, ending.status, ending.measures, rows, ending.signal)

    def _write_beginning(self, path: Path, started: str) -> None:
        write_json(path / "run.json", {"status": "running"} | self._facts(started))
        write_text(path / "spec.yaml", dump(self.spec))
        keep_files(self.spec, path)
        write_text(path / "model.py", code(self.spec))
        write_json(path / "data.json", self.dataset.facts())
        preparation = self.dataset.preparation.to_json()
        write_json(path / "preparation.json", preparation)
        (path / "checkpoints").mkdir(exist_ok=True)
        try:
            write_text(path / "diagram.svg", draw(self.spec).svg())
        except ToolError as error:
            # A machine that cannot draw can still train.
            self.console.print(f"no diagram.svg: {error}", markup=False)

    def _train(self, path: Path, journal: Any, keeper: Keeper) -> Ending:
        from kspec.training.resuming import StateKeeper
        from kspec.training.stopping import Stopped, Stopping, listening

        self._tell_of_scales()
        stopping, state = Stopping(), StateKeeper(path, self.rows)
        try:
            with listening(stopping):
                fit(
                    self.model,
                    self.train,
                    self.graph,
                    self.dataset,
                    lambda own: [state.watching(own), stopping, *own, journal],
                )
        except Stopped as stopped:
            return self._stopped(path, journal, stopped.signal.name)
        if journal.broken:
            raise DataError(_diverged(journal.broken))
        if self.train.checkpoint.restore:
            keeper.restore()
        return self._finish(path)

    def _finish(self, path: Path) -> Ending:
        self._save(path)
        predictions = Interface.of(self.graph).predict(
            self.model, self.dataset.test.inputs, batch_size=self.train.batch_size
        )
        measures = report(self.train, self.dataset, predictions)
        write_json(path / "metrics.json", measures)
        targets = self.dataset.targets
        own = {name: targets[name].invert(said) for name, said in predictions.items()}
        return Ending("complete", measures, own)

    def _report(
        self,
        path: Path,
        ending: Ending,
        facts: dict[str, Any],
        rows: tuple[dict[str, float], ...],
    ) -> None:
        from kspec.training.reports import Story, write_report

        diagram = path / "diagram.svg"
        story = Story(
            title=f"{self.spec.name}, run {path.name}",
            spec=self.spec,
            graph=self.graph,
            train=self.train,
            dataset=self.dataset,
            facts=facts,
            history=rows,
            diagram=diagram.read_text("utf-8") if diagram.is_file() else None,
            measures=ending.measures,
            predictions=ending.predictions,
        )
        try:
            write_report(path, story)
        except ImportError as error:
            self.console.print(f"no report.html: {error}", markup=False)

    def _save(self, path: Path) -> None:
        with replacing(path / "model.keras") as temporary:
            self.model.save(temporary)

    def _stopped(self, path: Path, journal: Any, signal: str) -> Ending:
        journal.close()
        self._save(path)
        epochs = f"{len(journal.rows)} epoch{'' if len(journal.rows) == 1 else 's'}"
        self.console.print(
            f"interrupted after {epochs}; the model as it is and the "
            f"history are kept in {path}; `kspec train --resume {path}` goes on",
            markup=False,
        )
        return Ending("interrupted", signal=signal)

    def _tell_of_scales(self) -> None:
        _, targets = columns_of(self.train, self.graph)
        if any(column.scale for column in targets.values()):
            self.console.print(
                "the epochs' losses and metrics are of scaled targets; the result at "
                "the end is in the data's own units",
                markup=False,
                soft_wrap=True,
            )

    def _facts(self, started: str) -> dict[str, Any]:
        keras = keras_module()
        return {
            "started": self.began or started,
            "resumed": started if self.began else None,
            "process": os.getpid(),
            "folder": str(self.folder.resolve()),
            "seed": self.train.seed,
            "epochs": self.train.all_epochs,
            "batch_size": self.train.batch_size,
            "watched": "validation" if self.dataset.validation else "test",
            "parameters": self.model.count_params(),
            "versions": {
                "kspec": kspec.__version__,
                "keras": keras.__version__,
                "python": platform.python_version(),
            },
            "backend": keras.backend.backend(),
            "machine": platform.platform(),
        }


@dataclass(frozen=True)
class Ending:
    """How a training ended.

    Args:
        measures: empty unless complete.
        predictions: for the test part, in the data's own units; empty likewise.
        signal: that ended it, where one did.
    """

    status: Status
    measures: dict[str, Any] = field(default_factory=dict[str, Any])
    predictions: dict[str, Array] = field(default_factory=dict[str, Array])
    signal: str | None = None

    def facts(self) -> dict[str, Any]:
        """The first lines of `run.json`."""
        return {"status": self.status} | (
            {"signal": self.signal} if self.signal else {}
        )


def _diverged(said: str) -> Diagnostic:
    return Diagnostic(
        "K608",
        f"training diverged: {said}",
        hint="take a smaller `learning_rate`, clip gradients (`clipnorm: 1`) or "
        "`scale:` the inputs",
    )


def _now() -> str:
    return datetime.datetime.now(datetime.UTC).isoformat(timespec="seconds")


def keep_files(spec: Spec, folder: Path) -> None:
    """Copy the files that a spec names to where it is read from a run's folder."""
    for file in spec.files:
        kept = folder / os.path.relpath(file, Path(spec.file).parent)
        kept.parent.mkdir(parents=True, exist_ok=True)
        shutil.copyfile(file, kept)
