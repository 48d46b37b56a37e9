"""`--check`: whether a file holds what the command would write."""

from __future__ import annotations

from pathlib import Path

import typer

from kspec.cli.console import note, say


def tell_whether_current(path: Path, *, is_current: bool) -> None:
    """Say so where a file is current; else how it becomes so, and end with 1."""
    if is_current:
        say(f"{path} is current")
        return
    what = "is not current" if path.exists() else "does not exist"
    note(f"{path} {what}; write it anew with `-o {path}`")
    raise typer.Exit(1)
