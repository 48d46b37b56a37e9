"""`kspec evaluate`: a run's model measured again."""

from __future__ import annotations

from pathlib import Path
from typing import Annotated

import typer

from kspec.cli.backend import start_keras
from kspec.cli.console import say
from kspec.cli.options import Backend, RunPath, Runs
from kspec.cli.train import measure_lines

DataFile = Annotated[
    Path | None,
    typer.Argument(metavar="[DATA]", help="Rows to measure on; the test part without."),
]


def evaluate(
    run: RunPath,
    data: DataFile = None,
    runs: Runs = Path("runs"),
    backend: Backend = None,
) -> None:
    """Measure a run's model on its test part, or on the rows of another file."""
    start_keras(backend)
    from kspec.training import evaluate as evaluate_run

    for output, rows in evaluate_run(run, data, runs=runs).items():
        for line in measure_lines(output, rows):
            say(line)
