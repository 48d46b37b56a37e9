"""`kspec diff`: what differs between two specs, and whether a checkpoint loads."""

from __future__ import annotations

import json
import sys
from pathlib import Path
from typing import TYPE_CHECKING, Annotated, Literal

import typer

from kspec.cli.console import report, say
from kspec.cli.draw import Direction
from kspec.cli.options import Params, Variant, parsed_params

if TYPE_CHECKING:
    from kspec.comparison import Diff
    from kspec.expr import Value
    from kspec.graph import Graph

Old = Annotated[
    str, typer.Argument(metavar="OLD", help="A spec, or REVISION:FILE in git.")
]
New = Annotated[
    str, typer.Argument(metavar="NEW", help="A spec, or REVISION:FILE in git.")
]
As = Annotated[
    Literal["text", "json"], typer.Option("--format", help="Lines, or data.")
]

To = Annotated[
    Path | None,
    typer.Option("-o", "--output", help="A diagram: FILE.svg, .png, .pdf or .dot."),
]

NewVariant = Annotated[
    str | None,
    typer.Option(metavar="NAME", help="The variant of NEW, where it is another."),
]

SAME, DIFFERENT, WRONG = 0, 1, 2
"""Exit codes, those of the program diff."""


def diff(
    old: Old,
    new: New,
    params: Params = None,
    variant: Variant = None,
    new_variant: NewVariant = None,
    form: As = "text",
    output: To = None,
    direction: Direction = "TB",
) -> None:
    """Compare two specs by meaning; say whether a checkpoint of OLD loads into NEW."""
    from kspec.comparison import compare
    from kspec.comparison.report import as_data

    values = parsed_params(params)
    before = _graph(old, values, variant)
    after = _graph(new, values, new_variant or variant)
    if before is None or after is None:
        raise typer.Exit(WRONG)
    found = compare(before, after)
    if form == "json":
        say(json.dumps(as_data(found), ensure_ascii=False, indent=2))
    else:
        say(str(found))
    if output:
        _draw(found, output, direction)
    raise typer.Exit(DIFFERENT if found else SAME)


def _draw(found: Diff, output: Path, direction: Direction) -> None:
    from kspec.comparison.picture import draw_diff
    from kspec.drawing import DrawOptions

    drawn = draw_diff(found, DrawOptions(direction=direction))
    drawn.save(output, tell=_tell)
    _tell(f"wrote {output}")


def _tell(message: str) -> None:
    """Say something beside the result, which may be read by a program."""
    sys.stderr.write(f"{message}\n")


def _graph(source: str, values: dict[str, Value], variant: str | None) -> Graph | None:
    """The graph of a file or of a version; what is wrong with it is reported."""
    from kspec.comparison.revisions import version
    from kspec.graph import examine_file

    with version(source) as found:
        _, graph, diagnostics = examine_file(found.path, params=values, variant=variant)
        errors = [one for one in diagnostics if one.severity == "error"]
        report(map(found.named, errors), found.texts(errors))
    return graph
