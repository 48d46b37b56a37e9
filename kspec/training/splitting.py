"""The rows of training, validation and test part; windows over a series."""

from __future__ import annotations

import math
from dataclasses import dataclass

import numpy as np

from kspec.errors import DataError, Diagnostic, Span
from kspec.schema.data import Split, Window
from kspec.training.table import Array


@dataclass(frozen=True)
class Rows:
    """The rows of each part, by position; no row is in two parts."""

    train: Array
    validation: Array
    test: Array


def split_rows(
    split: Split, rows: int, test_rows: int, *, seed: int, span: Span | None = None
) -> Rows:
    """The rows of each part.

    Args:
        rows: all rows; the last `test_rows` are the source's own test part.
        seed: of the random order.

    Raises: DataError K606 where a part that is asked for is empty, K607 where the
        spec asks for a test part beside the source's own, or for none at all.
    """
    _check_test(split, test_rows, span)
    free = rows - test_rows
    order = np.arange(free)
    if split.by == "random":
        chosen = seed if split.seed is None else split.seed
        order = np.random.default_rng(chosen).permutation(free)
    test = test_rows or _share(split.test, free)
    validation = _share(split.validation, free)
    end = free if test_rows else free - test
    if end - validation < 1:
        message = f"{rows} rows leave none for training"
        raise DataError(Diagnostic("K606", message, span))
    return Rows(
        order[: end - validation],
        order[end - validation : end],
        np.arange(free, rows) if test_rows else order[end:],
    )


def _check_test(split: Split, test_rows: int, span: Span | None) -> None:
    if test_rows and split.test is not None:
        message, hint = "the source has a test part of its own", "leave out `test:`"
    elif not test_rows and split.test is None:
        message, hint = "nothing is held out to test on", "add `split: {test: 0.2}`"
    else:
        return
    raise DataError(Diagnostic("K607", message, span, hint=hint))


def _share(fraction: float | None, rows: int) -> int:
    # Rounded first: 0.1 * 30 is 3.0000000000000004, and four rows are too many.
    return math.ceil(round((fraction or 0) * rows, 6))


def window_starts(
    window: Window, first: int, end: int, *, part: str, span: Span | None = None
) -> Array:
    """The first row of each window whose target rows lie from `first` up to `end`.

    A later part's inputs may reach back into the earlier one, which is the known past
    by then; no target and no training window ever reaches forward.

    Raises: DataError K606 where not one window fits.
    """
    low = max(first - window.length, 0)
    high = end - window.length - window.horizon
    if high < low:
        needed = window.horizon + (0 if first else window.length)
        raise DataError(
            Diagnostic(
                "K606",
                f"the {part} part has {end - first} rows; a window needs {needed}",
                span,
                hint="give that part more rows, or the window a shorter `length`",
            )
        )
    return np.arange(low, high + 1, window.stride)


def windows(series: Array, starts: Array, length: int) -> Array:
    """`length` rows from each start.

    Shapes: (rows, …) → (starts, length, …)

    Example:
    >>> windows(np.array([5, 6, 7, 8]), np.array([0, 2]), 2).tolist()
    [[5, 6], [7, 8]]
    """
    return series[starts[:, None] + np.arange(length)]
