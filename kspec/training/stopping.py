"""Stopping a fit from outside: Ctrl+C and SIGTERM end it after the current step.

A signal that breaks into a step would leave the weights half changed, or on JAX none at
all. So the first one only asks; the second ends the process as it always does.
"""

from __future__ import annotations

import signal
import threading
from collections.abc import Generator
from contextlib import contextmanager
from typing import Any

import keras


class Stopped(BaseException):
    """The fit has been stopped by a signal; the weights are those of a whole step."""

    def __init__(self, number: int) -> None:
        self.signal = signal.Signals(number)
        super().__init__(self.signal.name)


class Stopping(keras.callbacks.Callback):
    """Ends the fit where a signal has asked for it; the first of the callbacks."""

    def __init__(self) -> None:
        super().__init__()
        self.asked: int | None = None
        self._fitted: Any = None

    def set_model(self, model: Any) -> None:
        """Remember the model: `self.model` waits for the device on JAX."""
        super().set_model(model)  # pyright: ignore[reportUnknownMemberType]
        self._fitted = model

    def ask(self, number: int) -> None:
        """Stop after the current step, and any measuring after its batch."""
        self.asked = number
        self._fitted.stop_training = True
        self._fitted.stop_evaluating = True

    def on_epoch_begin(self, epoch: int, logs: Any = None) -> None:
        """A signal may come between two epochs."""
        self._stop()

    def on_test_begin(self, logs: Any = None) -> None:
        """The epoch was cut short: there is nothing to measure."""
        self._stop()

    def on_epoch_end(self, epoch: int, logs: Any = None) -> None:
        """The measuring was cut short: what it gave is no result."""
        self._stop()

    def on_train_end(self, logs: Any = None) -> None:
        """A signal may come in another callback at the end of an epoch."""
        self._stop()

    def _stop(self) -> None:
        if self.asked is not None:
            raise Stopped(self.asked)


@contextmanager
def listening(stopping: Stopping) -> Generator[None]:
    """Let SIGINT and SIGTERM stop the fit, each for the first time only."""
    if threading.current_thread() is not threading.main_thread():
        yield
        return
    before = {number: signal.getsignal(number) for number in SIGNALS}

    def ask(number: int, _: Any) -> None:
        for each, handler in before.items():
            signal.signal(each, handler)
        stopping.ask(number)

    # A shell starts what runs in the background with interrupts ignored.
    heard = [number for number, handler in before.items() if handler != signal.SIG_IGN]
    for number in heard:
        signal.signal(number, ask)
    try:
        yield
    finally:
        for number in heard:
            signal.signal(number, before[number])


SIGNALS = (signal.SIGINT, signal.SIGTERM)
