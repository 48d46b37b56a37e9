"""What the printed code knows of the rows once it has read them."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field

from kspec.codegen.expressions import literal
from kspec.shape import Shape


@dataclass(frozen=True)
class Array:
    """A column that is an array of its own.

    Args:
        value: the expression that gives it.
        row: the shape of one row; None where only the data know it.
        lists: whether its rows are lists of different lengths.
        is_text: whether it holds texts.
        lines: statements that make it, once the rows stand in their order.
    """

    value: str
    row: Shape | None = None
    lists: bool = False
    is_text: bool = False
    lines: tuple[str, ...] = ()


@dataclass(frozen=True)
class Rows:
    """Rows that printed statements have read.

    Args:
        lines: the statements.
        count: how many rows there are, as an expression.
        is_table: whether they are a pandas table; `data` in any case, unless each
            column has a variable of its own.
        arrays: columns of another kind, by name.
        whole: columns whose ids are whole numbers.
        lists: whether a column may hold lists, as a Parquet file's may.
        parts: the source's own parts, which end at `ends`.
    """

    lines: tuple[str, ...]
    count: str = "len(data)"
    is_table: bool = True
    arrays: Mapping[str, Array] = field(default_factory=dict[str, Array])
    whole: frozenset[str] = frozenset()
    lists: bool = False
    parts: tuple[str, ...] = ()

    def column(self, name: str) -> str:
        """A column as it was read."""
        if name in self.arrays:
            return self.arrays[name].value
        return f"data[{literal(name)}]"

    def row(self, name: str) -> Shape | None:
        """The shape of one row of a column; None where only the data know it."""
        if name in self.arrays:
            return self.arrays[name].row
        return () if self.is_table else None

    def is_array(self, name: str) -> bool:
        """Whether a column is a NumPy array, not one of a pandas table."""
        return name in self.arrays or not self.is_table
