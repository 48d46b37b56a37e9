"""Dates as places in a cycle: sine and cosine, so that December is beside January."""

from __future__ import annotations

from dataclasses import replace

import numpy as np

from kspec.training.cells import Cells
from kspec.training.table import Array


def places_in_cycle(moments: Cells, cycle: str) -> Cells:
    """Where each date stands in the year, the week or the day.

    Args:
        moments: microseconds since 1970.
        cycle: `month` and `day` of the year, `weekday` of the week, `hour` of the day.

    Shapes: (rows) → (rows, 2), sine and cosine of the angle.

    Example:
    >>> months = np.array(["1900-01", "1900-04"], "datetime64[us]").astype(np.int64)
    >>> places_in_cycle(Cells(months), "month").values.round(3).tolist()
    [[0.0, 1.0], [1.0, 0.0]]
    """
    moment = np.asarray(moments.values).astype("datetime64[us]")
    angle = 2 * np.pi * _share(moment, cycle)
    values = np.stack([np.sin(angle), np.cos(angle)], axis=1)
    missing = moments.missing
    if missing is not None:
        missing = np.repeat(missing[:, None], 2, axis=1)
    return replace(moments, values=values, missing=missing)


def _share(moment: Array, cycle: str) -> Array:
    """The share of the cycle that has gone by, from 0 to below 1."""
    days = moment.astype("datetime64[D]")
    if cycle == "hour":
        return (moment - days) / np.timedelta64(1, "D")
    if cycle == "weekday":
        # The first of January 1970 was a Thursday; Monday is 0.
        return (days.astype(np.int64) + 3) % 7 / 7
    years = moment.astype("datetime64[Y]")
    if cycle == "month":
        months = moment.astype("datetime64[M]").astype(np.int64)
        return months % 12 / 12
    ends = (years + 1).astype("datetime64[D]")
    length = ends - years.astype("datetime64[D]")
    return (days - years.astype("datetime64[D]")) / length
