"""Runs as they lie on the disk: found, listed, and opened to work with their model."""

from __future__ import annotations

import csv
import json
import os
from collections.abc import Iterator
from dataclasses import dataclass
from functools import cached_property
from pathlib import Path
from typing import Any, cast

from kspec.builder import keras_module
from kspec.errors import Diagnostic, UsageError
from kspec.schema import Spec, load
from kspec.training.preparation import Preparation

MODEL = "model.keras"
PREPARATION = "preparation.json"


@dataclass(frozen=True)
class SavedRun:
    """A run's folder; what is in it is read when it is asked for.

    Args:
        facts: what `run.json` says.
    """

    path: Path
    facts: dict[str, Any]

    @property
    def name(self) -> str:
        """The model's name and the run's number, such as `mnist_cnn/3`."""
        return f"{self.path.parent.name}/{self.path.name}"

    @property
    def status(self) -> str:
        """How the run ended; `lost` where its process is gone without a word."""
        status = str(self.facts.get("status"))
        return "lost" if status == "running" and not self._is_alive else status

    @property
    def _is_alive(self) -> bool:
        process = self.facts.get("process")
        try:
            os.kill(int(process or 0), 0)
        except (ProcessLookupError, ValueError):
            return False
        except PermissionError:
            pass
        return bool(process)

    @cached_property
    def spec(self) -> Spec:
        """The spec as it was trained."""
        return load(self.path / "spec.yaml")

    @cached_property
    def preparation(self) -> Preparation:
        """How the data were prepared, as the training part taught it."""
        text = (self.path / PREPARATION).read_text(encoding="utf-8")
        return Preparation.from_json(json.loads(text))

    @cached_property
    def measures(self) -> dict[str, dict[str, dict[str, Any]]]:
        """The measures on the test part; empty for a run that did not end."""
        path = self.path / "metrics.json"
        if not path.is_file():
            return {}
        return json.loads(path.read_text(encoding="utf-8"))

    @cached_property
    def history(self) -> tuple[dict[str, float], ...]:
        """One row for each epoch."""
        path = self.path / "history.csv"
        if not path.is_file():
            return ()
        with path.open(encoding="utf-8", newline="") as file:
            rows = list(csv.DictReader(file))
        return tuple({k: float(v) for k, v in row.items() if v} for row in rows)

    @cached_property
    def model(self) -> Any:
        """The Keras model.

        Raises: UsageError K922 for a run that has none.
        """
        path = self.path / MODEL
        if not path.is_file() or not (self.path / PREPARATION).is_file():
            message = f"the run {self.path} is `{self.status}` and has no model"
            hint = "train it again, or name another run: `kspec runs` lists them"
            raise UsageError(Diagnostic("K922", message, hint=hint))
        return keras_module().models.load_model(path, compile=False)


def find_run(path: str | Path, runs: str | Path = "runs") -> SavedRun:
    """A run by its folder, the newest of a folder of runs, or the newest of a spec.

    Raises: UsageError K921 where there is none, SpecError where a spec is wrong.
    """
    given = Path(path)
    if given.is_file() and given.suffix in (".yaml", ".yml"):
        return _newest(Path(runs) / load(given).name, str(given))
    if (given / "run.json").is_file():
        return _read(given)
    if given.is_dir():
        return _newest(given, str(given))
    raise _no_run(f"there is no run `{given}`")


def check_resumable(run: SavedRun, backend: str) -> None:
    """Whether a run can go on, on this backend.

    Raises: UsageError K924.
    """
    known = str(run.facts.get("backend"))
    if run.status == "complete":
        message, hint = f"the run {run.path} is complete", "to learn on: `kspec train`"
    elif run.status == "running":
        message = f"the run {run.path} is running, in process {run.facts['process']}"
        hint = "wait for it, or end that process"
    elif run.facts.get("diverged"):
        message = f"the run {run.path} diverged, and would again"
        hint = "train it with a smaller `learning_rate`"
    elif not (run.path / PREPARATION).is_file():
        message = f"the run {run.path} ended before its first epoch"
        hint = "train it again"
    elif known != backend:
        message = f"the run {run.path} began on {known}, and this is {backend}"
        hint = f"`--backend {known}`: on another one its numbers would differ"
    else:
        return
    raise UsageError(Diagnostic("K924", f"{message}; it cannot be resumed", hint=hint))


def runs_in(folder: str | Path) -> tuple[SavedRun, ...]:
    """All runs in a folder of runs, by name and number."""
    names = sorted(p for p in Path(folder).glob("*") if p.is_dir())
    return tuple(run for name in names for run in _numbered(name))


def _numbered(folder: Path) -> Iterator[SavedRun]:
    numbers = [p for p in folder.glob("*") if p.name.isdecimal()]
    for path in sorted(numbers, key=lambda p: int(p.name)):
        if (path / "run.json").is_file():
            yield _read(path)


def _newest(folder: Path, given: str) -> SavedRun:
    found = [run for run in _numbered(folder) if (run.path / MODEL).is_file()]
    if not found:
        raise _no_run(f"there is no finished run of `{given}` in {folder}")
    return found[-1]


def _read(path: Path) -> SavedRun:
    try:
        facts = json.loads((path / "run.json").read_text(encoding="utf-8"))
    except (OSError, ValueError) as error:
        raise _no_run(f"`{path / 'run.json'}` cannot be read: {error}") from error
    if not isinstance(facts, dict):
        raise _no_run(f"`{path / 'run.json'}` does not describe a run")
    return SavedRun(path, cast("dict[str, Any]", facts))


def _no_run(message: str) -> UsageError:
    hint = "`kspec runs` lists the runs; a run is a folder such as `runs/mnist_cnn/1`"
    return UsageError(Diagnostic("K921", message, hint=hint))
