"""What the commands print: results to stdout, errors to stderr, nothing twice."""

from __future__ import annotations

import sys
from collections.abc import Iterable, Mapping
from pathlib import Path
from typing import TYPE_CHECKING, Literal

from kspec.errors import Diagnostic, KspecError, rendered

if TYPE_CHECKING:
    from rich.table import Table

Format = Literal["text", "json", "github", "sarif"]


def say(text: str) -> None:
    """Print a result."""
    sys.stdout.write(text if text.endswith("\n") else f"{text}\n")
    sys.stdout.flush()


def note(text: str) -> None:
    """Print what the user should know beside the result."""
    sys.stderr.write(f"{text}\n")
    sys.stderr.flush()


def print_table(table: Table) -> None:
    """Print a table; a piped one is as wide as it is, without blanks at line ends."""
    from rich.console import Console

    if sys.stdout.isatty():
        Console(highlight=False).print(table)
        return
    console = Console(width=10_000, no_color=True)
    with console.capture() as captured:
        console.print(table)
    say("\n".join(line.rstrip() for line in captured.get().splitlines()))


def report(diagnostics: Iterable[Diagnostic], sources: Mapping[str, str]) -> None:
    """Print diagnostics to stderr, each with its excerpt, then how many there are."""
    shown = list(diagnostics)
    if not shown:
        return
    from rich.console import Console
    from rich.text import Text

    console = Console(stderr=True, highlight=False, soft_wrap=True)
    for found in shown[:MOST]:
        first, *rest = rendered(found, sources)
        colour = "red" if found.severity == "error" else "yellow"
        console.print(Text(first, style=f"bold {colour}"))
        for line in rest:
            console.print(Text(line, style="cyan" if line.startswith("  hint") else ""))
    if len(shown) > MOST:
        console.print(f"… and {len(shown) - MOST} more")
    console.print(Text(counted(shown), style="bold"))


MOST = 100
"""Diagnostics shown before the rest is only counted."""


def counted(diagnostics: list[Diagnostic]) -> str:
    """How many errors and warnings there are.

    Example:
    >>> counted([Diagnostic("K101", "…"), Diagnostic("K701", "…", severity="warning")])
    '1 error, 1 warning'
    """
    counts = {"error": 0, "warning": 0}
    for found in diagnostics:
        counts[found.severity] += 1
    words = [f"{n} {kind}{'s' * (n != 1)}" for kind, n in counts.items() if n]
    return ", ".join(words)


def report_error(error: KspecError) -> None:
    """Print the diagnostics that an exception carries."""
    diagnostics: tuple[Diagnostic, ...] = getattr(error, "diagnostics", ())
    report(diagnostics, sources_of(diagnostics))


def sources_of(diagnostics: Iterable[Diagnostic]) -> dict[str, str]:
    """The texts of the files that the diagnostics point into."""
    spans = [found.span for found in diagnostics]
    spans += [related.span for found in diagnostics for related in found.related]
    names = {span.file for span in spans if span}
    return {name: _text(name) for name in names if Path(name).is_file()}


def _text(name: str) -> str:
    return (
        Path(name).read_text(encoding="utf-8", errors="replace").removeprefix("\ufeff")
    )
