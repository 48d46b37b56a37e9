"""How good a forecast is: against the truth, and by how far ahead it looks."""

from __future__ import annotations

from collections.abc import Iterator

import numpy as np

from kspec.training.baselines import baselines
from kspec.training.reports.charts import Series, lines
from kspec.training.reports.page import Html, group, heading, number, paragraph, table
from kspec.training.reports.story import Story
from kspec.training.table import Array, loaded

AHEAD = (1, 2, 3, 6, 12, 18, 24, 36, 48)
"""Rows ahead that have a column of their own."""
WIDE = (10.4, 3.5)


def of_forecast(story: Story, name: str) -> Iterator[Html]:
    """The part of the report about an output that predicts a series."""
    truth = _first(loaded(story.dataset.truth[name]))
    positions = story.dataset.test.positions
    predicted = _first(story.predictions[name].reshape(*positions.shape, -1))
    yield heading("Over time")
    yield group("charts", [_against(truth, predicted, positions, name)])
    rows = {"model": predicted} | {
        title: _first(values.reshape(*positions.shape, -1))
        for title, values in baselines(story.dataset, name, classes=None).items()
    }
    yield heading("Error by how far ahead")
    yield from _by_horizon(rows, truth[positions])


def _against(truth: Array, predicted: Array, positions: Array, name: str) -> Html:
    first, last = int(positions.min()), int(positions.max())
    ahead = positions.shape[1]
    shown = np.arange(max(first - ahead, 0), last + 1, dtype=np.int64)
    stride = int(positions[1, 0] - positions[0, 0]) if len(positions) > 1 else 1
    # From the end backwards, so that the last forecast of the series is there.
    chosen = sorted(range(len(positions) - 1, -1, -max(ahead // stride, 1)))
    series: Series = {
        "truth": [(shown, truth[shown])],
        "forecast": [(positions[at], predicted[at]) for at in chosen],
    }
    title = f"{name}: the test part, forecast {ahead} at a time"
    return lines(series, title=title, labels=("row of the series", name), size=WIDE)


def _by_horizon(rows: dict[str, Array], truth: Array) -> Iterator[Html]:
    percent = bool((truth > 0).all())
    title = f"mean absolute {'percentage ' if percent else ''}error"
    errors = {name: _errors(values, truth, percent) for name, values in rows.items()}
    ahead = np.arange(1, truth.shape[1] + 1, dtype=np.int64)
    series: Series = {name: [(ahead, values)] for name, values in errors.items()}
    labels = ("rows ahead", "%" if percent else "error")
    yield group("charts", [lines(series, title=title, labels=labels, size=WIDE)])
    columns = [*(at for at in AHEAD if at < len(ahead)), len(ahead)]
    yield table(
        [f"{title}, rows ahead", *map(str, columns), "all"],
        [
            [
                name,
                *(number(float(found[at - 1])) for at in columns),
                number(float(found.mean())),
            ]
            for name, found in errors.items()
        ],
        strong=0,
    )
    best = min(errors, key=lambda name: errors[name].mean())
    if best != "model":
        yield paragraph(f"The baseline “{best}” is better than the model.", "bad")


def _errors(predicted: Array, truth: Array, percent: bool) -> Array:
    errors = np.abs(predicted - truth)
    return (100 * errors / truth if percent else errors).mean(0)


def _first(values: Array) -> Array:
    """The first of several columns; a series of single numbers as it is."""
    return values[..., 0] if values.ndim > 1 else values
