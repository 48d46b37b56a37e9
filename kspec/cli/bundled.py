"""`kspec list` and `kspec copy`: the bundled specs."""

from __future__ import annotations

from pathlib import Path
from typing import Annotated

import typer

from kspec import bundled
from kspec.cli.console import print_table, say

Name = Annotated[
    str, typer.Argument(metavar="NAME", help="A name that `kspec list` prints.")
]
To = Annotated[
    Path, typer.Argument(metavar="[TO]", help="A folder, or the copy's file name.")
]


def list_() -> None:
    """List the bundled specs."""
    from rich.table import Table

    from kspec.graph import compile_spec
    from kspec.schema import load, text_of

    table = Table(box=None, pad_edge=False, padding=(0, 2, 0, 0), show_header=False)
    table.add_column(no_wrap=True)
    table.add_column(justify="right", no_wrap=True)
    table.add_column()
    for name in bundled.names():
        spec = load(bundled.path(name))
        params = compile_spec(spec).params
        table.add_row(name, f"{params:,} parameters", text_of(spec.caption) or "")
    print_table(table)
    say(f"and Keras's applications: {', '.join(bundled.applications())}")


def copy(name: Name, to: To = Path()) -> None:
    """Copy a bundled spec, to be edited."""
    say(f"wrote {bundled.copy(name, to)}")
