"""Trivial baselines: what a forecast without a model would say.

A model that loses to one of them is not good, however nice its curve. All of them
know the training part alone, and for a series the rows before a window's targets.
"""

from __future__ import annotations

from collections.abc import Callable

import numpy as np

from kspec.training.dataset import Dataset
from kspec.training.table import Array, loaded


def baselines(dataset: Dataset, name: str, *, classes: int | None) -> dict[str, Array]:
    """What each baseline predicts for an output on the test part, in its own units.

    Args:
        classes: how many there are, where the output tells classes; each has its
            share of the training part as its probability.

    Shapes: as the predictions of the model.
    """
    truth, rows = loaded(dataset.truth[name]), dataset.rows.train
    positions = dataset.test.positions
    if classes is not None:
        numbers = truth[rows].astype(np.int64)
        shares = np.bincount(numbers, minlength=classes) / len(rows)
        return {"majority class": np.tile(shares, (len(positions), 1))}
    found = {"mean": np.broadcast_to(truth[rows].mean(0), truth[positions].shape)}
    if dataset.window:
        found |= _of_series(truth, rows, positions, dataset.window.season)
    return found


def _of_series(
    truth: Array, rows: Array, positions: Array, season: int | None
) -> dict[str, Array]:
    start = positions[:, :1]
    found = {"last value": truth[np.broadcast_to(start - 1, positions.shape)]}
    if season:
        ahead = positions - start
        found["last season"] = truth[start - season + ahead % season]
        found["seasonal mean"] = _seasonal(np.mean, truth, rows, positions, season)
        found["seasonal median"] = _seasonal(np.median, truth, rows, positions, season)
    return found


def _seasonal(
    centre: Callable[..., Array],
    truth: Array,
    rows: Array,
    positions: Array,
    season: int,
) -> Array:
    """The centre of the training rows that stand at the same place in their season."""
    places = [truth[rows[rows % season == place]] for place in range(season)]
    return np.stack([centre(values, axis=0) for values in places])[positions % season]
