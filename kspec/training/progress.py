"""The progress of a fit: a live line, and one that stays for each epoch."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from rich import progress
from rich.console import Console
from rich.table import Column

SHOWN = 3
"""Values of the running epoch on the live line: the loss and the first metrics."""


class Progress:
    """The line of the running epoch; only a terminal shows it.

    Args:
        epochs: how many there will be.
        steps: in each.
    """

    def __init__(self, console: Console, epochs: int, steps: int) -> None:
        self._epochs, self._steps = epochs, steps
        self._bar = progress.Progress(
            progress.TextColumn("{task.description}"),
            progress.BarColumn(bar_width=16),
            progress.TextColumn("{task.fields[step]}/{task.fields[steps]}"),
            progress.TextColumn(
                "{task.fields[said]}", table_column=Column(no_wrap=True, ratio=1)
            ),
            progress.TimeRemainingColumn(compact=True),
            progress.TextColumn("left"),
            console=console,
            transient=True,
            disable=not console.is_terminal,
        )
        self._task: progress.TaskID | None = None
        self._epoch = 0

    def start(self) -> None:
        """Show the line."""
        self._bar.start()

    def stop(self) -> None:
        """Take the line away."""
        self._bar.stop()

    def epoch(self, epoch: int) -> None:
        """Begin an epoch, counted from 0."""
        self._epoch = epoch
        title = f"epoch {epoch + 1}/{self._epochs}"
        if self._task is None:
            self._task = self._bar.add_task(
                title,
                total=self._epochs * self._steps,
                said="",
                step=0,
                steps=self._steps,
            )
        self._bar.update(self._task, description=title)
        self._move(0, "")

    def step(self, done: int, values: Mapping[str, Any], rate: float) -> None:
        """Move to a step of the epoch.

        Args:
            values: of the running epoch, the loss and the metrics.
            rate: training samples per second.
        """
        shown = sorted(values, key=lambda name: name != "loss")[:SHOWN]
        said = "  ".join(f"{name} {values[name]:.4g}" for name in shown)
        self._move(done, f"{said}  {rate:,.0f} samples/s")

    def say(self, line: str) -> None:
        """Print a line that stays."""
        self._bar.console.print(line, highlight=False, markup=False, soft_wrap=True)

    def _move(self, done: int, said: str) -> None:
        # The bar is that of the whole training: the time left is what one waits for.
        if self._task is not None:
            completed = self._epoch * self._steps + done
            self._bar.update(
                self._task, completed=completed, step=done, said=said, refresh=True
            )


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
