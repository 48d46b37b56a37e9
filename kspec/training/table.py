"""Tables: rows of a file as columns by name, and where each row stands."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace
from typing import Any, Protocol

import numpy as np
from numpy.typing import NDArray
from typing_extensions import TypeIs

from kspec.errors import DataError, Diagnostic, did_you_mean
from kspec.schema.places import Key

Array = NDArray[Any]
NAMES_SHOWN = 20
PLACES_KEPT = 3


class Stored(Protocol):
    """Samples that lie on the disk and are read when they are asked for.

    Args:
        shape: of all samples, their number first.
        dtype: of what is read.
    """

    @property
    def shape(self) -> tuple[int, ...]: ...

    @property
    def dtype(self) -> np.dtype[Any]: ...

    def __len__(self) -> int: ...

    def __getitem__(self, rows: Any, /) -> Array:
        """The samples of some rows, an array of their positions."""
        ...


Samples = Array | Stored


def in_memory(samples: Samples) -> TypeIs[Array]:
    """Whether the samples are an array."""
    return isinstance(samples, np.ndarray)


def loaded(samples: Samples) -> Array:
    """All samples as an array."""
    return samples if in_memory(samples) else samples[np.arange(len(samples))]


BLOCK = 4096
"""Samples that are read at once where all of them have to be looked at."""


def blocks(samples: Samples, rows: Array) -> Iterator[Array]:
    """The samples of some rows, in the rows' order, block by block."""
    step = len(rows) if in_memory(samples) else BLOCK
    for at in range(0, len(rows), max(step, 1)):
        yield samples[rows[at : at + step]]


@dataclass(frozen=True)
class Omission:
    """Rows that were left out for one reason.

    Args:
        reason: completes "5 rows left out: …".
        places: where the first of them stand.
    """

    reason: str
    count: int
    places: tuple[str, ...]

    def __str__(self) -> str:
        where = ", ".join(self.places)
        more = f" and {self.count - len(self.places)} more" if self._is_cut else ""
        return f"{row_count(self.count)} left out: {self.reason} ({where}{more})"

    @property
    def _is_cut(self) -> bool:
        return self.count > len(self.places)


def and_more(count: int) -> str:
    """How many rows have the same fault, after the first that is shown.

    Example:
    >>> and_more(0), and_more(1), and_more(2000)
    ('', ' (and 1 row more)', ' (and 2,000 rows more)')
    """
    return f" (and {row_count(count)} more)" if count else ""


def row_count(count: int) -> str:
    """A number of rows.

    Example:
    >>> row_count(1), row_count(2000)
    ('1 row', '2,000 rows')
    """
    return "1 row" if count == 1 else f"{count:,} rows"


def merged(omissions: Sequence[Omission]) -> tuple[Omission, ...]:
    """One omission for each reason.

    Example:
    >>> few = Omission("`y` is missing", 1, ("row 2",))
    >>> [str(found) for found in merged([few, few])]
    ['2 rows left out: `y` is missing (row 2, row 2)']
    """
    found: dict[str, Omission] = {}
    for one in omissions:
        before = found.get(one.reason, Omission(one.reason, 0, ()))
        places = (before.places + one.places)[:PLACES_KEPT]
        found[one.reason] = Omission(one.reason, before.count + one.count, places)
    return tuple(found.values())


@dataclass(frozen=True)
class Table:
    """Rows by column.

    Args:
        file: the name of the file that the rows stand in, for messages.
        columns: one array for each, all of one length; text is of dtype object.
        numbers: for each row its place in the file, from 1; None for 1, 2, 3, ….
        names: for each row the file that it is, where it is one.
        omitted: rows of the file that no column has, as they were damaged.
        header: the names of all columns of the file; None where all were read.
    """

    file: str
    columns: dict[str, Samples]
    numbers: Array | None = None
    names: tuple[str, ...] | None = None
    omitted: tuple[Omission, ...] = ()
    header: tuple[str, ...] | None = None

    @property
    def rows(self) -> int:
        """Number of rows."""
        return len(next(iter(self.columns.values()), ()))

    def place(self, row: int) -> str:
        """Where a row stands, counted from 1 without the header.

        Example:
        >>> Table("b.csv", {}).place(1)
        'row 2 of `b.csv`'
        """
        if self.names is not None:
            return f"`{self.names[row]}`"
        number = row + 1 if self.numbers is None else int(self.numbers[row])
        return f"row {number} of `{self.file}`"

    def kept(self, rows: Array) -> Table:
        """Some of the rows, by position."""
        numbers = np.arange(1, self.rows + 1) if self.numbers is None else self.numbers
        return replace(
            self,
            columns={name: values[rows] for name, values in self.columns.items()},
            numbers=numbers[rows],
            names=self.names and tuple(self.names[int(row)] for row in rows),
        )


def column(table: Table, key: Key) -> Samples:
    """A column as it stands in the source.

    Raises: DataError K602.
    """
    if key.name in table.columns:
        return table.columns[key.name]
    known = list(table.header or table.columns)
    shown = ", ".join(f"`{name}`" for name in known[:NAMES_SHOWN])
    more = f" and {len(known) - NAMES_SHOWN} more" if known[NAMES_SHOWN:] else ""
    message = f"`{table.file}` has no column `{key.name}`; there are {shown}{more}"
    hint = did_you_mean(key.name, known)
    raise DataError(Diagnostic("K602", message, key.span, hint=hint))
