"""`kspec check`: everything that is wrong with specs, without Keras."""

from __future__ import annotations

from dataclasses import dataclass, field
from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer

from kspec.cli.console import MOST, Format, report, say, sources_of
from kspec.cli.options import Params, Variant, parsed_params
from kspec.cli.waiting import watched
from kspec.errors import Diagnostic, UsageError
from kspec.expr import Value

if TYPE_CHECKING:
    from kspec.graph import Graph

Files = Annotated[
    list[Path], typer.Argument(metavar="FILE…", help="Specs, or folders of them.")
]
Strict = Annotated[bool, typer.Option("--strict", help="Count warnings as errors.")]
As = Annotated[Format, typer.Option("--format", help="How diagnostics are printed.")]


def check(
    files: Files,
    params: Params = None,
    variant: Variant = None,
    strict: Strict = False,
    form: As = "text",
) -> None:
    """Check specs and report every error: names, types, wiring, shapes, counts.

    A spec with variants is checked as it is and in each of them.
    """
    values = parsed_params(params)
    outcome = Outcome()
    for path in watched(_paths(files, outcome), "checking"):
        outcome.examine(path, values, variant)
    _print(outcome, form)
    if outcome.is_wrong_usage:
        raise typer.Exit(UsageError.exit_code)
    if any(strict or one.severity == "error" for one in outcome.found):
        raise typer.Exit(1)


@dataclass
class Outcome:
    """What the check of some files gave.

    Args:
        found: the diagnostics, those of a file together and in order.
        shown: those of them that are printed, up to `MOST` of each file.
        verdicts: a line for each file that is right.
    """

    files: list[str] = field(default_factory=list[str])
    found: list[Diagnostic] = field(default_factory=list[Diagnostic])
    shown: list[Diagnostic] = field(default_factory=list[Diagnostic])
    verdicts: list[str] = field(default_factory=list[str])
    is_wrong_usage: bool = False

    def examine(
        self, path: Path, params: dict[str, Value], variant: str | None = None
    ) -> None:
        """Check one file; a missing one does not end the check of the others."""
        from kspec.graph import check_file

        self.files.append(str(path))
        try:
            graph, diagnostics = check_file(path, params=params, variant=variant)
        except UsageError as error:
            self.refuse(error)
            return
        self._add(diagnostics)
        if graph:
            self.verdicts.append(f"{path}: {_verdict(graph)}")

    def refuse(self, error: UsageError) -> None:
        """Note that a file or parameter does not exist."""
        self.is_wrong_usage = True
        self._add(error.diagnostics)

    def _add(self, diagnostics: tuple[Diagnostic, ...]) -> None:
        new = [found for found in diagnostics if found.span or found not in self.found]
        self.found += new
        self.shown += new[:MOST]


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


def _paths(files: list[Path], outcome: Outcome) -> list[Path]:
    """The files to check, each once."""
    found: list[Path] = []
    for path in files:
        try:
            found += spec_files([path])
        except UsageError as error:
            outcome.refuse(error)
    return [*dict.fromkeys(found)]


def _verdict(graph: Graph) -> str:
    layers = len(graph.vertices) - len(graph.inputs)
    noun = "layer" if layers == 1 else "layers"
    least = "" if graph.is_known else "at least "
    return f"ok: {layers} {noun}, {least}{graph.params:,} parameters, {graph.mode}"


def _print(outcome: Outcome, form: Format) -> None:
    found, shown = outcome.found, outcome.shown
    omitted = len(found) - len(shown)
    match form:
        case "text":
            for verdict in outcome.verdicts:
                say(verdict)
            report(found, sources_of(found))
        case "json":
            from kspec.cli.formats import as_json

            say(as_json(found, outcome.files, shown))
        case "github":
            from kspec.cli.formats import as_github

            say(as_github(shown, omitted)) if found else None
        case "sarif":
            from kspec.cli.sarif import as_sarif

            say(as_sarif(shown, omitted))
