"""`kspec train`: a model trained as the spec says, and a run's folder."""

from __future__ import annotations

import signal
from itertools import zip_longest
from pathlib import Path
from typing import TYPE_CHECKING, Annotated, Any

import typer

from kspec.cli.backend import start_keras
from kspec.cli.console import say
from kspec.cli.options import Backend, Params, Runs, Variant
from kspec.cli.source import compiled
from kspec.errors import Diagnostic, UsageError

if TYPE_CHECKING:
    from kspec import Spec
    from kspec.training import Run

Source = Annotated[
    Path,
    typer.Argument(
        metavar="SPEC", help="The spec, a YAML file; with --resume a run's folder."
    ),
]
Epochs = Annotated[int | None, typer.Option(min=1, help="Instead of the spec's.")]
Resume = Annotated[
    bool, typer.Option("--resume", help="Go on with a run that was cut short.")
]


def train(
    spec: Source,
    params: Params = None,
    variant: Variant = None,
    epochs: Epochs = None,
    resume: Resume = False,
    runs: Runs = Path("runs"),
    backend: Backend = None,
) -> None:
    """Train the model on the data of the spec's train: section."""
    if resume and (params or variant or epochs):
        message = "a run is resumed as it was begun"
        hint = "leave out `-p`, `--variant` and `--epochs`"
        raise UsageError(Diagnostic("K924", message, hint=hint))
    run = (
        _resumed(spec, runs, backend)
        if resume
        else _trained(compiled(spec, params, variant)[0], runs, epochs, backend)
    )
    if run.status == "interrupted":
        raise typer.Exit(128 + signal.Signals[run.signal or "SIGINT"])
    say("on the held-out part:")
    for output, rows in run.measures.items():
        for line in measure_lines(output, rows):
            say(line)
    say(f"run: {run.path}")


def _trained(spec: Spec, runs: Path, epochs: int | None, backend: str | None) -> Run:
    start_keras(backend)
    from kspec.training import train

    return train(spec, runs=runs, epochs=epochs)


def _resumed(run: Path, runs: Path, backend: str | None) -> Run:
    start_keras(backend)
    from kspec.training import resume

    return resume(run, runs=runs)


def measure_lines(output: str, rows: dict[str, dict[str, Any]]) -> list[str]:
    """The measures of an output in columns: the model's first, then each baseline's.

    Example:
    >>> rows = {"model": {"accuracy": 0.97}, "majority": {"accuracy": 0.1}}
    >>> measure_lines("digit", rows)
    ['digit', '  model     accuracy 0.97', '  majority  accuracy 0.1']
    """
    cells = [
        (name, *(f"{key} {_number(value)}" for key, value in measures.items()))
        for name, measures in rows.items()
    ]
    widths = [max(map(len, column)) for column in zip_longest(*cells, fillvalue="")]
    lines = (
        "  ".join(cell.ljust(width) for cell, width in zip(row, widths, strict=False))
        for row in cells
    )
    return [output, *(f"  {line.rstrip()}" for line in lines)]


def _number(value: Any) -> str:
    return f"{value:.4g}" if isinstance(value, float) else str(value)
