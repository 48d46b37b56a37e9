"""Known datasets as tables: how the files of each become rows."""

from __future__ import annotations

import gzip
import io
import tarfile
import zipfile
from collections.abc import Callable
from functools import partial
from typing import Any

import numpy as np

from kspec import known
from kspec.known import GENRES
from kspec.training.array_files import read_idx
from kspec.training.table import Array, Samples, Table
from kspec.training.word_lists import word_lists

Pieces = dict[str, Table]
"""A table for the part `all`, or for `train` and `test`."""


def _hankou(contents: list[bytes]) -> Pieces:
    """A title line, then a line of twelve months for each year from 1865."""
    lines = contents[0].decode("ascii").splitlines()[1:]
    flow = np.array([float(v) for line in lines for v in line.split()])
    months = [f"{1865 + i // 12}-{i % 12 + 1:02}" for i in range(len(flow))]
    columns: dict[str, Samples] = {"month": np.array(months, object), "flow": flow}
    return {"all": Table("hankou.dat", columns)}


def _digits(contents: list[bytes]) -> Pieces:
    """Images and labels of the training part, then those of the test part."""
    plain = [gzip.decompress(c) if c[:2] == b"\x1f\x8b" else c for c in contents]
    train_image, train_label, test_image, test_label = map(read_idx, plain)
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


def _movielens_small(contents: list[bytes]) -> Pieces:
    import pandas

    ratings, films = (pandas.read_csv(io.BytesIO(content)) for content in contents)
    return {"all": _rated("ratings.csv", ratings, films)}


def _movielens_1m(contents: list[bytes]) -> Pieces:
    with zipfile.ZipFile(io.BytesIO(contents[0])) as archive:
        ratings = _colons(archive, "ratings", "userId movieId rating timestamp")
        people = _colons(archive, "users", "userId gender age occupation zip")
        films = _colons(archive, "movies", "movieId title genres")
    return {"all": _rated("ratings.dat", ratings.merge(people, "left"), films)}


def _colons(archive: zipfile.ZipFile, name: str, columns: str) -> Any:
    """A file of the archive whose fields are divided by two colons, in Latin-1."""
    import pandas

    text = archive.read(f"ml-1m/{name}.dat").decode("latin-1")
    rows = [line.split("::") for line in text.splitlines()]
    frame = pandas.DataFrame(rows, columns=columns.split())
    texts = ("gender", "zip", "title", "genres")
    return frame.astype({c: "int64" for c in frame.columns if c not in texts})


def _rated(file: str, ratings: Any, films: Any) -> Table:
    """Ratings with the facts of their films, in the order of the ratings."""
    films = films.assign(
        year=films["title"].str.extract(r"\((\d{4})\)\s*$")[0].astype(float)
    )
    joined = ratings.merge(films, "left", on="movieId")
    columns: dict[str, Samples] = {
        name: joined[name].to_numpy() for name in joined.columns if name != "genres"
    }
    for name in ("title", "gender", "zip"):
        if name in columns:
            columns[name] = joined[name].to_numpy(object)
    columns["genres"] = _genres(joined["genres"])
    return Table(file, columns)


def _genres(texts: Any) -> Array:
    """Which genres each film has: ones and zeros in the order of `GENRES`."""
    unique, codes = np.unique(texts.to_numpy(object).astype(str), return_inverse=True)
    named = [text.replace("Children's", "Children").split("|") for text in unique]
    marks = [[genre in names for genre in GENRES] for names in named]
    return np.array(marks, np.uint8)[codes.reshape(-1)]


def _cifar(folder: str, labels: tuple[str, ...], contents: list[bytes]) -> Pieces:
    """Records of some label bytes and 3 x 32 x 32 pixels, colour by colour."""
    found: dict[str, list[bytes]] = {"train": [], "test": []}
    with tarfile.open(fileobj=io.BytesIO(contents[0]), mode="r:gz") as archive:
        members = sorted(m.name for m in archive if m.name.endswith(".bin"))
        for name in (name for name in members if name.startswith(f"{folder}/")):
            opened = archive.extractfile(name)
            assert opened
            found["test" if "test" in name else "train"].append(opened.read())
    return {
        part: Table(f"{folder} ({part})", _records(b"".join(data), labels))
        for part, data in found.items()
    }


def _records(data: bytes, labels: tuple[str, ...]) -> dict[str, Samples]:
    records = np.frombuffer(data, np.uint8).reshape(-1, len(labels) + 3 * 32 * 32)
    pixels = records[:, len(labels) :].reshape(-1, 3, 32, 32).transpose(0, 2, 3, 1)
    named = {name: records[:, at] for at, name in enumerate(labels)}
    return {"image": pixels, **named}


def _imdb(contents: list[bytes]) -> Pieces:
    arrays = word_lists(contents[0])
    return {
        part: _words(f"imdb.npz ({part})", arrays[f"x_{part}"], arrays[f"y_{part}"])
        for part in ("train", "test")
    }


def _reuters(contents: list[bytes]) -> Pieces:
    arrays = word_lists(contents[0])
    return {"all": _words("reuters.npz", arrays["x"], arrays["y"])}


def _words(file: str, texts: Array, labels: Array) -> Table:
    """Word numbers as Keras counts them: 1 begins a text, 2 is any rarer word."""
    whole, common = (np.empty(len(texts), object) for _ in range(2))
    for at, text in enumerate(texts):
        words = np.concatenate([[1], np.asarray(text, np.int64) + 3])
        whole[at], common[at] = words, np.where(words < 10_000, words, 2)
    return Table(file, {"words": whole, "words_10k": common, "label": labels})


def _housing(file: str, contents: list[bytes]) -> Pieces:
    with np.load(io.BytesIO(contents[0]), allow_pickle=False) as arrays:
        columns: dict[str, Samples] = {"facts": arrays["x"], "price": arrays["y"]}
    return {"all": Table(file, columns)}


READERS: dict[str, Callable[[list[bytes]], Pieces]] = {
    known.BOSTON_HOUSING.name: partial(_housing, "boston_housing.npz"),
    known.CALIFORNIA_HOUSING.name: partial(_housing, "california_housing.npz"),
    known.CIFAR10.name: partial(_cifar, "cifar-10-batches-bin", ("label",)),
    known.CIFAR100.name: partial(_cifar, "cifar-100-binary", ("group", "label")),
    known.FASHION_MNIST.name: _digits,
    known.HANKOU.name: _hankou,
    known.IMDB.name: _imdb,
    known.MNIST.name: _digits,
    known.MNIST_5K.name: _mnist_5k,
    known.MOVIELENS_1M.name: _movielens_1m,
    known.MOVIELENS_SMALL.name: _movielens_small,
    known.REUTERS.name: _reuters,
}
"""How the files of each known dataset become rows."""
