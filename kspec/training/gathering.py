"""Gathering: the screened cells of all tables of a source, in memory or on the disk."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass, field, replace
from typing import Any

import numpy as np

from kspec.training.cells import Cells, carried_forward
from kspec.training.recipe import Recipe
from kspec.training.screening import screen
from kspec.training.storage import NumberFile, arranged, joined
from kspec.training.table import (
    Array,
    Omission,
    Samples,
    Table,
    in_memory,
    loaded,
    merged,
)


@dataclass(frozen=True)
class Gathered:
    """The usable rows of a source.

    Args:
        cells: of each recipe, in their order.
        files: the names of the files that the rows stand in.
        origins: of each kept row, the file's position in them.
        numbers: of each kept row, its place in the file, from 1.
        names: the file that each row is, where it is one.
        read: rows that the source has, those that were left out too.
        omitted: the rows that were left out, by reason.
    """

    cells: tuple[Cells, ...]
    files: tuple[str, ...]
    origins: Array
    numbers: Array
    names: tuple[str, ...] | None
    read: int
    omitted: tuple[Omission, ...]

    @property
    def rows(self) -> int:
        """How many are kept."""
        return len(self.numbers)

    def place(self, row: int) -> str:
        """Where a row stands in the source."""
        if self.names is not None:
            return f"`{self.names[row]}`"
        return f"row {self.numbers[row]} of `{self.files[int(self.origins[row])]}`"

    def arranged(self, order: Array) -> Gathered:
        """The rows in another order."""
        return replace(
            self,
            cells=tuple(_in_order(cells, order) for cells in self.cells),
            origins=self.origins[order],
            numbers=self.numbers[order],
            names=self.names and tuple(self.names[int(row)] for row in order),
        )

    def completed(self, recipes: Iterable[Recipe]) -> Gathered:
        """Missing numbers filled by the one before, where a recipe asks for it."""
        cells = [
            replace(read, values=carried_forward(loaded(read.values)))
            if recipe.column.missing == "previous" and read.missing is not None
            else read
            for recipe, read in zip(recipes, self.cells, strict=True)
        ]
        return replace(self, cells=tuple(cells))


@dataclass
class Gatherer:
    """Collects tables.

    Args:
        recipes: whose cells are read.
        skip: whether rows with faults are left out instead of refused.
        stored: whether inputs go to the disk, by recipe.
    """

    recipes: tuple[Recipe, ...]
    na: tuple[str, ...] = ()
    skip: bool = False
    stored: tuple[bool, ...] = ()
    _columns: list[_Column] = field(default_factory=list["_Column"])
    _origins: list[Array] = field(default_factory=list[Array])
    _numbers: list[Array] = field(default_factory=list[Array])
    _files: list[str] = field(default_factory=list[str])
    _names: list[str] = field(default_factory=list[str])
    _omitted: list[Omission] = field(default_factory=list[Omission])
    _read: int = 0

    def __post_init__(self) -> None:
        stored = self.stored or (False,) * len(self.recipes)
        self._columns = [_Column(on_disk) for on_disk in stored]

    def add(self, table: Table) -> int:
        """Take the usable rows of a table; how many there are.

        Raises: DataError K602, K604, K605.
        """
        cells = [(recipe, recipe.cells(table, self.na)) for recipe in self.recipes]
        found = screen(table, cells, skip=self.skip)
        left = sum(one.count for one in table.omitted)
        self._read += table.rows + left
        self._omitted += [*table.omitted, *found.omitted]
        kept = np.arange(table.rows) if found.kept is None else found.kept
        for store, (_, read) in zip(self._columns, cells, strict=True):
            store.add(read if found.kept is None else _in_order(read, kept))
        self._note_places(table, kept)
        return len(kept)

    def _note_places(self, table: Table, kept: Array) -> None:
        if table.file not in self._files:
            self._files.append(table.file)
        numbers = np.arange(1, table.rows + 1)
        numbers = numbers if table.numbers is None else table.numbers
        # Small types: these stay in memory for each row of a stream.
        origin = self._files.index(table.file)
        self._origins.append(np.full(len(kept), origin, np.uint8))
        self._numbers.append(numbers[kept].astype(np.uint32))
        if table.names is not None:
            self._names += [table.names[int(row)] for row in kept]

    def finish(self) -> Gathered:
        """What was collected."""
        return Gathered(
            cells=tuple(store.finish() for store in self._columns),
            files=tuple(self._files),
            origins=np.concatenate(self._origins),
            numbers=np.concatenate(self._numbers),
            names=tuple(self._names) if self._names else None,
            read=self._read,
            omitted=merged(self._omitted),
        )


class _Column:
    """The cells of one recipe, table after table."""

    def __init__(self, on_disk: bool) -> None:
        self._on_disk = on_disk
        self._file: NumberFile | None = None
        self._parts: list[Samples] = []
        self._has_gaps = False
        self._words: dict[str, int] | None = None

    def add(self, cells: Cells) -> None:
        """Take more rows."""
        values = cells.values
        if cells.words is not None:
            values = self._renumbered(cells)
        self._has_gaps |= cells.incomplete is not None
        if not (self._on_disk and in_memory(values)):
            # A column of a pandas table would keep all of that table in memory.
            self._parts.append(values.copy() if in_memory(values) else values)
            return
        dtype = np.dtype(np.float64 if cells.words is None else np.int64)
        self._file = self._file or NumberFile(dtype, values.shape[1:])
        self._file.append(values)

    def _renumbered(self, cells: Cells) -> Array:
        """Positions in the words of all tables instead of those of one."""
        assert cells.words is not None
        words = self._words = {} if self._words is None else self._words
        table = [words.setdefault(word, len(words)) for word in cells.words]
        return np.array(table, np.int64)[loaded(cells.values)]

    def finish(self) -> Cells:
        """All rows."""
        values = self._file if self._file is not None else joined(self._parts)
        words = None if self._words is None else tuple(self._words)
        missing: Any = None
        if self._has_gaps and in_memory(values) and self._words is None:
            missing = np.isnan(values)
        return Cells(values, missing, words=words)


def _in_order(cells: Cells, order: Array) -> Cells:
    missing = cells.missing if cells.missing is None else cells.missing[order]
    return Cells(arranged(cells.values, order), missing, words=cells.words)
