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
REFRESH_S = 0.2


class Journal(keras.callbacks.Callback):
    """Collects a row for each epoch, and stops where the loss is no finite number.

    Args:
        epochs: how many there will be.
        samples: in one epoch.
        kept: called with all rows and the model after each epoch.
    """

    async_safe = True

    def __init__(
        self,
        console: Console,
        *,
        epochs: int,
        samples: int,
        kept: Callable[[list[Row], Any], None],
    ) -> None:
        super().__init__()
        self.rows: list[Row] = []
        self.broken: str | None = None
        self._progress = Progress(console)
        self._console, self._epochs, self._samples = console, epochs, samples
        self._kept = kept
        self._epoch, self._began, self._due = 0, 0.0, 0.0

    def on_train_begin(self, logs: Any = None) -> None:
        self._progress.start()

    def on_train_end(self, logs: Any = None) -> None:
        self.close()

    def on_epoch_begin(self, epoch: int, logs: Any = None) -> None:
        self._epoch, self._began = epoch, time.monotonic()
        self._due = self._began + REFRESH_S
        steps: int = self.params.get("steps") or 0
        self._progress.epoch(f"epoch {epoch + 1}/{self._epochs}", steps)

    def on_train_batch_end(self, batch: int, logs: Any = None) -> None:
        now = time.monotonic()
        if now < self._due:
            return
        self._due = now + REFRESH_S
        loss = float((logs or {}).get("loss", 0.0))
        self._progress.step(batch + 1, f"loss {loss:.4g}")
        self._watch(loss, f"step {batch + 1} of epoch {self._epoch + 1}")

    def on_epoch_end(self, epoch: int, logs: Any = None) -> None:
        seconds = time.monotonic() - self._began
        values = {key: float(value) for key, value in (logs or {}).items()}
        self._watch(values.get("loss", 0.0), f"epoch {epoch + 1}")
        self.rows.append({"epoch": epoch + 1, **values, "seconds": round(seconds, 3)})
        rate = self._samples / max(seconds, 1e-9)
        self._progress.say(epoch_line(epoch + 1, self._epochs, values, seconds, rate))
        if not self.broken:
            self._kept(self.rows, self.model)

    def close(self) -> None:
        """Remove the live line; safe to call twice."""
        self._progress.stop()

    def _watch(self, loss: float, where: str) -> None:
        if not math.isfinite(loss) and not self.broken:
            self.broken = f"the loss is {loss} after {where}"
            self.model.stop_training = True
