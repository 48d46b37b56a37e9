"""Screening: rows with unusable cells are an error, or left out and counted."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from typing import Any

import numpy as np

from kspec.errors import DataError, Diagnostic
from kspec.training.cells import Cells, Fault
from kspec.training.recipe import Recipe
from kspec.training.table import PLACES_KEPT, Array, Omission, Table, and_more


@dataclass(frozen=True)
class Screened:
    """Which rows of a table are kept.

    Args:
        kept: their positions; None for all of them.
        omitted: the others, by reason.
    """

    kept: Array | None
    omitted: tuple[Omission, ...]


@dataclass(frozen=True)
class _Objection:
    recipe: Recipe
    fault: Fault
    is_missing: bool = False

    @property
    def reason(self) -> str:
        name = self.fault.column or self.recipe.name
        if self.is_missing:
            return f"`{name}` is missing"
        return f"`{name}` is not {self.fault.wanted}"

    def diagnostic(self, table: Table) -> Diagnostic:
        """The first cell that has it, and how many others do."""
        rows = np.flatnonzero(self.fault.rows)
        row = int(rows[0])
        name = self.fault.column or self.recipe.name
        got = shown(table.columns[name][row : row + 1], self.is_missing)
        message = (
            f"`{name}` in {table.place(row)} has to be {self.fault.wanted}, "
            f"got {got}{and_more(len(rows) - 1)}"
        )
        return Diagnostic(self.fault.code, message, self.recipe.span, self._hint)

    @property
    def _hint(self) -> str:
        if self.is_missing:
            return "say what an empty cell means: `missing: drop`, `{fill: 0}`, …"
        if self.fault.code == "K605" and self.recipe.range:
            return self.recipe.range.hint
        return "correct it; `on_bad_rows: skip` leaves such rows out and counts them"


def screen(
    table: Table, cells: Sequence[tuple[Recipe, Cells]], *, skip: bool
) -> Screened:
    """Which rows are kept, by the rules of the spec.

    Args:
        skip: whether rows with faults are left out instead of refused.

    Raises: DataError K604, K605, one for each column and fault.
    """
    found = [one for recipe, read in cells for one in _objections(recipe, read)]
    refused = [one for one in found if not (skip or _is_dropped(one))]
    if refused:
        raise DataError(*(one.diagnostic(table) for one in refused))
    if not found:
        return Screened(None, ())
    left = np.zeros(table.rows, bool)
    omitted: list[Omission] = []
    for one in found:
        rows = np.flatnonzero(one.fault.rows & ~left)
        if rows.size:
            places = tuple(table.place(int(row)) for row in rows[:PLACES_KEPT])
            omitted.append(Omission(one.reason, len(rows), places))
        left |= one.fault.rows
    return Screened(np.flatnonzero(~left), tuple(omitted))


def shown(cell: Any, is_missing: bool = False) -> str:
    """A cell for a message."""
    values = np.ravel(np.asarray(cell))
    if is_missing:
        return "nothing"
    if values.dtype.kind in "f":
        odd = values[~np.isfinite(values)]
        values = odd if odd.size else values
    value = values[0]
    return f"{str(value)[:60]!r}" if isinstance(value, str) else str(value)[:60]


def _objections(recipe: Recipe, cells: Cells) -> Iterator[_Objection]:
    gone = cells.incomplete
    if gone is not None and recipe.column.missing in ("error", "drop"):
        wanted = "an id" if recipe.column.ids else "a number"
        name = _missing_column(recipe, cells)
        yield _Objection(recipe, Fault(gone, wanted, column=name), is_missing=True)
    for fault in cells.faults:
        yield _Objection(recipe, fault)


def _missing_column(recipe: Recipe, cells: Cells) -> str:
    """The first column of a vector that has an empty cell."""
    assert cells.missing is not None
    if not isinstance(recipe.column.column, tuple):
        return recipe.columns[0]
    return recipe.columns[int(np.argmax(cells.missing.any(0)))]


def _is_dropped(objection: _Objection) -> bool:
    return objection.is_missing and objection.recipe.column.missing == "drop"
