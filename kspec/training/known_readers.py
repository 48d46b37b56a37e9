"""Known datasets as tables: how the files of each become rows."""

from __future__ import annotations

import io
from collections.abc import Callable

import numpy as np

from kspec.training.array_files import read_idx
from kspec.training.datasets import HANKOU, MNIST, MNIST_5K, MOVIELENS_SMALL
from kspec.training.table import Samples, Table

Pieces = dict[str, Table]
"""A table for the part `all`, or for `train` and `test`."""


def _hankou(contents: list[bytes]) -> Pieces:
    """A title line, then a line of twelve months for each year from 1865."""
    lines = contents[0].decode("ascii").splitlines()[1:]
    flow = np.array([float(v) for line in lines for v in line.split()])
    months = [f"{1865 + i // 12}-{i % 12 + 1:02}" for i in range(len(flow))]
    columns: dict[str, Samples] = {"month": np.array(months, object), "flow": flow}
    return {"all": Table("hankou.dat", columns)}


def _mnist(contents: list[bytes]) -> Pieces:
    train_image, train_label, test_image, test_label = map(read_idx, contents)
    train: dict[str, Samples] = {"image": train_image, "label": train_label}
    test: dict[str, Samples] = {"image": test_image, "label": test_label}
    return {
        "train": Table("train-images-idx3-ubyte.gz", train),
        "test": Table("t10k-images-idx3-ubyte.gz", test),
    }


def _mnist_5k(contents: list[bytes]) -> Pieces:
    """The digits stand class by class, so every fifth row is a stratified test part."""
    pixels = contents[0].decode("ascii").replace("\n", ",")
    values = np.fromstring(pixels, np.uint8, sep=",").reshape(-1, 28 * 28 + 1)
    columns: dict[str, Samples] = {
        "image": values[:, :-1].reshape(-1, 28, 28),
        "label": values[:, -1],
    }
    table = Table("mnist_5k.csv.gz", columns)
    rows = np.arange(len(values))
    is_test = rows % 5 == 4
    return {"train": table.kept(rows[~is_test]), "test": table.kept(rows[is_test])}


def _movielens(contents: list[bytes]) -> Pieces:
    import pandas

    frame = pandas.read_csv(io.BytesIO(contents[0]))
    columns: dict[str, Samples] = {
        name: frame[name].to_numpy() for name in MOVIELENS_SMALL.columns
    }
    return {"all": Table("ratings.csv", columns)}


READERS: dict[str, Callable[[list[bytes]], Pieces]] = {
    HANKOU.name: _hankou,
    MNIST.name: _mnist,
    MNIST_5K.name: _mnist_5k,
    MOVIELENS_SMALL.name: _movielens,
}
"""How the files of each known dataset become rows."""
