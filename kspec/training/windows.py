"""Windows over a series: which rows each is made of, and that none looks ahead."""

from __future__ import annotations

import numpy as np

from kspec.errors import DataError, Diagnostic, Span
from kspec.schema.data import Window
from kspec.training.table import Array, row_count


def window_starts(
    window: Window, first: int, end: int, *, part: str, span: Span | None = None
) -> Array:
    """The first row of each window whose target rows lie from `first` up to `end`.

    A later part's inputs may reach back into the earlier one, which is the known past
    by then; no target and no training window ever reaches forward.

    Raises: DataError K606 where not one window fits.
    """
    low = max(first - window.reach, 0)
    high = end - window.reach - window.horizon
    if high < low:
        needed = window.horizon + (0 if first else window.reach)
        found = row_count(end - first)
        raise DataError(
            Diagnostic(
                "K606",
                f"the {part} part has {found}; a window needs {needed}",
                span,
                hint="give that part more rows, or the window a shorter past",
            )
        )
    return np.arange(low, high + 1, window.stride)


def cut(series: Array, starts: Array, given: tuple[int, ...]) -> Array:
    """The given rows from each start.

    Shapes: (rows, …) → (starts, given, …)

    Example:
    >>> cut(np.array([5, 6, 7, 8]), np.array([0, 1]), (0, 2)).tolist()
    [[5, 7], [6, 8]]
    """
    return series[starts[:, None] + np.asarray(given)]
