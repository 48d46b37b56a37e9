"""Features: an input or output whose encoding has been fitted to the training part."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

import numpy as np

from kspec.errors import DataError, Diagnostic
from kspec.training.cells import Cells
from kspec.training.contract import fitted, shape_fitted
from kspec.training.encoding import STRANGER, Encoding, fit_encoding
from kspec.training.recipe import Recipe
from kspec.training.storage import Chosen
from kspec.training.table import Array, Samples, in_memory, loaded
from kspec.training.windows import cut


@dataclass(frozen=True)
class Feature:
    """A recipe and what the training part taught.

    Args:
        recipe: how cells are read.
        encoding: how they become numbers.
    """

    recipe: Recipe
    encoding: Encoding

    def numbered(self, cells: Cells) -> Samples:
        """The cells as numbers in the data's own units; ids as their numbers."""
        if cells.words is None:
            return cells.values
        assert self.encoding.vocabulary
        table = self.encoding.vocabulary.numbers(cells.words)
        if in_memory(cells.values):
            return table[cells.values]
        codes = cells.values
        rows, dtype = np.arange(len(codes)), np.dtype(np.int64)
        return Chosen(codes, rows, (), dtype, lambda values: table[values])

    def samples(self, numbers: Samples, rows: Array) -> Samples:
        """A sample for each of the rows.

        Raises: DataError K603.
        """
        if in_memory(numbers):
            return self._encoded(numbers[rows])
        each = self.encoding.classes
        shape = (*numbers.shape[1:], each) if each else numbers.shape[1:]
        shape = shape_fitted(self.recipe.key, shape, self.recipe.shape)
        dtype = np.dtype(self.encoding.dtype)
        return Chosen(numbers, rows, shape, dtype, self._encoded)

    def windows(self, numbers: Samples, starts: Array, given: tuple[int, ...]) -> Array:
        """A sample of the given rows from each start.

        Raises: DataError K603.
        """
        encoded = self.encoding.apply(loaded(numbers))
        values = cut(encoded, starts, given)
        return fitted(self.recipe.key, values, self.recipe.shape)

    def strangers(self, cells: Cells) -> Array | None:
        """Whether each row has an id without a number; None where none has."""
        numbers = self.numbered(cells)
        if cells.words is None or self.encoding.vocabulary is None:
            return None
        if STRANGER not in self.encoding.vocabulary.numbers(cells.words):
            return None
        unknown = loaded(numbers) == STRANGER
        return unknown if unknown.any() else None

    def check_room(self) -> None:
        """Whether the model has a place for every id.

        Raises: DataError K605.
        """
        words, limits = self.encoding.vocabulary, self.recipe.range
        if words is None or limits is None or words.size - 1 <= limits.high:
            return
        message = (
            f"`{self.recipe.name}` has {len(words.words)} ids, numbered {words.first} "
            f"to {words.size - 1}; {limits.why}"
        )
        hint = f"make room for {words.size}"
        raise DataError(Diagnostic("K605", message, self.recipe.span, hint=hint))

    def to_json(self) -> dict[str, Any]:
        """The feature as plain data."""
        return {**self.recipe.to_json(), "encoding": self.encoding.to_json()}

    @staticmethod
    def from_json(plain: dict[str, Any]) -> Feature:
        """The feature that plain data describe."""
        encoding = Encoding.from_json(plain["encoding"])
        return Feature(Recipe.from_json(plain), encoding)

    def _encoded(self, numbers: Array) -> Array:
        encoded = self.encoding.apply(numbers)
        return fitted(self.recipe.key, encoded, self.recipe.shape)


def fit_feature(recipe: Recipe, cells: Cells, training: Array) -> Feature:
    """The feature that the training part teaches.

    Raises: DataError K605 where the model has no room for its ids, K606 where a rule
        for missing values has nothing to learn from.
    """
    encoding = fit_encoding(
        recipe.column, cells, training, dtype=recipe.dtype, classes=recipe.classes
    )
    if encoding.fill is not None and not np.isfinite(encoding.fill).all():
        message = f"`{recipe.name}` has no number in the training part to fill gaps by"
        hint = "write `missing: {fill: 0}`, or leave the column out"
        raise DataError(Diagnostic("K606", message, recipe.span, hint=hint))
    feature = Feature(recipe, encoding)
    feature.check_room()
    return feature
