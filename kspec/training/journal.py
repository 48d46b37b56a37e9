"""The journal of a fit: what each epoch gave, shown live, kept, and watched for NaN.

Its callback costs a comparison per step: it reads the loss, which waits for the
device, only as often as the line on the screen changes.
"""

from __future__ import annotations

import math
import time
from collections.abc import Callable
from typing import Any

import keras
from rich.console import Console

from kspec.training.progress import Progress, epoch_line

Row = dict[str, float]
Logs = dict[str, Any] | None
REFRESH_S = 0.2


class Journal(keras.callbacks.Callback):
    """Collects a row for each epoch, and stops where the loss is no finite number.

    Args:
        epochs: how many there will be.
        samples: in one epoch.
        batch_size: samples in one step.
        kept: called with all rows after each epoch.
    """

    async_safe = True

    def __init__(
        self,
        console: Console,
        *,
        epochs: int,
        samples: int,
        batch_size: int,
        kept: Callable[[list[Row]], None],
    ) -> None:
        super().__init__()
        self.rows: list[Row] = []
        self.broken: str | None = None
        self._progress = Progress(console)
        self._epochs, self._samples = epochs, samples
        self._steps = math.ceil(samples / batch_size)
        self._kept = kept
        self._epoch, self._began, self._due = 0, 0.0, 0.0

    def on_train_begin(self, logs: Logs = None) -> None:
        """Show the live line."""
        self._progress.start()

    def on_train_end(self, logs: Logs = None) -> None:
        """Take the live line away."""
        self.close()

    def on_epoch_begin(self, epoch: int, logs: Logs = None) -> None:
        """Begin the live line anew."""
        self._epoch, self._began = epoch, time.monotonic()
        self._due = self._began + REFRESH_S
        self._progress.epoch(f"epoch {epoch + 1}/{self._epochs}", self._steps)

    def on_train_batch_end(self, batch: int, logs: Logs = None) -> None:
        """Move the live line, now and then, and look at the loss."""
        now = time.monotonic()
        if now < self._due:
            return
        self._due = now + REFRESH_S
        loss = float((logs or {}).get("loss", 0.0))
        self._progress.step(batch + 1, f"loss {loss:.4g}")
        self._watch(loss, f"step {batch + 1} of epoch {self._epoch + 1}")

    def on_epoch_end(self, epoch: int, logs: Logs = None) -> None:
        """Say, keep and check what the epoch gave."""
        seconds = time.monotonic() - self._began
        values = {key: float(value) for key, value in (logs or {}).items()}
        self._watch(values.get("loss", 0.0), f"epoch {epoch + 1}")
        self.rows.append({"epoch": epoch + 1, **values, "seconds": round(seconds, 3)})
        rate = self._samples / max(seconds, 1e-9)
        self._progress.say(epoch_line(epoch + 1, self._epochs, values, seconds, rate))
        if not self.broken:
            self._kept(self.rows)

    def close(self) -> None:
        """Remove the live line; safe to call twice."""
        self._progress.stop()

    def _watch(self, loss: float, where: str) -> None:
        if not math.isfinite(loss) and not self.broken:
            self.broken = f"the loss is {loss} after {where}"
            self.model.stop_training = True  # pyright: ignore
