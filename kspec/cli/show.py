"""`kspec show`: the layers as a table."""

from __future__ import annotations

import json
from typing import Annotated, Literal

import typer

from kspec.cli.console import print_table, say
from kspec.cli.options import Params, SpecFile, Variant
from kspec.cli.source import compiled

As = Annotated[
    Literal["text", "json"], typer.Option("--format", help="A table, or data.")
]


WithCost = Annotated[
    bool,
    typer.Option(
        "--cost", help="Add multiply-adds, and memory for inference and training."
    ),
]


def show(
    spec: SpecFile,
    params: Params = None,
    variant: Variant = None,
    form: As = "text",
    cost: WithCost = False,
) -> None:
    """Show the layers: type, output shape, parameters, where each takes its input."""
    from kspec.summary import summary, table, totals

    _, graph = compiled(spec, params, variant)
    result = summary(graph, cost=cost)
    if form == "json":
        say(json.dumps(result.as_data(), ensure_ascii=False, indent=2))
        return
    print_table(table(result))
    say(f"{result.name} ({result.mode}): {totals(result)}")
