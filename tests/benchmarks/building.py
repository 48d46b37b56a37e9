"""Building a bundled spec against the Keras code that a person would write.

Prints a JSON object: for each model, the ratio of the medians. Both sides take turns
in one process, since importing Keras would drown either.
"""

from __future__ import annotations

import json
import statistics
import time
from collections.abc import Callable
from typing import Any

import keras

from kspec import build, load
from kspec.bundled import path
from tests import by_hand

NAMES = ("mnist_cnn", "deep_recommender")
REPEATS = 40


def ratio(name: str) -> float:
    """Time of `build` from a loaded spec over that of the code by hand."""
    spec = load(path(name))
    sides: tuple[Callable[[], Any], ...] = (lambda: build(spec), by_hand.MODELS[name])
    seconds: tuple[list[float], list[float]] = ([], [])
    for turn in range(REPEATS + 2):
        for side, times in zip(sides, seconds, strict=True):
            keras.backend.clear_session()
            start = time.perf_counter()
            side()
            if turn >= 2:
                times.append(time.perf_counter() - start)
    ours, theirs = map(statistics.median, seconds)
    return ours / theirs


if __name__ == "__main__":
    print(json.dumps({name: ratio(name) for name in NAMES}))
