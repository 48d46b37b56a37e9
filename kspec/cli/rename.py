"""`kspec rename`: a name of a spec becomes another one, with all that speaks of it."""

from __future__ import annotations

from typing import Annotated

import typer

from kspec.cli.console import say
from kspec.cli.options import SpecFile
from kspec.cli.patch import patch
from kspec.files import write_text
from kspec.text import read_file

Old = Annotated[
    str, typer.Argument(metavar="OLD", help="Its name now, such as k or params.k.")
]
New = Annotated[str, typer.Argument(metavar="NEW", help="Its name from now on.")]
DryRun = Annotated[
    bool, typer.Option("--dry-run", help="Write nothing; print what would change.")
]


def rename(old: Old, new: New, spec: SpecFile, dry_run: DryRun = False) -> None:
    """Rename an input, layer, parameter or block; every reference follows."""
    from kspec.graph.renaming import rename_text

    _, text = read_file(spec)
    changed = rename_text(text, old, new, file=str(spec))
    if dry_run:
        say(patch(str(spec), text, changed))
        return
    write_text(spec.resolve(), changed)
    say(f"renamed {old} to {new} in {spec}")
