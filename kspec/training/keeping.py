"""What a fit leaves behind after each epoch: the history, the best weights, logs."""

from __future__ import annotations

from collections.abc import Generator, Sequence
from contextlib import contextmanager
from importlib.util import find_spec
from pathlib import Path
from typing import Any

from kspec.files import replacing
from kspec.schema.fitting import Checkpoint
from kspec.training.best import Best
from kspec.training.run import write_history

BEST = "checkpoints/best.weights.h5"
LOGS = "tensorboard"
Rows = list[dict[str, float]]


class Keeper:
    """Keeps the history, the weights of the best epoch, and TensorBoard's logs.

    Args:
        rows: of the epochs that are done already.
    """

    def __init__(
        self,
        path: Path,
        model: Any,
        checkpoint: Checkpoint,
        rows: Sequence[dict[str, float]] = (),
    ) -> None:
        self._path, self._model = path, model
        self._best = Best(checkpoint)
        for row in rows:
            self._best.is_better(row)
        self._logs = Logs(path / LOGS)

    @property
    def best_epoch(self) -> int | None:
        """The best epoch, counted from 1."""
        return self._best.epoch

    def keep(self, rows: Rows) -> None:
        """Keep what an epoch gave.

        Raises: DataError K607 where no epoch measures what is watched.
        """
        write_history(self._path / "history.csv", rows)
        self._logs.write(rows[-1])
        if self._best.is_better(rows[-1]):
            with replacing(self._path / BEST) as temporary, self._alone():
                self._model.save_weights(temporary)

    def restore(self) -> None:
        """Give the model the weights of its best epoch."""
        if self._best.epoch is not None:
            with self._alone():
                self._model.load_weights(self._path / BEST)

    @contextmanager
    def _alone(self) -> Generator[None]:
        """Hide the optimizer, whose variables differ from phase to phase."""
        optimizer, self._model.optimizer = self._model.optimizer, None
        try:
            yield
        finally:
            self._model.optimizer = optimizer

    def close(self, rows: Rows) -> None:
        """Keep what there is at the end, the epoch that broke off included."""
        write_history(self._path / "history.csv", rows)
        self._logs.close()


class Logs:
    """TensorBoard's logs, where the package is installed: each value by epoch."""

    def __init__(self, folder: Path) -> None:
        self._folder = folder
        self._writers: dict[str, Any] = {}

    def write(self, row: dict[str, float]) -> None:
        """Log an epoch; the training and the watched part are two runs there."""
        if not find_spec("tensorboard"):
            return
        step = int(row["epoch"])
        for name, value in row.items():
            if name != "epoch":
                part = "validation" if name.startswith("val_") else "train"
                tag = name.removeprefix("val_")
                self._writer(part).add_scalar(tag, value, step)

    def close(self) -> None:
        """Write what is waiting."""
        for writer in self._writers.values():
            writer.close()

    def _writer(self, part: str) -> Any:
        from tensorboard.summary import Writer

        if part not in self._writers:
            self._writers[part] = Writer(str(self._folder / part))
        return self._writers[part]
