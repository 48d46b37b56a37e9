"""`kspec runs`: the runs of a folder, listed, or some of them side by side."""

from __future__ import annotations

import json
from pathlib import Path
from typing import Annotated, Literal

import typer

from kspec.cli.console import print_table, say
from kspec.cli.options import Runs

Paths = Annotated[
    list[Path] | None,
    typer.Argument(metavar="[RUN]…", help="Runs to compare; without, all are listed."),
]
Form = Annotated[
    Literal["text", "json"], typer.Option("--format", help="How to print.")
]


def runs(paths: Paths = None, runs: Runs = Path("runs"), form: Form = "text") -> None:
    """List the runs, or compare some: their settings that differ and their results."""
    from kspec.training.comparison import compared, listed
    from kspec.training.saved import find_run, runs_in

    found = [find_run(path, runs) for path in paths] if paths else runs_in(runs)
    rows = compared(found) if paths else listed(found)
    if form == "json":
        say(json.dumps(rows, indent=2, ensure_ascii=False))
        return
    if not rows:
        say(f"there are no runs in {runs}")
        return
    from rich.table import Table

    table = Table(*rows[0], box=None, pad_edge=False, header_style="bold")
    for row in rows:
        table.add_row(*(str(value) for value in row.values()))
    print_table(table)
