"""`kspec fmt`: specs in the canonical layout, with their comments."""

from __future__ import annotations

import sys
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Annotated

import typer

from kspec.cli.check import spec_files
from kspec.cli.console import report, report_error, say
from kspec.cli.patch import patch
from kspec.errors import KspecError, TextError
from kspec.files import write_text
from kspec.text import format_text
from kspec.text.limits import DEFAULT
from kspec.text.reader import file_bytes

STDIN = Path("-")

Files = Annotated[
    list[Path],
    typer.Argument(
        metavar="FILE…", help="Specs, or folders of them; - for standard input."
    ),
]
Check = Annotated[
    bool,
    typer.Option("--check", help="Write nothing; exit 1 where a file would change."),
]
Diff = Annotated[
    bool, typer.Option("--diff", help="Write nothing; print what changes.")
]


def fmt(files: Files, check: Check = False, diff: Diff = False) -> None:
    """Lay specs out as kspec writes them; comments and expressions stay."""
    code, changed, unchanged = 0, 0, 0
    act = _show_patch if diff else _name if check else _write
    for path in _paths(files):
        try:
            is_new = _format(path, act)
        except KspecError as error:
            code = max(code, error.exit_code)
            continue
        changed += is_new
        unchanged += not is_new
    if not diff and STDIN not in files:
        say(
            _counted(changed, unchanged, "would be formatted" if check else "formatted")
        )
    if code or (check and changed):
        raise typer.Exit(code or 1)


def _paths(files: list[Path]) -> Iterator[Path]:
    for path in dict.fromkeys(files):
        yield from [path] if path == STDIN else spec_files([path])


def _format(path: Path, act: Callable[[Path, str, str], None]) -> bool:
    """Format a file; whether that changes it. Errors are reported and raised."""
    data = b""
    try:
        data = _bytes(path)
        tidy = format_text(data, file=_named(path))
        changed = tidy.encode() != data
        if changed or (path == STDIN and act is _write):
            act(path, data.decode(), tidy)
    except TextError as error:
        report(error.diagnostics, {_named(path): data.decode(errors="replace")})
        raise
    except KspecError as error:
        report_error(error)
        raise
    return changed


def _bytes(path: Path) -> bytes:
    if path == STDIN:
        return sys.stdin.buffer.read(DEFAULT.file_bytes + 1)
    return file_bytes(path)


def _named(path: Path) -> str:
    return "<stdin>" if path == STDIN else str(path)


def _write(path: Path, _: str, tidy: str) -> None:
    if path == STDIN:
        say(tidy)
        return
    write_text(path.resolve(), tidy)
    say(f"formatted {path}")


def _name(path: Path, _before: str, _after: str) -> None:
    say(f"would format {_named(path)}")


def _show_patch(path: Path, before: str, after: str) -> None:
    say(patch(_named(path), before, after))


def _counted(changed: int, unchanged: int, verb: str) -> str:
    """How many files there are of each.

    Example:
    >>> _counted(1, 2, "formatted"), _counted(0, 1, "formatted")
    ('1 file formatted, 2 files unchanged', '1 file unchanged')
    """
    counts = ((changed, verb), (unchanged, "unchanged"))
    words = [f"{n} file{'s' * (n != 1)} {what}" for n, what in counts if n]
    return ", ".join(words) or "no file formatted"
