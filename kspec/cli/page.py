"""`kspec page`: spec, diagram and code on one HTML page."""

from __future__ import annotations

from pathlib import Path
from typing import Annotated

import typer

from kspec.cli.console import report, say, sources_of
from kspec.cli.options import Params, SpecFile, Variant, parsed_params
from kspec.errors import Diagnostic, UsageError
from kspec.files import write_text

To = Annotated[Path | None, typer.Option("-o", "--output", help="FILE.html.")]

ENDINGS = (".html", ".htm")


def page(
    spec: SpecFile,
    output: To = None,
    params: Params = None,
    variant: Variant = None,
) -> None:
    """Write the page; SPEC's name with .html in this folder where no file is given."""
    path = output or Path(spec.stem).with_suffix(".html")
    if path.suffix.lower() not in ENDINGS:
        message = f"a page is written as FILE.html, got `{path.name}`"
        hint = f"write `-o {path.with_suffix('.html')}`"
        raise UsageError(Diagnostic("K905", message, hint=hint))
    from kspec.graph import examine_file
    from kspec.webpage import content, render

    loaded, graph, diagnostics = examine_file(
        spec, params=parsed_params(params), variant=variant
    )
    report(diagnostics, sources_of(diagnostics))
    if loaded is None or graph is None:
        raise typer.Exit(1)
    write_text(path, render(content(loaded, graph, diagnostics)))
    say(f"wrote {path}")
