"""`kspec draw`: the diagram."""

from __future__ import annotations

from pathlib import Path
from typing import Annotated, Literal

import typer

from kspec.cli.console import note, say
from kspec.cli.currency import tell_whether_current
from kspec.cli.options import Params, SpecFile, Variant
from kspec.cli.source import compiled

To = Annotated[
    Path | None,
    typer.Option(
        "-o",
        "--output",
        help="FILE.svg, .png, .pdf, .dot, .mmd, .md, .json or .txt; printed without.",
    ),
]
Form = Annotated[
    Literal["text", "dot", "mermaid", "markdown", "json", "svg"],
    typer.Option("--format", help="What is printed where no file is given."),
]
Check = Annotated[
    Path | None,
    typer.Option(metavar="FILE", help="Exit with 1 where FILE is not current."),
]
Direction = Annotated[
    Literal["TB", "LR"], typer.Option(help="Top to bottom, or left to right.")
]
Detail = Annotated[
    Literal["brief", "normal", "full"], typer.Option(help="How much a box says.")
]
Fold = Annotated[
    Literal["auto", "none", "all"],
    typer.Option(help="As much as a page asks for, nothing, or every group."),
]
Depth = Annotated[
    int | None, typer.Option(min=0, help="How many levels of groups are open.")
]
Theme = Annotated[
    Literal["default", "print", "article"],
    typer.Option(help="Colours, black on white, or the code beside each layer."),
]
Width = Annotated[int | None, typer.Option(min=1, help="Of a PNG, in pixels.")]
Legend = Annotated[bool, typer.Option(help="Explain the colours below the drawing.")]
Wrap = Annotated[bool, typer.Option(help="Cut a long chain into columns.")]


def draw(
    spec: SpecFile,
    output: To = None,
    params: Params = None,
    variant: Variant = None,
    form: Form = "text",
    direction: Direction = "TB",
    detail: Detail = "normal",
    fold: Fold = "auto",
    depth: Depth = None,
    theme: Theme = "default",
    width: Width = None,
    legend: Legend = True,
    wrap: Wrap = True,
    check: Check = None,
) -> None:
    """Draw the diagram: to a file in the format of its ending, or as text here."""
    from kspec.drawing import DrawOptions, draw_graph

    options = DrawOptions(
        detail=detail,
        direction=direction,
        legend="below" if legend else "none",
        fold=fold,
        depth=depth,
        wrap=wrap,
        theme=theme,
    )
    _, graph = compiled(spec, params, variant)
    drawn = draw_graph(graph, options)
    if check is not None:
        current = drawn.is_current(check, width=width)
        tell_whether_current(check, is_current=current)
    elif output is None or str(output) == "-":
        say(drawn.text(form))
    else:
        drawn.save(output, width=width, tell=note)
        say(f"wrote {output}")
