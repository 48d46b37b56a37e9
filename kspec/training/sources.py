"""Sources: the rows that `source:` names, of a known dataset or of files."""

from __future__ import annotations

import hashlib
import io
from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path

import numpy as np

from kspec.errors import DataError, Diagnostic, Span, did_you_mean
from kspec.schema.data import Parts
from kspec.training.datasets import (
    HANKOU,
    KNOWN,
    MNIST,
    MNIST_5K,
    MOVIELENS_SMALL,
    KnownDataset,
    content,
    find,
    locate,
)
from kspec.training.formats import read_idx, read_table
from kspec.training.table import Array, Table, joined


@dataclass(frozen=True)
class Source:
    """The rows of a source.

    Args:
        name: as the spec writes it.
        table: all rows, the test part's own last.
        test_rows: how many of the last are the source's own test part; 0 for none.
        checksums: the sha256 of each file's content, by its name.
    """

    name: str
    table: Table
    test_rows: int
    checksums: dict[str, str]


def read_source(source: str | Parts, folder: Path, span: Span | None = None) -> Source:
    """The rows that `source:` names.

    Args:
        folder: the spec's; a path may not lead out of it.

    Raises: DataError K601 where there is no such source, K604 where a file is damaged;
        ToolError K504 and K505 where a known dataset cannot be had.
    """
    if isinstance(source, Parts):
        return _two_files(source, folder, span)
    known = find(source)
    if known:
        return read_known(known)
    path = inside(folder, source, span)
    table = read_table(path, source, span)
    return Source(source, table, 0, {source: checksum(path)})


def read_known(known: KnownDataset) -> Source:
    """The rows of a dataset that kspec knows.

    Raises: ToolError K504, K505.
    """
    paths = locate(known)
    files = zip(known.files, paths, strict=True)
    table, test_rows = READERS[known.name]([content(p, f) for f, p in files])
    checksums = {file.name: file.sha256 for file in known.files}
    return Source(known.name, table, test_rows, checksums)


def inside(folder: Path, name: str, span: Span | None) -> Path:
    """The path of a file in the folder, symbolic links followed.

    Raises: DataError K601 where it leads out of the folder, is missing or is neither
        a regular file nor a folder.
    """
    base = folder.resolve()
    path = (base / name).resolve()
    hint = None
    if not path.is_relative_to(base):
        message = f"`{name}` lies outside the spec's folder, {base}"
        hint = "put the data beside the spec"
    elif not path.exists():
        message = f"there is no file `{name}` in {base}"
        hint = did_you_mean(name, [known.name for known in KNOWN])
        hint = hint or f"put it there, or name a dataset: {_names()}"
    elif not (path.is_file() or path.is_dir()):
        message = f"`{name}` is no regular file"
    else:
        return path
    raise DataError(Diagnostic("K601", message, span, hint=hint))


def checksum(path: Path) -> str:
    """The sha256 of a file, or of all files in a folder by name."""
    digest = hashlib.sha256()
    files = (
        sorted(f for f in path.iterdir() if f.is_file()) if path.is_dir() else [path]
    )
    for file in files:
        if path.is_dir():
            digest.update(file.name.encode())
        with file.open("rb") as opened:
            digest.update(hashlib.file_digest(opened, "sha256").digest())
    if path.is_file():
        with path.open("rb") as opened:
            return hashlib.file_digest(opened, "sha256").hexdigest()
    return digest.hexdigest()


def _two_files(source: Parts, folder: Path, span: Span | None) -> Source:
    names = (source.train, source.test)
    paths = [inside(folder, name, span) for name in names]
    train, test = (
        read_table(path, name, span) for path, name in zip(paths, names, strict=True)
    )
    if set(train.columns) != set(test.columns):
        odd = ", ".join(
            f"`{name}`" for name in sorted({*train.columns} ^ {*test.columns})
        )
        message = f"`{source.train}` and `{source.test}` differ in columns: {odd}"
        raise DataError(Diagnostic("K602", message, span))
    checksums = {n: checksum(p) for n, p in zip(names, paths, strict=True)}
    name = " and ".join(names)
    return Source(name, joined(train, test), test.rows, checksums)


def _names() -> str:
    return ", ".join(f"`{known.name}`" for known in KNOWN)


def _hankou(contents: list[bytes]) -> tuple[Table, int]:
    """A title line, then a line of twelve months for each year from 1865."""
    lines = contents[0].decode("ascii").splitlines()[1:]
    flow = np.array([float(v) for line in lines for v in line.split()])
    months = [f"{1865 + i // 12}-{i % 12 + 1:02}" for i in range(len(flow))]
    columns: dict[str, Array] = {"month": np.array(months, object), "flow": flow}
    return Table(("hankou.dat",), (len(flow),), columns), 0


def _mnist(contents: list[bytes]) -> tuple[Table, int]:
    train_image, train_label, test_image, test_label = map(read_idx, contents)
    train = Table(
        ("train-images-idx3-ubyte.gz",),
        (len(train_label),),
        {"image": train_image, "label": train_label},
    )
    test = Table(
        ("t10k-images-idx3-ubyte.gz",),
        (len(test_label),),
        {"image": test_image, "label": test_label},
    )
    return joined(train, test), len(test_label)


def _mnist_5k(contents: list[bytes]) -> tuple[Table, int]:
    """The digits stand class by class, so every fifth row is a stratified test part."""
    pixels = contents[0].decode("ascii").replace("\n", ",")
    values = np.fromstring(pixels, np.uint8, sep=",").reshape(-1, 28 * 28 + 1)
    rows = np.arange(len(values))
    is_test = rows % 5 == 4
    order = np.concatenate([rows[~is_test], rows[is_test]])
    columns = {"image": values[:, :-1].reshape(-1, 28, 28), "label": values[:, -1]}
    table = Table(("mnist_5k.csv.gz",), (len(rows),), columns)
    return table.arranged(order), int(is_test.sum())


def _movielens(contents: list[bytes]) -> tuple[Table, int]:
    import pandas

    frame = pandas.read_csv(io.BytesIO(contents[0]))
    columns = {name: frame[name].to_numpy() for name in MOVIELENS_SMALL.columns}
    return Table(("ratings.csv",), (len(frame),), columns), 0


READERS: dict[str, Callable[[list[bytes]], tuple[Table, int]]] = {
    HANKOU.name: _hankou,
    MNIST.name: _mnist,
    MNIST_5K.name: _mnist_5k,
    MOVIELENS_SMALL.name: _movielens,
}
"""How each known dataset's files become rows, and how many are its test part."""
