"""`kspec resolve`: the spec with everything worked out."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer

from kspec.cli.console import say
from kspec.cli.options import Params, SpecFile, Variant
from kspec.cli.source import compiled
from kspec.files import write_text

if TYPE_CHECKING:
    from kspec.resolution import Shown

To = Annotated[
    Path | None,
    typer.Option("-o", "--output", help="FILE.yaml; printed where not given."),
]
Full = Annotated[bool, typer.Option("--full", help="Show every argument.")]
Minimal = Annotated[
    bool, typer.Option("--minimal", help="Leave out what equals a default.")
]


def resolve(
    spec: SpecFile,
    output: To = None,
    params: Params = None,
    variant: Variant = None,
    full: Full = False,
    minimal: Minimal = False,
) -> None:
    """Print the spec without parameters, blocks, repeats and formulas."""
    from kspec.resolution import resolved_text

    if full and minimal:
        raise typer.BadParameter("--full and --minimal exclude each other")
    shown: Shown = "full" if full else "minimal" if minimal else "given"
    loaded, _ = compiled(spec, params, variant)
    text = resolved_text(loaded, shown)
    if output is None or str(output) == "-":
        say(text)
        return
    write_text(output, text)
    say(f"wrote {output}")
