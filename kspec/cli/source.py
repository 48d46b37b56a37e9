"""From a file name to what a command works on, its errors reported on the way."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING

import typer

from kspec.cli.console import report
from kspec.cli.options import parsed_params

if TYPE_CHECKING:
    from kspec.graph import Graph
    from kspec.schema import Spec


def compiled(
    path: Path, params: list[str] | None, variant: str | None = None
) -> tuple[Spec, Graph]:
    """A file's spec and graph; warnings are reported, errors end the command (1).

    Raises: UsageError where there is no such file, parameter or variant.
    """
    from kspec.cli.console import sources_of
    from kspec.graph import examine_file

    spec, graph, diagnostics = examine_file(
        path, params=parsed_params(params), variant=variant
    )
    report(diagnostics, sources_of(diagnostics))
    if spec is None or graph is None:
        raise typer.Exit(1)
    return spec, graph
