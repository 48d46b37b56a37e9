"""`kspec predict`: what a run's model says of new rows."""

from __future__ import annotations

from pathlib import Path
from typing import Annotated

import typer

from kspec.cli.backend import start_keras
from kspec.cli.console import say
from kspec.cli.options import Backend, RunPath, Runs

Source = Annotated[
    Path,
    typer.Argument(metavar="INPUT", help="A table, arrays, or a folder of images."),
]
To = Annotated[Path, typer.Option("-o", "--output", help="FILE.csv, .parquet or .npz.")]


def predict(
    run: RunPath,
    source: Source,
    output: To,
    runs: Runs = Path("runs"),
    backend: Backend = None,
) -> None:
    """Predict the outputs for new rows, in the data's own units."""
    from kspec.training.prediction import check_ending
    from kspec.training.table import row_count

    check_ending(output)
    start_keras(backend)
    from kspec.training import predict as predict_by

    found = predict_by(run, source, runs=runs)
    found.save(output)
    left = f"; {row_count(found.omitted)} left out" if found.omitted else ""
    say(f"wrote {output}: {len(found.rows):,} predictions{left}")
