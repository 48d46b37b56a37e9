"""Encodings: from the cells of a column to the numbers that a model takes, and back.

Whatever an encoding knows of the data it learned from the training part alone.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

import numpy as np

from kspec.schema.column import Column, Fill
from kspec.training.cells import Cells, words_sorted
from kspec.training.scaling import Scale, fit_fill, fit_scale
from kspec.training.table import Array, blocks

STRANGER = -1
"""The number of an id that the vocabulary does not have and has no place for."""


@dataclass(frozen=True)
class Vocabulary:
    """The ids that are numbered from `first`; 0 stands for all others if it is free."""

    words: tuple[str, ...]
    first: int = 0

    @property
    def size(self) -> int:
        """One more than the largest number."""
        return self.first + len(self.words)

    def numbers(self, words: Sequence[str]) -> Array:
        """The number of each word.

        Example:
        >>> Vocabulary(("a", "b"), 1).numbers(["b", "z"]).tolist()
        [2, 0]
        >>> Vocabulary(("a", "b")).numbers(["b", "z"]).tolist()
        [1, -1]
        """
        place = {word: self.first + at for at, word in enumerate(self.words)}
        other = 0 if self.first else STRANGER
        return np.array([place.get(word, other) for word in words], np.int64)

    def name(self, number: int) -> str | None:
        """The id of a number; None for that of all others."""
        at = number - self.first
        return self.words[at] if 0 <= at < len(self.words) else None


@dataclass(frozen=True)
class Encoding:
    """How one column is encoded.

    Args:
        dtype: of the encoded array.
        fill: stands in for missing numbers; one for each column.
        log: whether the logarithm is taken before the scale.
        scale: None for values as they are.
        vocabulary: of ids; None for numbers.
        classes: the length of one-hot vectors; None for none.
    """

    dtype: str
    fill: Array | None = None
    log: bool = False
    scale: Scale | None = None
    vocabulary: Vocabulary | None = None
    classes: int | None = None

    def apply(self, values: Array) -> Array:
        """The encoded numbers; an id is given as its number already."""
        if self.fill is not None and values.dtype.kind == "f":
            values = np.where(np.isnan(values), self.fill, values)
        if self.log:
            values = np.log(values)
        if self.scale:
            return self.scale.apply(values, self.dtype)
        if self.classes is not None:
            return np.eye(self.classes, dtype=self.dtype)[values.astype(np.int64)]
        return values.astype(self.dtype)

    def invert(self, values: Array) -> Array:
        """Numbers in the data's own units; ids and classes stay numbers."""
        values = self.scale.invert(values) if self.scale else values
        return np.exp(values) if self.log else values

    @property
    def labels(self) -> tuple[str | None, ...] | None:
        """What each class number means, by the ids of the data; None for numbers."""
        if self.vocabulary is None:
            return None
        return tuple(map(self.vocabulary.name, range(self.vocabulary.size)))

    def to_json(self) -> dict[str, Any]:
        """The encoding as plain data; what it does not do is left out."""
        found: dict[str, Any] = {"dtype": self.dtype}
        if self.fill is not None:
            found["fill"] = self.fill.tolist()
        if self.log:
            found["log"] = True
        if self.scale:
            found["scale"] = self.scale.to_json()
        if self.vocabulary:
            words = list(self.vocabulary.words)
            found["ids"] = {"first": self.vocabulary.first, "values": words}
        if self.classes is not None:
            found["one_hot"] = self.classes
        return found

    @staticmethod
    def from_json(plain: dict[str, Any]) -> Encoding:
        """The encoding that plain data describe."""
        ids, fill, scale = (plain.get(key) for key in ("ids", "fill", "scale"))
        return Encoding(
            dtype=plain["dtype"],
            fill=None if fill is None else np.asarray(fill, np.float64),
            log=plain.get("log", False),
            scale=scale and Scale.from_json(scale),
            vocabulary=ids and Vocabulary(tuple(ids["values"]), ids["first"]),
            classes=plain.get("one_hot"),
        )


def fit_encoding(
    column: Column,
    cells: Cells,
    training: Array,
    *,
    dtype: str,
    classes: int | None = None,
) -> Encoding:
    """The encoding of a column.

    Args:
        cells: the column in the source, all rows.
        training: the rows of the training part, the only ones that are looked at.
        classes: the length of one-hot vectors.
    """
    return Encoding(
        dtype,
        fill=_fill(column, cells, training),
        log=column.log,
        scale=fit_scale(column, cells.values, training),
        vocabulary=_vocabulary(column, cells, training),
        classes=classes if column.one_hot else None,
    )


def _fill(column: Column, cells: Cells, training: Array) -> Array | None:
    if isinstance(column.missing, Fill) and not column.ids:
        return np.float64(column.missing.fill)  # pyright: ignore
    rule = column.missing
    if not isinstance(rule, Fill) and rule in ("mean", "median"):
        return fit_fill(rule, cells.values, training)
    return None


def _vocabulary(column: Column, cells: Cells, training: Array) -> Vocabulary | None:
    if not column.ids:
        return None
    first = 0 if isinstance(column.ids, bool) else column.ids.first
    if not isinstance(column.ids, bool) and column.ids.values is not None:
        return Vocabulary(tuple(map(str, column.ids.values)), first)
    assert cells.words is not None
    seen: set[int] = {
        code for block in blocks(cells.values, training) for code in np.unique(block)
    }
    words = words_sorted([cells.words[code] for code in seen])
    return Vocabulary(tuple(words), first)
