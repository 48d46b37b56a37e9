"""A bar on the terminal, once many files take their time."""

from __future__ import annotations

import sys
import time
from collections.abc import Iterator
from contextlib import ExitStack
from pathlib import Path

PATIENCE_S = 1.0
"""How long nothing is shown."""


def watched(paths: list[Path], verb: str) -> Iterator[Path]:
    """The paths, one after another; a bar on standard error says how far it has come.

    Where standard error is no terminal, nothing is ever shown.
    """
    started = time.monotonic()
    with ExitStack() as stack:
        advance = None
        for done, path in enumerate(paths):
            is_slow = time.monotonic() - started > PATIENCE_S and sys.stderr.isatty()
            if advance is None and is_slow:
                advance = stack.enter_context(_Bar(verb, len(paths)))
            if advance:
                advance(done, path)
            yield path


class _Bar:
    def __init__(self, verb: str, total: int) -> None:
        from rich import progress
        from rich.console import Console

        self._bar = progress.Progress(
            progress.TextColumn(verb),
            progress.BarColumn(bar_width=24),
            progress.MofNCompleteColumn(),
            progress.TextColumn("{task.description}"),
            console=Console(stderr=True),
            transient=True,
            redirect_stdout=False,
        )
        self._task = self._bar.add_task("", total=total)

    def __enter__(self) -> _Bar:
        self._bar.start()
        return self

    def __exit__(self, *_: object) -> None:
        self._bar.stop()

    def __call__(self, done: int, path: Path) -> None:
        """Show the file that comes now."""
        from rich.markup import escape

        from kspec.errors import printable

        name = escape(printable(str(path)))
        self._bar.update(self._task, completed=done, description=name)
