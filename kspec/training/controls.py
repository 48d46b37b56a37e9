"""Controls: the columns that order and part the rows, beside those that are learned."""

from __future__ import annotations

import itertools
from collections.abc import Iterator
from dataclasses import dataclass, replace
from pathlib import Path

import numpy as np

from kspec.errors import DataError, Diagnostic, Span
from kspec.schema.column import Column
from kspec.schema.data import SYNONYMS, ByColumn, Data
from kspec.schema.places import Key, Places
from kspec.training.cells import Cells, dates
from kspec.training.formats import read_tables
from kspec.training.inside import inside
from kspec.training.reading import Reading
from kspec.training.recipe import Recipe
from kspec.training.splitting import PARTS, Extent
from kspec.training.table import Array, Table, column, loaded, row_count


class DateRecipe(Recipe):
    """A column that tells the time of each row."""

    def _read(self, table: Table, name: str, na: tuple[str, ...]) -> Cells:
        cells = dates(loaded(column(table, Key(name, self.span))), na)
        return replace(
            cells, faults=tuple(replace(f, column=name) for f in cells.faults)
        )


class WeightRecipe(Recipe):
    """A column that tells what each row counts in the loss."""

    def _checked(self, cells: Cells) -> Cells:
        found = super()._checked(cells)
        return found.checked(loaded(found.values) < 0, "a weight, 0 or more")


class PartRecipe(Recipe):
    """A column that tells the part of each row."""

    def _read(self, table: Table, name: str, na: tuple[str, ...]) -> Cells:
        cells = super()._read(table, name, na)
        assert cells.words is not None
        bad = [SYNONYMS.get(word, word) not in PARTS for word in cells.words]
        gone = np.zeros(len(cells.values), bool)
        gone = gone if cells.missing is None else cells.missing
        wrong = np.array(bad, bool)[loaded(cells.values)] & ~gone
        cells = cells.checked(wrong, "`train`, `validation` or `test`")
        return replace(
            cells, faults=tuple(replace(f, column=name) for f in cells.faults)
        )


@dataclass(frozen=True)
class Controls:
    """What orders and parts the rows.

    Args:
        time: the recipe of the column that orders them.
        told: that of the column of groups or parts.
        file: the part of each row of the source, from a file of its own.
    """

    time: Recipe | None = None
    told: Recipe | None = None
    file: Array | None = None

    @property
    def recipes(self) -> tuple[Recipe, ...]:
        """Those that there are."""
        return tuple(one for one in (self.time, self.told) if one)

    def add_parts(self, tables: Iterator[Table]) -> Iterator[Table]:
        """The tables, with the parts of the file as a column.

        Raises: DataError K606 where the file has another number of rows.
        """
        rows = 0
        for table in tables:
            left = sum(one.count for one in table.omitted)
            numbers = table.numbers
            if numbers is None:
                numbers = np.arange(rows + 1, rows + table.rows + 1)
            rows += table.rows + left
            if self.file is None or self.told is None:
                yield table
                continue
            self._check(rows, at_least=True)
            parts = {self.told.columns[0]: self.file[numbers - 1]}
            yield replace(table, columns=table.columns | parts)
        if self.file is not None:
            self._check(rows)

    def _check(self, rows: int, *, at_least: bool = False) -> None:
        assert self.file is not None
        assert self.told is not None
        if len(self.file) == rows or (at_least and len(self.file) > rows):
            return
        name = self.told.columns[0].removeprefix("part in ")
        message = f"`{name}` has {row_count(len(self.file))}, the source has "
        message += f"{rows} or more" if at_least else str(rows)
        hint = "it needs a row for each row of the source, in the same order"
        raise DataError(Diagnostic("K606", message, self.told.span, hint=hint))


def controls_of(data: Data, folder: Path, places: Places) -> Controls:
    """The controls that a `data:` section names.

    Raises: DataError K601, K602, K604 for a file of parts that cannot be read.
    """
    time, told, file = None, None, None
    if data.time:
        span = places.at("data", "time")
        time = DateRecipe("time", Column(column=data.time), "int64", (), span=span)
    by = data.split.by
    if isinstance(by, ByColumn):
        span = places.at("data", "split", "by")
        name = by.group or by.column or f"part in {by.file}"
        kind = Recipe if by.group else PartRecipe
        told = kind("part", Column(column=name, ids=True), "int64", (), span=span)
        file = _parts(by.file, folder, span) if by.file else None
    return Controls(time, told, file)


def parts_told(cells: Cells) -> Array:
    """The number of each row's part in `PARTS`."""
    assert cells.words is not None
    numbers = [PARTS.index(SYNONYMS.get(word, word)) for word in cells.words]
    return np.array(numbers, np.int64)[loaded(cells.values)]


def groups_told(cells: Cells) -> Array:
    """A number for each row's group, the groups numbered by their sorted names."""
    assert cells.words is not None
    place = {word: at for at, word in enumerate(sorted(cells.words))}
    numbers = np.array([place[word] for word in cells.words], np.int64)
    return numbers[loaded(cells.values)]


def order_by(moments: Cells, extent: Extent) -> Array:
    """The rows by time, those of each of the source's own parts for themselves."""
    values = loaded(moments.values)
    rows = len(values)
    bounds = [0, rows - extent.test - extent.validation, rows - extent.test, rows]
    return np.concatenate(
        [
            np.argsort(values[first:end], kind="stable") + first
            for first, end in itertools.pairwise(bounds)
        ]
    )


def _parts(name: str, folder: Path, span: Span | None) -> Array:
    path = inside(folder, name, span)
    reading = Reading(texts=frozenset(["part"]))
    tables = [*read_tables(path, name, reading, span)]
    columns = [loaded(column(table, Key("part", span))) for table in tables]
    return np.concatenate(columns)
