"""A survey of a dataset: what a model will see, in lines, before any training."""

from __future__ import annotations

from collections.abc import Iterator

import numpy as np

from kspec.training.dataset import Dataset
from kspec.training.feature import Feature
from kspec.training.periodogram import LAGS, autocorrelation, main_cycle, periodogram
from kspec.training.scaling import moments
from kspec.training.table import Array, Samples, loaded

BATCH = 32
"""Samples of the batch that is shown."""
ROWS_LOOKED_AT = 10_000
BARS = "▁▂▃▄▅▆▇█"
CLASSES_SHOWN = 20


def survey(dataset: Dataset) -> Iterator[str]:
    """Rows, parts, a batch, the balance of classes, and the cycles of a series."""
    yield from _rows(dataset)
    yield from _batch(dataset)
    for feature in dataset.preparation.targets:
        if feature.recipe.classes:
            yield from _balance(dataset, feature)
    if dataset.window:
        for feature in dataset.preparation.targets:
            yield from _cycles(dataset, feature.recipe.name)


def _rows(dataset: Dataset) -> Iterator[str]:
    yield f"{dataset.source}: {_rows_of(dataset.read)}"
    for omission in dataset.omitted:
        yield f"  {omission}"
    parts = {
        "training": (dataset.train, dataset.rows.train),
        "validation": (dataset.validation, dataset.rows.validation),
        "test": (dataset.test, dataset.rows.test),
    }
    for name, (part, rows) in parts.items():
        if part is not None:
            windows = f", {part.samples:,} windows" if dataset.window else ""
            stored = ", read from the disk" if part.is_stored else ""
            yield f"  {name}: {_rows_of(len(rows))}{windows}{stored}"


def _batch(dataset: Dataset) -> Iterator[str]:
    part = dataset.train
    rows = np.arange(min(BATCH, part.samples))
    yield f"a batch of {len(rows)} (smallest … largest over the training part):"
    sides = {
        "input": (part.inputs, dataset.preparation.inputs),
        "target": (part.targets, dataset.preparation.targets),
    }
    lines = [
        (side, feature.recipe.name, *_described(samples[feature.recipe.name], rows))
        for side, (samples, features) in sides.items()
        for feature in features
    ]
    widths = [max(map(len, column)) for column in zip(*lines, strict=True)]
    for line in lines:
        cells = (c.ljust(w) for c, w in zip(line, widths, strict=True))
        yield f"  {'  '.join(cells).rstrip()}"


def _described(samples: Samples, rows: Array) -> tuple[str, str, str]:
    batch = samples[rows]
    shape = "x".join(map(str, batch.shape))
    looked = np.arange(min(len(samples), ROWS_LOOKED_AT))
    found = moments(samples, looked, None)
    low, high, mean = (_number(v) for v in (found.low, found.high, found.mean))
    return shape, str(batch.dtype), f"{low} … {high}, mean {mean}"


def _balance(dataset: Dataset, feature: Feature) -> Iterator[str]:
    """How many rows of each part every class has."""
    name, classes = feature.recipe.name, feature.recipe.classes or 0
    numbers = loaded(dataset.truth[name]).astype(np.int64).reshape(-1)
    labels = feature.encoding.labels
    yield f"classes of `{name}` (training, test):"
    train = np.bincount(numbers[dataset.rows.train], minlength=classes)
    test = np.bincount(numbers[dataset.rows.test], minlength=classes)
    for at in range(min(classes, CLASSES_SHOWN)):
        label = labels[at] if labels and at < len(labels) else None
        share = train[at] / max(train.sum(), 1)
        shown = f"  {label or at}: {train[at]:,}, {test[at]:,} ({share:.1%})"
        yield shown
    if classes > CLASSES_SHOWN:
        yield f"  and {classes - CLASSES_SHOWN} classes more"


def _cycles(dataset: Dataset, name: str) -> Iterator[str]:
    """The autocorrelation of the training part and its periodogram."""
    series = loaded(dataset.truth[name])[dataset.rows.train]
    series = series.reshape(len(series), -1)[:, 0]
    if len(series) <= LAGS:
        yield f"`{name}` has too few rows for a periodogram of {LAGS} lags"
        return
    told = autocorrelation(series)[1:]
    periods, power = periodogram(series)
    yield f"autocorrelation of `{name}`, 1 to {LAGS} rows apart: {_bars(told, -1, 1)}"
    yield (
        f"its periodogram, cycles of {periods[0]:g} to {periods[-1]:g} rows: "
        f"{_bars(power, 0, power.max())}"
    )
    cycle = main_cycle(series)
    if cycle is None:
        yield "no cycle stands out"
        return
    yield f"main cycle: {cycle:g} rows ({power.max():.0%} of the power)"
    window = dataset.window
    if window and window.season != round(cycle):
        yield f"  `season: {round(cycle)}` adds the seasonal baselines to the report"


def _bars(values: Array, low: float, high: float) -> str:
    """A number as the height of a bar each.

    Example:
    >>> _bars(np.array([-1, 0, 1]), -1, 1)
    '▁▅█'
    """
    share = (np.asarray(values) - low) / ((high - low) or 1)
    heights = (share * len(BARS)).astype(int).clip(0, len(BARS) - 1)
    return "".join(BARS[at] for at in heights)


def _rows_of(count: int) -> str:
    return "1 row" if count == 1 else f"{count:,} rows"


def _number(value: Array) -> str:
    return f"{float(value):.4g}"
