"""Scales and fills: what is learned from the numbers of the training part."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

import numpy as np

from kspec.schema.column import Column, Divide
from kspec.training.table import Array, Samples, blocks


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

    def to_json(self) -> dict[str, Any]:
        """The scale as plain data."""
        return {"offset": self.offset.tolist(), "divisor": self.divisor.tolist()}

    @staticmethod
    def from_json(plain: dict[str, Any]) -> Scale:
        """The scale that plain data describe."""
        return Scale(*(np.asarray(plain[k], np.float64) for k in ("offset", "divisor")))


def fit_scale(column: Column, values: Samples, rows: Array) -> Scale | None:
    """The scale that a column asks for; a constant column is left at zero by it.

    Args:
        rows: those of the training part, which alone are looked at.
    """
    if column.scale is None:
        return None
    if isinstance(column.scale, Divide):
        return Scale(np.float64(0), np.float64(column.scale.divide))  # pyright: ignore
    # A list of columns has a scale for each; the pixels of an image share one.
    axis = 0 if isinstance(column.column, tuple) else None
    found = moments(values, rows, axis, log=column.log)
    if column.scale == "minmax":
        offset, spread = found.low, found.high - found.low
    else:
        offset, spread = found.mean, found.deviation
    return Scale(np.float64(offset), np.where(spread == 0, 1.0, spread))  # pyright: ignore


@dataclass(frozen=True)
class Moments:
    """What a scale is made of, of all numbers or of each column."""

    count: Array
    low: Array
    high: Array
    mean: Array
    squares: Array

    @property
    def deviation(self) -> Array:
        """The standard deviation of the numbers, not of a larger population."""
        return np.sqrt(self.squares / np.maximum(self.count, 1))

    def with_more(self, other: Moments) -> Moments:
        """The moments of both together.

        Source: Chan, Golub and LeVeque (1979), for numbers in blocks.
        """
        count = np.maximum(self.count + other.count, 1)
        apart = other.mean - self.mean
        return Moments(
            self.count + other.count,
            np.minimum(self.low, other.low),
            np.maximum(self.high, other.high),
            self.mean + apart * other.count / count,
            self.squares + other.squares + apart**2 * self.count * other.count / count,
        )


def moments(
    values: Samples, rows: Array, axis: int | None, *, log: bool = False
) -> Moments:
    """The moments of some rows, block by block where they lie on the disk.

    Missing numbers are left out.
    """
    found: Moments | None = None
    for block in blocks(values, rows):
        one = _moments(np.log(block) if log else block, axis)
        found = one if found is None else found.with_more(one)
    assert found is not None
    return found


def _moments(block: Array, axis: int | None) -> Moments:
    if block.dtype.kind in "biu" or not np.isnan(block).any():
        count = np.float64(block.size if axis is None else len(block))
        mean = block.mean(axis, dtype=np.float64)
        low, high = block.min(axis), block.max(axis)
        squares = block.var(axis, dtype=np.float64) * count
        return Moments(count, np.float64(low), np.float64(high), mean, squares)  # pyright: ignore
    present = ~np.isnan(block)
    count = present.sum(axis)
    whole = np.where(present, block, 0.0)
    mean = whole.sum(axis) / np.maximum(count, 1)
    away = np.where(present, block - mean, 0.0)
    low = np.where(present, block, np.inf).min(axis)
    high = np.where(present, block, -np.inf).max(axis)
    return Moments(count, low, high, mean, (away**2).sum(axis))


def fit_fill(rule: str, values: Samples, rows: Array) -> Array:
    """The mean or median of each column in the training part.

    The numbers of the training part are held in memory for a median.
    """
    found = moments(values, rows, 0)
    if rule == "median" and np.all(found.count):
        return np.nanmedian(np.concatenate([*blocks(values, rows)]), axis=0)
    return np.where(found.count > 0, found.mean, np.nan)
