"""`kspec data`: the datasets that kspec knows, and what a spec is trained on."""

from __future__ import annotations

from collections.abc import Callable, Generator
from contextlib import contextmanager
from typing import TYPE_CHECKING, Annotated, Any

import typer

from kspec.cli.console import print_table, say
from kspec.cli.options import Params, SpecFile, Variant
from kspec.cli.source import compiled
from kspec.errors import Diagnostic, UsageError, did_you_mean

if TYPE_CHECKING:
    from kspec.known import DataFile
    from kspec.training.datasets import Progress

data = typer.Typer(
    help="Known datasets, and a look at what a spec is trained on.",
    no_args_is_help=True,
)
Name = Annotated[
    str, typer.Argument(metavar="NAME", help="A name that `kspec data list` prints.")
]


@data.command("list")
def list_() -> None:
    """List the datasets that kspec knows by name."""
    from rich.table import Table

    from kspec.known import KNOWN
    from kspec.training.datasets import present

    table = Table(box=None, pad_edge=False, padding=(0, 2, 0, 0))
    for title in ("name", "on this machine", "what it is", "licence", "columns"):
        table.add_column(title, no_wrap=title == "name")
    for known in KNOWN:
        here = "yes" if present(known) else "no"
        columns = ", ".join(known.columns)
        table.add_row(known.name, here, known.title, known.licence, columns)
    print_table(table)


@data.command()
def get(name: Name) -> None:
    """Download a dataset, verify its checksum and keep it."""
    from kspec.known import KNOWN, find
    from kspec.training.datasets import locate

    known = find(name)
    if known is None:
        names = [one.name for one in KNOWN]
        message = f"kspec knows no dataset `{name}`"
        hint = did_you_mean(name, names) or f"it knows {', '.join(names)}"
        raise UsageError(Diagnostic("K930", message, hint=hint))
    say(f"{known.name}: {known.title}")
    say(f"licence: {known.licence}")
    with _shown() as progress:
        paths = locate(known, progress)
    for file, path in zip(known.files, paths, strict=True):
        say(f"{path}  sha256 {file.sha256}")


@data.command()
def show(spec: SpecFile, params: Params = None, variant: Variant = None) -> None:
    """Show the data of a spec as its model takes them, before any training."""
    loaded, _ = compiled(spec, params, variant)
    from kspec.training import load_dataset
    from kspec.training.survey import survey

    say("\n".join(survey(load_dataset(loaded))))


@contextmanager
def _shown() -> Generator[Callable[[DataFile], Progress]]:
    """A bar for each file that comes, on a terminal."""
    from rich import progress
    from rich.console import Console

    console = Console(stderr=True)
    columns: list[Any] = [
        progress.TextColumn("{task.description}"),
        progress.BarColumn(),
        progress.DownloadColumn(),
        progress.TimeRemainingColumn(),
    ]
    bar = progress.Progress(
        *columns, console=console, transient=True, disable=not console.is_terminal
    )

    def of_file(file: DataFile) -> Progress:
        task = bar.add_task(file.name, total=None)
        return lambda come, total: bar.update(task, completed=come, total=total)

    with bar:
        yield of_file
