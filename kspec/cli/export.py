"""`kspec export`: a run's model for use without Keras."""

from __future__ import annotations

from pathlib import Path
from typing import Annotated

import typer

from kspec.cli.backend import native_output_held, start_keras
from kspec.cli.console import say
from kspec.cli.options import Backend, RunPath, Runs

To = Annotated[
    Path,
    typer.Option("-o", "--output", help="A folder, FILE.onnx or FILE.tflite."),
]


def export(
    run: RunPath,
    output: To,
    runs: Runs = Path("runs"),
    backend: Backend = None,
) -> None:
    """Write a run's model as SavedModel (a folder), ONNX or LiteRT."""
    start_keras(backend)
    from kspec.training.exporting import export as export_run

    with native_output_held():
        target, path = export_run(run, output, runs=runs)
    say(f"wrote {path}: {target.title}")
