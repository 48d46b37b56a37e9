"""What the runs came to, kept beside this file: the page is written of it."""

from __future__ import annotations

import json
import shutil
from collections.abc import Callable
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

from kspec.training.run import write_json
from kspec.training.saved import SavedRun

RESULTS = Path(__file__).parent / "results"
OF_THE_RUN = ("status", "epochs", "best_epoch", "parameters", "backend", "versions")
"""What is kept of `run.json`; the rest is of the machine that it ran on."""

Measures = dict[str, dict[str, dict[str, Any]]]
Row = dict[str, float]


@dataclass(frozen=True)
class Result:
    """What a run came to.

    Args:
        measures: on the test part, for each output the model's and the baselines'.
        history: one row for each epoch.
        facts: of the run.
    """

    measures: Measures
    history: tuple[Row, ...]
    facts: dict[str, Any] = field(default_factory=dict[str, Any])

    def of(self, output: str, metric: str, row: str = "model") -> float:
        """A measure at the end."""
        return float(self.measures[output][row][metric])

    def best(self, name: str, choose: Callable[..., float]) -> tuple[float, int]:
        """The best value among the epochs, and in which it was."""
        value = choose(row[name] for row in self.history if name in row)
        epoch = next(
            int(row["epoch"]) for row in self.history if row.get(name) == value
        )
        return value, epoch

    @property
    def minutes(self) -> float:
        """How long its epochs took."""
        return sum(row["seconds"] for row in self.history) / 60


def keep(run: SavedRun, key: str, results: Path) -> None:
    """Keep what a run came to."""
    folder = results / key
    folder.mkdir(parents=True, exist_ok=True)
    for name in ("history.csv", "metrics.json"):
        # A run that was cut short has a history, but was not measured at its end.
        if (run.path / name).is_file():
            shutil.copyfile(run.path / name, folder / name)
    facts = {name: run.facts.get(name) for name in OF_THE_RUN}
    write_json(folder / "run.json", facts)


def kept(key: str, results: Path = RESULTS) -> Result | None:
    """What was kept; None for a model that was never trained."""
    file = results / key / "run.json"
    if not file.is_file():
        return None
    facts = json.loads(file.read_text(encoding="utf-8"))
    run = SavedRun(file.parent, facts)
    return Result(run.measures, run.history, facts)
