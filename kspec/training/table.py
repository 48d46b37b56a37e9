"""Tables: the rows of a source as arrays by name, and the checks of their values."""

from __future__ import annotations

from dataclasses import dataclass, replace
from typing import Any

import numpy as np
from numpy.typing import NDArray

from kspec.errors import DataError, Diagnostic, did_you_mean
from kspec.schema.places import Key

Array = NDArray[Any]
NAMES_SHOWN = 20


@dataclass(frozen=True)
class Table:
    """Rows by column.

    Args:
        files: the names of the files that the rows stand in, one after the other.
        lengths: the rows of each file.
        columns: one array for each, as long as all files; text is of dtype object.
        order: for each row its place in the files, from 0; None in the files' order.
    """

    files: tuple[str, ...]
    lengths: tuple[int, ...]
    columns: dict[str, Array]
    order: Array | None = None

    @property
    def rows(self) -> int:
        """Number of rows."""
        return sum(self.lengths)

    @property
    def file(self) -> str:
        """The files' names for a message."""
        return " and ".join(f"`{name}`" for name in self.files)

    def place(self, row: int) -> str:
        """Where a row stands, counted from 1 without the header.

        Example:
        >>> Table(("a.csv", "b.csv"), (2, 3), {}).place(3)
        'row 2 of `b.csv`'
        """
        index = int(row if self.order is None else self.order[row])
        for file, length in zip(self.files, self.lengths, strict=True):
            if index < length:
                return f"row {index + 1} of `{file}`"
            index -= length
        raise IndexError(row)

    def arranged(self, order: Array) -> Table:
        """The rows in another order."""
        columns = {name: values[order] for name, values in self.columns.items()}
        return replace(self, columns=columns, order=order)


def joined(first: Table, second: Table) -> Table:
    """The rows of both, where both have the same columns."""
    columns = {
        name: np.concatenate([values, second.columns[name]])
        for name, values in first.columns.items()
    }
    return Table(first.files + second.files, first.lengths + second.lengths, columns)


def column(table: Table, key: Key) -> Array:
    """A column as it stands in the source.

    Raises: DataError K602.
    """
    if key.name in table.columns:
        return table.columns[key.name]
    known = list(table.columns)
    shown = ", ".join(f"`{name}`" for name in known[:NAMES_SHOWN])
    more = f" and {len(known) - NAMES_SHOWN} more" if known[NAMES_SHOWN:] else ""
    message = f"{table.file} has no column `{key.name}`; there are {shown}{more}"
    hint = did_you_mean(key.name, known)
    raise DataError(Diagnostic("K602", message, key.span, hint=hint))


def numbers(table: Table, key: Key) -> Array:
    """A column of finite numbers.

    Raises: DataError K602, K604 with the first row that holds none.
    """
    values = column(table, key)
    if values.dtype.kind in "biu":
        return values
    if values.dtype.kind == "f":
        good = np.isfinite(values)
        if not good.all():
            row = int(np.argwhere(~good)[0][0])
            raise bad_value(table, key, row, "a number", _first_bad(values[row]))
        return values
    for row, value in enumerate(values):
        if not is_number(value):
            raise bad_value(table, key, row, "a number", value)
    return values.astype(np.float64)


def identifiers(table: Table, key: Key) -> Array:
    """A column of ids or class names: integers or texts, none missing.

    Raises: DataError K602, K604.
    """
    values = column(table, key)
    if values.dtype.kind in "fO":
        for row, value in enumerate(values):
            if is_missing(value):
                raise bad_value(table, key, row, "an id", value)
    return values.astype(str) if values.dtype.kind == "O" else values


def bad_value(table: Table, key: Key, row: int, wanted: str, value: Any) -> DataError:
    """The error K604 for one cell."""
    got = "nothing" if str(value) in ("nan", "None") else f"{str(value)[:60]!r}"
    shown = got if isinstance(value, str) or got == "nothing" else str(value)
    message = f"`{key.name}` in {table.place(row)} has to be {wanted}, got {shown}"
    hint = "correct or remove that row; kspec drops none by itself"
    return DataError(Diagnostic("K604", message, key.span, hint=hint))


def is_number(value: Any) -> bool:
    """Whether a value of a text column is written as a finite number."""
    try:
        return bool(np.isfinite(float(value)))
    except (TypeError, ValueError):
        return False


def is_missing(value: Any) -> bool:
    """Whether a cell is empty; pandas reads those as NaN."""
    return value is None or (isinstance(value, float) and not np.isfinite(value))


def _first_bad(values: Any) -> float:
    flat = np.ravel(values)
    return float(flat[~np.isfinite(flat)][0])
