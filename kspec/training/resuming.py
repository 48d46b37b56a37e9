"""Resuming a fit that was cut short, so that it ends as if it had not been.

After each epoch the variables of model and optimizer are kept. A resumed fit runs from
the first epoch on, with the same batches in the same order, but leaves out the steps of
the epochs that are done and hands their numbers to the callbacks again. So the order of
the samples, the phases and what callbacks remember stand where they stood, and then the
variables are put back.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator, Sequence
from importlib import import_module
from pathlib import Path
from typing import Any

import keras
import numpy as np

from kspec.errors import Diagnostic, UsageError
from kspec.files import replacing
from kspec.training.table import Array

STATE = "checkpoints/state.npz"
Row = dict[str, float]


class StateKeeper(keras.callbacks.Callback):
    """Keeps the state after each epoch, and replays those that are done.

    It is the first of the callbacks: when an epoch begins it sees what all of them made
    of the one before.

    Args:
        path: the run's folder.
        rows: what the epochs gave that are done.
    """

    def __init__(self, path: Path, rows: Sequence[Row] = ()) -> None:
        super().__init__()
        self._path, self._rows = path / STATE, rows
        self._kept, self._done = len(rows), 0
        self._own: Sequence[Any] = ()
        self._step: Any = None
        self._fitted: Any = None

    def set_model(self, model: Any) -> None:
        """Remember the model: `self.model` waits for the device on JAX."""
        super().set_model(model)  # pyright: ignore[reportUnknownMemberType]
        self._fitted = model

    @property
    def replays(self) -> bool:
        """Whether the epoch that runs is one of those that are done."""
        return self._step is not None

    def watching(self, callbacks: Sequence[Any]) -> StateKeeper:
        """Itself, for a fit with these callbacks, which may keep weights too."""
        self._own = callbacks
        return self

    def on_train_begin(self, logs: Any = None) -> None:
        """Leave out the steps, where the first epoch is one that is done."""
        model = self._fitted
        if self._done < len(self._rows):
            model.optimizer.build(model.trainable_variables)
            self._step = model.train_function
            model.train_function = model.test_function = _passing(model)
            model.get_metrics_result = dict

    def on_epoch_begin(self, epoch: int, logs: Any = None) -> None:
        """Keep the state of the epochs before, or put it back."""
        if self.replays and epoch == len(self._rows):
            self._wake()
        self._keep(epoch)

    def on_test_begin(self, logs: Any = None) -> None:
        """There is nothing to measure in an epoch that is done."""
        if self.replays:
            self._fitted.stop_evaluating = True

    def on_epoch_end(self, epoch: int, logs: Any = None) -> None:
        """Hand the callbacks what the epoch gave when it was learnt."""
        self._done = epoch + 1
        if self.replays and logs is not None:
            row = self._rows[epoch].items()
            logs |= {k: v for k, v in row if k not in ("epoch", "seconds")}

    def on_train_end(self, logs: Any = None) -> None:
        """Keep the state before the optimizer goes, or put it back."""
        if self.replays and self._done == len(self._rows):
            self._wake()
        elif self.replays:
            self._stop()
        self._keep(self._done)

    def _keep(self, epochs: int) -> None:
        if epochs <= self._kept:
            return
        named = {f"variable_{at}": v.numpy() for at, v in enumerate(self._variables())}
        with replacing(self._path) as temporary, temporary.open("wb") as file:
            kept = named | self._best() | _randomness()
            np.savez(file, epochs=epochs, **kept)  # pyright: ignore
        self._kept = epochs

    def _variables(self) -> list[Any]:
        return [*self._fitted.variables, *self._fitted.optimizer.variables]

    def _best(self) -> dict[str, Array]:
        """The weights that callbacks would go back to."""
        return {
            f"best_{at}_{number}": value
            for at, callback in enumerate(self._own)
            for number, value in enumerate(
                getattr(callback, "best_weights", None) or ()
            )
        }

    def _wake(self) -> None:
        self._stop(self._step)
        with np.load(self._path, allow_pickle=False) as kept:
            for at, variable in enumerate(self._variables()):
                variable.assign(kept[f"variable_{at}"])
            for at, callback in enumerate(self._own):
                if best := list(_numbered(kept, f"best_{at}_")):
                    callback.best_weights = best
            _resume_randomness(kept)

    def _stop(self, step: Any = None) -> None:
        """Let the model learn and measure again, by this step where it is at hand."""
        self._fitted.train_function, self._fitted.test_function = step, None
        del self._fitted.get_metrics_result
        self._step = None


def epochs_kept(path: Path) -> int:
    """After how many epochs the state was kept that a run's folder has; 0 for none.

    Raises: UsageError K924 where it cannot be read.
    """
    if not (path / STATE).is_file():
        return 0
    try:
        with np.load(path / STATE, allow_pickle=False) as kept:
            return int(kept["epochs"])
    except (OSError, ValueError, KeyError) as error:
        message = f"`{path / STATE}` cannot be read: {error}"
        raise UsageError(Diagnostic("K924", message, hint="train it again")) from error


def _randomness() -> dict[str, Array]:
    """PyTorch's own randomness, which dropout takes there; other backends have none."""
    if keras.config.backend() != "torch":
        return {}
    torch: Any = import_module("torch")
    return {"torch": torch.get_rng_state().numpy()}


def _resume_randomness(kept: Any) -> None:
    if "torch" in kept:
        torch: Any = import_module("torch")
        torch.set_rng_state(torch.from_numpy(kept["torch"]))


def _numbered(kept: Any, name: str) -> Iterator[Array]:
    number = 0
    while f"{name}{number}" in kept:
        yield kept[f"{name}{number}"]
        number += 1


def _passing(model: Any) -> Callable[..., Any]:
    """A step that takes its batches and does nothing.

    JAX hands it the state and the batches, TensorFlow the batches, PyTorch a batch.
    """
    steps = model.steps_per_execution

    def run(*given: Any) -> Any:
        batches = given[-1]
        if hasattr(batches, "__next__"):
            next(batches)
            for _ in range(steps - 1):
                next(batches, None)
        return ({}, given[0]) if given[1:] else {}

    return run
