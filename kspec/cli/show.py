"""`kspec show`: the layers as a table."""

from __future__ import annotations

import json
import sys
from typing import Annotated, Literal

import typer

from kspec.cli.console import say
from kspec.cli.options import Params, SpecFile
from kspec.cli.source import compiled

As = Annotated[
    Literal["text", "json"], typer.Option("--format", help="A table, or data.")
]


def show(spec: SpecFile, params: Params = None, form: As = "text") -> None:
    """Show the layers: type, output shape, parameters, where each takes its input."""
    from kspec.summary import summary, table, totals

    _, graph = compiled(spec, params)
    result = summary(graph)
    if form == "json":
        say(json.dumps(result.as_data(), ensure_ascii=False, indent=2))
        return
    from rich.console import Console

    width = None if sys.stdout.isatty() else 10_000
    Console(width=width, highlight=False).print(table(result))
    say(f"{result.name} ({result.mode}): {totals(result)}")
