"""Encodings: from a column's values to the numbers that a model takes, and back.

What an encoding knows of the data it learns from the training part alone, except the
list of ids: a model has one row for each id, also for those that only occur later.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

import numpy as np

from kspec.errors import DataError, Diagnostic
from kspec.schema.data import Column, Divide
from kspec.training.table import Array


@dataclass(frozen=True)
class Scale:
    """`(x - offset) / divisor`, one of each for every column, or one for all."""

    offset: Array
    divisor: Array

    def apply(self, values: Array, dtype: str) -> Array:
        """The scaled values."""
        if not np.any(self.offset):
            return np.divide(values, self.divisor, dtype=dtype, casting="same_kind")
        return ((values - self.offset) / self.divisor).astype(dtype)

    def invert(self, values: Array) -> Array:
        """The values in the data's own units."""
        return values * self.divisor + self.offset


@dataclass(frozen=True)
class Encoding:
    """How one column is encoded.

    Args:
        dtype: of the encoded array.
        scale: None for values as they are.
        ids: the sorted ids that are numbered from `first`; None for numbers.
        classes: the length of one-hot vectors; None for none.
    """

    dtype: str
    scale: Scale | None = None
    ids: Array | None = None
    first: int = 0
    classes: int | None = None

    def apply(self, values: Array) -> Array:
        """The encoded values.

        Raises: DataError K605 for an id that the encoding does not know.
        """
        if self.scale:
            return self.scale.apply(values, self.dtype)
        if self.ids is not None:
            values = self._numbered(values)
        if self.classes is not None:
            return np.eye(self.classes, dtype=self.dtype)[values.astype(np.int64)]
        return values.astype(self.dtype)

    def invert(self, values: Array) -> Array:
        """Numbers in the data's own units; ids and classes stay numbers."""
        return self.scale.invert(values) if self.scale else values

    def facts(self) -> dict[str, Any]:
        """What a run has to remember to encode other data in the same way."""
        found: dict[str, Any] = {"dtype": self.dtype}
        if self.scale:
            offset, divisor = self.scale.offset.tolist(), self.scale.divisor.tolist()
            found["scale"] = {"offset": offset, "divisor": divisor}
        if self.ids is not None:
            found["ids"] = {"first": self.first, "values": self.ids.tolist()}
        if self.classes is not None:
            found["one_hot"] = self.classes
        return found

    def _numbered(self, values: Array) -> Array:
        assert self.ids is not None
        found = np.searchsorted(self.ids, values).clip(max=len(self.ids) - 1)
        unknown = self.ids[found] != values
        if unknown.any():
            value = values[unknown][0]
            raise DataError(
                Diagnostic("K605", f"no row of the source has the id {value}")
            )
        return found + self.first


def fit_encoding(
    column: Column,
    values: Array,
    training: Array,
    *,
    dtype: str,
    classes: int | None = None,
) -> Encoding:
    """The encoding of a column.

    Args:
        values: the column in the source, all rows.
        training: the rows of the training part, which alone tell the scale.
        classes: the length of one-hot vectors.
    """
    ids = np.unique(values) if column.ids else None
    first = 0 if isinstance(column.ids, bool) else column.ids.first
    scale = _scale(column, values[training]) if column.scale else None
    return Encoding(dtype, scale, ids, first, classes if column.one_hot else None)


def _scale(column: Column, values: Array) -> Scale:
    """The scale of the training rows; a constant column is left at zero by it."""
    if isinstance(column.scale, Divide):
        return Scale(np.float64(0), np.float64(column.scale.divide))  # pyright: ignore
    # A list of columns has a scale for each; the pixels of an image share one.
    axis = 0 if isinstance(column.column, tuple) else None
    if column.scale == "minmax":
        offset = values.min(axis)
        spread = values.max(axis) - offset
    else:
        offset, spread = values.mean(axis), values.std(axis)
    return Scale(np.float64(offset), np.where(spread == 0, 1.0, spread))  # pyright: ignore
