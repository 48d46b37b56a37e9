"""Cells: a column read as numbers, ids or dates, and which cells cannot be.

Nothing is decided here about rows: a missing or faulty cell is marked, and the rules of
the spec say whether it is an error, filled or left out.
"""

from __future__ import annotations

import re
from collections.abc import Collection
from dataclasses import dataclass, replace
from typing import Any

import numpy as np

from kspec.training.table import Array, Samples, in_memory

NUMBER = re.compile(r"\s*[+-]?(\d+\.?\d*|\.\d+)([eE][+-]?\d+)?\s*")
ISO_DATE = re.compile(r"\d{4}(-\d\d(-\d\d([ T]\d\d:\d\d(:\d\d(\.\d+)?)?)?)?)?")
MASKED = ""


@dataclass(frozen=True)
class Fault:
    """Cells that are not what they have to be.

    Args:
        rows: whether each row has one.
        wanted: completes "has to be …".
        column: where the cells stand.
        code: K604 for what cannot be read, K605 for what is out of range.
    """

    rows: Array
    wanted: str
    code: str = "K604"
    column: str = ""


@dataclass(frozen=True)
class Cells:
    """The cells of a column, or of several that make a vector.

    Args:
        values: a number for each; for ids the position in `words`.
        missing: whether each cell is empty, shaped as the values.
        faults: in the order in which they are told.
        words: the ids that occur; None for numbers.
    """

    values: Samples
    missing: Array | None = None
    faults: tuple[Fault, ...] = ()
    words: tuple[str, ...] | None = None

    @property
    def incomplete(self) -> Array | None:
        """Whether each row has an empty cell; None where none has."""
        if self.missing is None or not self.missing.any():
            return None
        return _by_row(self.missing)

    def checked(self, bad: Array, wanted: str, code: str = "K604") -> Cells:
        """These cells with one more fault, where any of the cells has it."""
        rows = _by_row(bad)
        if not rows.any():
            return self
        return replace(self, faults=(*self.faults, Fault(rows, wanted, code)))


def numbers(values: Samples, na: Collection[str] = ()) -> Cells:
    """Cells that have to be finite numbers.

    Example:
    >>> numbers(np.array([1.0, np.nan])).incomplete.tolist()
    [False, True]
    """
    if not in_memory(values) or values.dtype.kind in "biu":
        return Cells(values)
    if values.dtype.kind == "f":
        found = Cells(values, np.isnan(values))
        return found.checked(np.isinf(values), "a number")
    read = [_number(value, na) for value in values.ravel()]
    shape = values.shape
    found = np.array([number for number, _ in read], np.float64).reshape(shape)
    state = np.array([state for _, state in read], np.int8).reshape(shape)
    return Cells(found, state == _MISSING).checked(state == _BAD, "a number")


def ids(values: Array, na: Collection[str] = (), fill: str | None = None) -> Cells:
    """Cells that name something: integers or texts.

    Args:
        fill: the id of those that name nothing.

    Example:
    >>> ids(np.array([7, 5, 7])).words
    ('5', '7')
    """
    missing = _are_missing(values, na)
    if values.dtype.kind in "biu":
        unique, codes = np.unique(values, return_inverse=True)
        return Cells(codes.reshape(-1), missing, words=tuple(map(str, unique.tolist())))
    texts = [
        (fill or MASKED) if gone else _word(value)
        for value, gone in zip(values.tolist(), missing, strict=True)
    ]
    unique, codes = np.unique(np.array(texts, np.str_), return_inverse=True)
    gone = missing & (fill is None)
    return Cells(codes.reshape(-1), gone, words=tuple(map(str, unique.tolist())))


def dates(values: Array, na: Collection[str] = ()) -> Cells:
    """Cells that tell a time: ISO 8601, such as `1865-01`; as microseconds.

    Numbers count as themselves.
    """
    if values.dtype.kind in "biuf":
        return numbers(values)
    if values.dtype.kind == "M":
        found = values.astype("datetime64[us]")
        return Cells(found.astype(np.int64), np.isnat(found))
    read = [_date(value, na) for value in values.tolist()]
    found = np.array([moment or 0 for moment, _ in read], np.int64)
    state = np.array([state for _, state in read], np.int8)
    wanted = "a date such as 1865-01 or 1865-01-31 12:00, or a number"
    return Cells(found, state == _MISSING).checked(state == _BAD, wanted)


def carried_forward(values: Array) -> Array:
    """Missing numbers replaced by the last one before, the rows in order of time.

    Example:
    >>> carried_forward(np.array([1.0, np.nan, 3.0])).tolist()
    [1.0, 1.0, 3.0]
    """
    rows = np.arange(len(values)).reshape(-1, *[1] * (values.ndim - 1))
    last = np.maximum.accumulate(np.where(np.isnan(values), 0, rows), axis=0)
    return np.take_along_axis(values, last, axis=0)


def words_sorted(words: Collection[str]) -> list[str]:
    """Ids in order: by number where all are integers, else as texts.

    Example:
    >>> words_sorted(["10", "9", "1"]), words_sorted(["10", "9", "a"])
    (['1', '9', '10'], ['10', '9', 'a'])
    """
    if all(re.fullmatch(r"-?\d{1,18}", word) for word in words):
        return sorted(words, key=lambda word: (int(word), word))
    return sorted(words)


_GOOD, _MISSING, _BAD = 0, 1, 2


def _number(value: Any, na: Collection[str]) -> tuple[float, int]:
    if _is_nothing(value, na):
        return np.nan, _MISSING
    if isinstance(value, str) and not NUMBER.fullmatch(value):
        return np.nan, _BAD
    try:
        found = float(value)
    except (TypeError, ValueError):
        return np.nan, _BAD
    return found, _GOOD if np.isfinite(found) else _BAD


def _date(value: Any, na: Collection[str]) -> tuple[int | None, int]:
    if _is_nothing(value, na):
        return None, _MISSING
    text = str(value)
    if not ISO_DATE.fullmatch(text):
        return None, _BAD
    try:
        return int(np.datetime64(text, "us").astype(np.int64)), _GOOD
    except ValueError:
        return None, _BAD


def _word(value: Any) -> str:
    if isinstance(value, bytes):
        return value.decode("utf-8", "replace")
    if isinstance(value, float) and value.is_integer():
        return str(int(value))
    return str(value)


def _are_missing(values: Array, na: Collection[str]) -> Array:
    if values.dtype.kind in "biu":
        return np.zeros(len(values), bool)
    return np.array([_is_nothing(value, na) for value in values.tolist()], bool)


def _is_nothing(value: Any, na: Collection[str]) -> bool:
    if value is None or (isinstance(value, float) and np.isnan(value)):
        return True
    return isinstance(value, str) and (value == "" or value in na)


def _by_row(cells: Array) -> Array:
    if cells.ndim == 1:
        return cells
    return np.asarray(cells.reshape(len(cells), -1).any(1))
