"""The spacing of a series: rows that are missing, or there twice, by their times."""

from __future__ import annotations

from collections.abc import Callable

import numpy as np

from kspec.errors import DataError, Diagnostic, Span
from kspec.training.table import Array, and_more


def check_spacing(
    moments: Array, place: Callable[[int], str], span: Span | None = None
) -> None:
    """Whether the rows of a series follow one another at one pace.

    Args:
        moments: the time of each row, in order.
        place: where a row stands, for the message.

    Raises: DataError K609 for the first that does not.
    """
    steps = np.diff(_ordinals(moments))
    if not steps.size:
        return
    odd = np.flatnonzero(~np.isclose(steps, np.median(steps), rtol=1e-6, atol=0))
    if not odd.size:
        return
    before, after = int(odd[0]), int(odd[0]) + 1
    usual, step = float(np.median(steps)), float(steps[before])
    if step == 0:
        what = f"has the time of {place(before)}"
    else:
        missing = step / usual - 1 if usual else 0.0
        gap = f", {missing:g} missing" if missing > 0 and missing.is_integer() else ""
        what = f"does not follow {place(before)} at the pace of the others{gap}"
    message = f"{place(after)} {what}{and_more(len(odd) - 1)}"
    hint = "add the rows, or `window: {gaps: keep}` takes them as if none were missing"
    raise DataError(Diagnostic("K609", message, span, hint=hint))


def _ordinals(moments: Array) -> Array:
    """Times as numbers that grow evenly: months where each row stands for one.

    Example:
    >>> days = np.array(["2024-01-31", "2024-02-29", "2024-03-31"], "datetime64[us]")
    >>> np.diff(_ordinals(days.astype(np.int64))).tolist()
    [1, 1]
    """
    if moments.dtype.kind != "i":
        return moments
    times = moments.astype("datetime64[us]")
    for shift in (np.timedelta64(0, "D"), np.timedelta64(1, "D")):
        months = (times + shift).astype("datetime64[M]")
        if np.unique(times + shift - months).size == 1:
            return months.astype(np.int64)
    return moments
