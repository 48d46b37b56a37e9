"""The progress of a fit: a live line, and one that stays for each epoch."""

from __future__ import annotations

from collections.abc import Mapping

from rich import progress
from rich.console import Console


class Progress:
    """The line of the running epoch; only a terminal shows it."""

    def __init__(self, console: Console) -> None:
        self._bar = progress.Progress(
            progress.TextColumn("{task.description}"),
            progress.BarColumn(bar_width=24),
            progress.MofNCompleteColumn(),
            progress.TextColumn("{task.fields[said]}"),
            progress.TimeRemainingColumn(),
            console=console,
            transient=True,
            disable=not console.is_terminal,
        )
        self._task: progress.TaskID | None = None

    def start(self) -> None:
        """Show the line."""
        self._bar.start()

    def stop(self) -> None:
        """Take the line away."""
        self._bar.stop()

    def epoch(self, title: str, steps: int) -> None:
        """Begin an epoch of so many steps."""
        if self._task is not None:
            self._bar.remove_task(self._task)
        self._task = self._bar.add_task(title, total=steps or None, said="")

    def step(self, done: int, said: str) -> None:
        """Move to a step."""
        if self._task is not None:
            self._bar.update(self._task, completed=done, said=said, refresh=True)

    def say(self, line: str) -> None:
        """Print a line that stays."""
        self._bar.console.print(line, highlight=False, markup=False, soft_wrap=True)


def epoch_line(
    epoch: int, epochs: int, values: Mapping[str, float], seconds: float, rate: float
) -> str:
    """The line of a finished epoch.

    Args:
        rate: training samples per second.

    Example:
    >>> epoch_line(3, 20, {"loss": 0.25, "val_loss": 0.5}, 2.04, 1960.7)
    'epoch  3/20  loss 0.25  val_loss 0.5  2.0 s  1,961 samples/s'
    """
    width = len(str(epochs))
    shown = "  ".join(f"{name} {value:.4g}" for name, value in values.items())
    return (
        f"epoch {epoch:{width}}/{epochs}  {shown}  {seconds:.1f} s  "
        f"{rate:,.0f} samples/s"
    )
