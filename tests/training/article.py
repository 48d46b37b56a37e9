"""The article's models with their `train:` sections."""

from __future__ import annotations

from pathlib import Path
from typing import Any

from kspec import Spec, load
from kspec.bundled import path
from kspec.text import from_plain, plain, write

RATINGS: dict[str, Any] = {
    "data": {
        "source": "movielens-small",
        "inputs": {
            "user": {"column": "userId", "ids": {"first": 1}},
            "movie": {"column": "movieId", "ids": {"first": 1}},
        },
        "targets": {"rating": {"column": "rating"}},
        "split": {"test": 0.1},
    },
    "optimizer": "adam",
    "loss": "mse",
    "metrics": ["mae"],
    "batch_size": 100,
    "epochs": 4,
}
SECTIONS: dict[str, dict[str, Any]] = {
    "mnist_cnn": {
        "data": {
            "source": "mnist-5k",
            "inputs": {"image": {"scale": {"divide": 255}}},
            "targets": {"digit": {"column": "label", "one_hot": True}},
        },
        "optimizer": {"type": "Adagrad", "learning_rate": 0.01},
        "loss": "categorical_crossentropy",
        "metrics": ["accuracy"],
        "batch_size": 10,
        "epochs": 6,
    },
    "deep_recommender": RATINGS,
    "matrix_factorization": RATINGS,
    "hankou_lstm": {
        "data": {
            "source": "hankou",
            "time": "month",
            "inputs": {"flow": {"scale": "minmax"}},
            "window": {"length": 60, "horizon": 24, "season": 12},
            "split": {"test": 0.2, "by": "time"},
        },
        "optimizer": "adam",
        "loss": "mse",
        "metrics": ["mape"],
        "batch_size": 100,
        "epochs": 20,
    },
}


def article_spec(name: str, folder: Path, **changes: Any) -> Spec:
    """A bundled spec with its section, some settings changed, in a file."""
    root = plain(load(path(name)).root)
    file = folder / f"{name}.yaml"
    section = {**SECTIONS[name], **changes}
    file.write_text(write(from_plain({**root, "train": section})), encoding="utf-8")
    return load(file)
