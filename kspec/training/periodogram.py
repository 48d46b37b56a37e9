"""The periodogram of a series' autocorrelation: its cycles and how strong they are."""

from __future__ import annotations

import numpy as np

from kspec.training.table import Array

LAGS = 36
CYCLE_POWER = 0.2
"""Share of all power that a peak has where a series has a cycle worth telling."""


def autocorrelation(series: Array, lags: int = LAGS) -> Array:
    """How alike the series is to itself so many rows later, for 0 to `lags`.

    Shapes: (rows) → (lags + 1)

    Example:
    >>> autocorrelation(np.array([1.0, -1.0] * 50), 2).round(2).tolist()
    [1.0, -0.99, 0.98]
    """
    away = np.asarray(series, np.float64) - np.mean(series)
    whole = float(away @ away)
    if whole == 0:
        return np.r_[1.0, np.zeros(lags)]
    rows = len(away)
    return np.array(
        [away[: rows - lag] @ away[lag:] / whole for lag in range(lags + 1)]
    )


def periodogram(series: Array, lags: int = LAGS) -> tuple[Array, Array]:
    """The periods of an autocorrelation and the share of power that each has.

    Shapes: (rows) → (lags // 2), (lags // 2), the longest period first.
    """
    found = autocorrelation(series, lags)[1:]
    power = np.abs(np.fft.rfft(found - found.mean()))[1:] ** 2
    whole = power.sum()
    periods = lags / np.arange(1, len(power) + 1)
    return periods, power / whole if whole else power


def main_cycle(series: Array, lags: int = LAGS) -> float | None:
    """The period with the most power, in rows; None where none stands out.

    Example:
    >>> rows = np.arange(240)
    >>> main_cycle(np.sin(2 * np.pi * rows / 12))
    12.0
    """
    if len(series) <= lags:
        return None
    periods, power = periodogram(series, lags)
    best = int(np.argmax(power))
    return float(periods[best]) if power[best] > CYCLE_POWER else None
