"""The journal of a fit: what each epoch gave, shown live, kept, and watched for NaN.

Keras gives every callback the values of a step as plain numbers, so looking at the loss
of each step costs a comparison.
"""

from __future__ import annotations

import math
import time
from collections.abc import Callable, Sequence
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
        self._replayed = 0
        self.broken: str | None = None
        self._progress = Progress(console, epochs, math.ceil(samples / batch_size))
        self._epochs, self._samples, self._batch_size = epochs, samples, batch_size
        self._kept = kept
        self._epoch, self._began, self._due = 0, 0.0, 0.0
        self._fitted: Any = None

    def replay(self, rows: Sequence[Row]) -> None:
        """Take the rows of the epochs that a resumed fit only goes through."""
        self.rows, self._replayed = list(rows), len(rows)

    def set_model(self, model: Any) -> None:
        """Remember the model: `self.model` waits for the device on JAX."""
        super().set_model(model)  # pyright: ignore[reportUnknownMemberType]
        self._fitted = model

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
        self._progress.epoch(epoch)

    def on_train_batch_end(self, batch: int, logs: Logs = None) -> None:
        """Look at the loss, and now and then move the live line."""
        values = logs or {}
        loss = values.get("loss", 0.0)
        if not math.isfinite(loss):
            self._break(f"the loss is {loss} in step {batch + 1}{self._rows(batch)}")
        now = time.monotonic()
        if now < self._due:
            return
        self._due = now + REFRESH_S
        done = (batch + 1) * self._batch_size
        rate = done / max(now - self._began, 1e-9)
        self._progress.step(batch + 1, values, rate)

    def on_epoch_end(self, epoch: int, logs: Logs = None) -> None:
        """Say, keep and check what the epoch gave."""
        if epoch < self._replayed:
            return
        seconds = time.monotonic() - self._began
        values = {key: float(value) for key, value in (logs or {}).items()}
        for name, value in values.items():
            if name.endswith("loss") and not math.isfinite(value):
                self._break(f"`{name}` is {value}")
        row = {"epoch": epoch + 1, **values, "seconds": round(seconds, 3)}
        self.rows.append(row)
        rate = self._samples / max(seconds, 1e-9)
        self._progress.say(epoch_line(epoch + 1, self._epochs, values, seconds, rate))
        if not self.broken:
            self._kept(self.rows)

    def close(self) -> None:
        """Remove the live line; safe to call twice."""
        self._progress.stop()

    def _rows(self, batch: int) -> str:
        first = batch * self._batch_size
        last = min(first + self._batch_size, self._samples)
        return f" (examples {first + 1} to {last} in the epoch's order)"

    def _break(self, what: str) -> None:
        if not self.broken:
            self.broken = f"{what} of epoch {self._epoch + 1}"
            self._fitted.stop_training = True
