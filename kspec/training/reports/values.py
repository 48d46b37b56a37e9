"""How far predicted numbers are from the true ones."""

from __future__ import annotations

from collections.abc import Iterator

import numpy as np

from kspec.training.reports.charts import against, histogram
from kspec.training.reports.page import Html, group, heading, number, table
from kspec.training.reports.story import Story
from kspec.training.table import Array, loaded

WORST = 10


def of_values(story: Story, name: str) -> Iterator[Html]:
    """The part of the report about an output that predicts numbers.

    Of a vector it shows the first number.
    """
    code = story.dataset.targets[name]
    truth = _first(code.invert(loaded(story.dataset.test.targets[name])))
    predicted = _first(story.predictions[name])
    charts = [
        against(truth, predicted, title=f"{name}: predicted and true"),
        histogram(predicted - truth, title="predicted − true", label=name),
    ]
    yield group("charts", charts)
    yield heading(f"The {min(WORST, len(truth))} worst predictions")
    yield _worst(story, truth, predicted)


def _worst(story: Story, truth: Array, predicted: Array) -> Html:
    worst = np.argsort(-np.abs(predicted - truth), kind="stable")[:WORST]
    rows = [
        [
            f"{int(story.dataset.test.positions[row]) + 1:,}",
            number(float(truth[row])),
            number(float(predicted[row])),
        ]
        for row in worst
    ]
    return table(["row", "true", "predicted"], rows)


def _first(values: Array) -> Array:
    return values.reshape(len(values), -1)[:, 0]
