"""`kspec draw`: the diagram."""

from __future__ import annotations

from pathlib import Path
from typing import Annotated, Literal

import typer

from kspec.cli.console import say
from kspec.cli.options import Params, SpecFile, Variant
from kspec.cli.source import compiled

To = Annotated[
    Path | None,
    typer.Option(
        "-o", "--output", help="FILE.svg, .png, .pdf or .dot; - for DOT here."
    ),
]
Direction = Annotated[
    Literal["TB", "LR"], typer.Option(help="Top to bottom, or left to right.")
]
Detail = Annotated[
    Literal["brief", "normal", "full"], typer.Option(help="How much a box says.")
]


def draw(
    spec: SpecFile,
    output: To = None,
    params: Params = None,
    variant: Variant = None,
    direction: Direction = "TB",
    detail: Detail = "normal",
) -> None:
    """Draw the diagram; SPEC's name with .svg in this folder where no file is given."""
    from kspec.drawing import DrawOptions, draw_graph

    _, graph = compiled(spec, params, variant)
    drawn = draw_graph(graph, DrawOptions(direction=direction, detail=detail))
    if str(output) == "-":
        say(drawn.dot)
        return
    path = output or Path(spec.stem).with_suffix(".svg")
    drawn.save(path)
    say(f"wrote {path}")
