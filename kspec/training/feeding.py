"""Feeding: batches for Keras of samples that are read only when a step needs them."""

from __future__ import annotations

import math
from collections.abc import Callable, Mapping
from typing import Any

import keras
import numpy as np

from kspec.training.table import Array, Samples

Structure = Callable[[Mapping[str, Any]], Any]
READERS = 2
"""Threads that read batches ahead of the step that runs."""
BATCHES_AHEAD = 4


class Batches(keras.utils.PyDataset):
    """The batches of one part, in an order of its own each epoch where asked for.

    Args:
        columns: inputs, targets and weights by name; only the inputs to predict.
        structures: how each of them is handed to Keras.
        batch_size: samples in a batch.
        seed: of the orders; None for the order of the data.
    """

    def __init__(
        self,
        columns: tuple[Mapping[str, Samples], ...],
        structures: tuple[Structure, ...],
        *,
        batch_size: int,
        seed: int | None = None,
    ) -> None:
        super().__init__(workers=READERS, max_queue_size=BATCHES_AHEAD)  # pyright: ignore
        self._columns, self._structures = columns, structures
        self._batch_size = batch_size
        self._random = None if seed is None else np.random.default_rng(seed)
        self._samples = len(next(iter(columns[0].values())))
        self._order = np.arange(self._samples)
        self.on_epoch_end()

    def __len__(self) -> int:
        return math.ceil(self._samples / self._batch_size)

    def __getitem__(self, index: int) -> Any:
        first = index * self._batch_size
        rows: Array = self._order[first : first + self._batch_size]
        made = tuple(
            _fixed(structure({n: samples[rows] for n, samples in columns.items()}))
            for columns, structure in zip(self._columns, self._structures, strict=True)
        )
        return made if made[1:] else (made[0],)

    def on_epoch_end(self) -> None:
        """Begin the next epoch's order."""
        if self._random is not None:
            self._order = self._random.permutation(self._samples)


def _fixed(structure: Any) -> Any:
    """A list as a tuple, which is what TensorFlow takes for several tensors."""
    return tuple(structure) if isinstance(structure, list) else structure  # pyright: ignore
