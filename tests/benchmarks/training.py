"""Training the bundled MNIST network, against plain `compile` and `fit`.

Prints a JSON object: the ratio of the medians of an epoch's time, which is that of a
step. Each side's epochs are timed from begin to end, its first (which compiles) left
out; the sides take turns in one process.
"""

from __future__ import annotations

import json
import statistics
import tempfile
import time
from collections.abc import Callable
from pathlib import Path
from typing import Any

import keras
import numpy as np

from kspec import load, train
from kspec.bundled import path
from tests import by_hand

ROUNDS = 5
EPOCHS = 6
ROWS = 2_048
BATCH = 32

TRAIN = f"""
train:
  data:
    source: digits.npz
    inputs: {{image: {{column: image}}}}
    targets: {{digit: {{column: digit, one_hot: true}}}}
    split: {{test: 0.1, by: time}}
  optimizer: adam
  loss: categorical_crossentropy
  metrics: [accuracy]
  batch_size: {BATCH}
  epochs: {EPOCHS}
"""


class Clock(keras.callbacks.Callback):
    """The time of each epoch."""

    async_safe = True

    def __init__(self) -> None:
        super().__init__()
        self.seconds: list[float] = []

    def on_epoch_begin(self, epoch: int, logs: Any = None) -> None:
        self._began = time.monotonic()

    def on_epoch_end(self, epoch: int, logs: Any = None) -> None:
        self.seconds.append(time.monotonic() - self._began)


def digits() -> tuple[Any, Any]:
    """Random images and classes; what they show does not matter to a clock."""
    random = np.random.default_rng(0)
    images = random.random((ROWS, 28, 28, 1), dtype="float32")
    return images, random.integers(0, 10, ROWS)


def by_kspec(folder: Path) -> list[float]:
    """The seconds of each epoch, with all that a run keeps."""
    run = train(load(folder / "mnist_cnn.yaml"), runs=folder / "runs")
    return [row["seconds"] for row in run.history]


def by_keras(images: Any, classes: Any) -> list[float]:
    """The seconds of each epoch of plain `fit`."""
    clock, cut = Clock(), ROWS - round(ROWS * 0.1)
    targets = keras.utils.to_categorical(classes, 10)
    model = by_hand.mnist_cnn()
    model.compile("adam", "categorical_crossentropy", metrics=["accuracy"])
    model.fit(
        images[:cut],
        targets[:cut],
        batch_size=BATCH,
        epochs=EPOCHS,
        validation_data=(images[cut:], targets[cut:]),
        callbacks=[clock],
        verbose=0,  # pyright: ignore[reportArgumentType]
    )
    return clock.seconds


def ratio(folder: Path) -> float:
    """Time of an epoch of kspec's over one of plain Keras's."""
    images, classes = digits()
    np.savez(folder / "digits.npz", image=images, digit=classes)
    spec = path("mnist_cnn").read_text(encoding="utf-8").partition("\ntrain:")[0]
    (folder / "mnist_cnn.yaml").write_text(spec + TRAIN, encoding="utf-8")
    sides: tuple[Callable[[], list[float]], ...] = (
        lambda: by_kspec(folder),
        lambda: by_keras(images, classes),
    )
    seconds: tuple[list[float], list[float]] = ([], [])
    for _ in range(ROUNDS):
        for side, times in zip(sides, seconds, strict=True):
            keras.backend.clear_session()
            times += side()[1:]
    ours, theirs = map(statistics.median, seconds)
    return ours / theirs


if __name__ == "__main__":
    with tempfile.TemporaryDirectory() as name:
        print(json.dumps({"mnist_cnn": ratio(Path(name))}))
