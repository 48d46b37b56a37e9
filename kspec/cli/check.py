"""`kspec check`: everything that is wrong with specs, without Keras."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer

from kspec.cli import formats
from kspec.cli.console import Format, report, say, sources_of
from kspec.cli.options import Params, parsed_params
from kspec.errors import Diagnostic, UsageError

if TYPE_CHECKING:
    from kspec.graph import Graph

Files = Annotated[
    list[Path], typer.Argument(metavar="FILE…", help="Specs, or folders of them.")
]
Strict = Annotated[bool, typer.Option("--strict", help="Count warnings as errors.")]
As = Annotated[Format, typer.Option("--format", help="How diagnostics are printed.")]


def check(
    files: Files, params: Params = None, strict: Strict = False, form: As = "text"
) -> None:
    """Check specs and report every error: names, types, wiring, shapes, counts."""
    from kspec.graph import examine_file

    values = parsed_params(params)
    found: list[Diagnostic] = []
    paths = spec_files(files)
    for path in paths:
        _, graph, diagnostics = examine_file(path, params=values)
        found += diagnostics
        if graph and form == "text":
            say(f"{path}: {_verdict(graph)}")
    _print(found, form, paths)
    if any(strict or one.severity == "error" for one in found):
        raise typer.Exit(1)


def spec_files(paths: list[Path]) -> list[Path]:
    """The files, and the specs in the folders.

    Raises: UsageError K901 for a folder without specs.
    """
    files: list[Path] = []
    for path in paths:
        inside = sorted([*path.rglob("*.yaml"), *path.rglob("*.yml")])
        if path.is_dir() and not inside:
            raise UsageError(Diagnostic("K901", f"no specs (*.yaml) in `{path}`"))
        files += inside if path.is_dir() else [path]
    return files


def _verdict(graph: Graph) -> str:
    layers = len(graph.vertices) - len(graph.inputs)
    noun = "layer" if layers == 1 else "layers"
    return f"ok: {layers} {noun}, {graph.params:,} parameters, {graph.mode}"


def _print(found: list[Diagnostic], form: Format, paths: list[Path]) -> None:
    match form:
        case "text":
            report(found, sources_of(found))
        case "json":
            say(formats.as_json(found, [str(path) for path in paths]))
        case "github":
            say(formats.as_github(found)) if found else None
        case "sarif":
            say(formats.as_sarif(found))
