"""Samples on the disk: files of numbers that are read row by row, never whole."""

from __future__ import annotations

import shutil
import tempfile
import weakref
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import numpy as np

from kspec.training.table import Array, Samples, Stored, in_memory


@dataclass(frozen=True)
class Chosen:
    """Some samples of others, in another order or otherwise encoded.

    Args:
        samples: all of them.
        rows: the positions of those that are chosen.
        encode: what becomes of the samples that are read.
        each: the shape of one, encoded.
        dtype: encoded.
    """

    samples: Stored
    rows: Array
    each: tuple[int, ...]
    dtype: np.dtype[Any]
    encode: Callable[[Array], Array] = lambda values: values

    @property
    def shape(self) -> tuple[int, ...]:
        """Their number, then the shape of one."""
        return (len(self.rows), *self.each)

    def __len__(self) -> int:
        return len(self.rows)

    def __getitem__(self, rows: Any) -> Array:
        return self.encode(self.samples[self.rows[rows]])


@dataclass(frozen=True)
class Joined:
    """Samples of several origins, one after the other."""

    origins: tuple[Stored, ...]

    @property
    def shape(self) -> tuple[int, ...]:
        """Their number, then the shape of one."""
        return (len(self), *self.origins[0].shape[1:])

    @property
    def dtype(self) -> np.dtype[Any]:
        """That of all."""
        return self.origins[0].dtype

    def __len__(self) -> int:
        return sum(map(len, self.origins))

    def __getitem__(self, rows: Any) -> Array:
        rows = np.atleast_1d(rows)
        found = np.empty((len(rows), *self.shape[1:]), self.dtype)
        first = 0
        for origin in self.origins:
            here = (rows >= first) & (rows < first + len(origin))
            if here.any():
                found[here] = origin[rows[here] - first]
            first += len(origin)
        return found


class NumberFile:
    """Numbers of one dtype in a file that grows, then is read by row.

    The file lies in the machine's folder for temporary files and goes with the object.
    """

    def __init__(self, dtype: np.dtype[Any], each: tuple[int, ...]) -> None:
        folder = tempfile.mkdtemp(prefix="kspec-")
        weakref.finalize(self, shutil.rmtree, folder, ignore_errors=True)
        self._path = Path(folder) / "numbers"
        self._path.touch()
        self._each, self._rows = each, 0
        self.dtype = dtype

    @property
    def shape(self) -> tuple[int, ...]:
        """The number of rows, then the shape of one."""
        return (self._rows, *self._each)

    def append(self, values: Array) -> None:
        """Write more rows."""
        with self._path.open("ab") as file:
            np.ascontiguousarray(values, self.dtype).tofile(file)
        self._rows += len(values)

    def __len__(self) -> int:
        return self._rows

    def __getitem__(self, rows: Any) -> Array:
        # A map of its own for each reading: what the system keeps of it is freed then.
        mapped = np.memmap(self._path, self.dtype, "r", shape=self.shape)
        return np.array(mapped[rows])


def arranged(samples: Samples, order: Array) -> Samples:
    """The samples in another order; those on the disk stay where they are."""
    if in_memory(samples):
        return samples[order]
    return Chosen(samples, order, samples.shape[1:], samples.dtype)


def joined(parts: Sequence[Samples]) -> Samples:
    """One after the other."""
    if len(parts) == 1:
        return parts[0]
    arrays = [part for part in parts if in_memory(part)]
    if len(arrays) == len(parts):
        return np.concatenate(arrays)
    return Joined(tuple(part for part in parts if not in_memory(part)))
