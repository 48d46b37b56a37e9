"""How printed code reads the datasets that kspec knows.

Keras's own loaders where they give the rows in the order of the files; else the files
by `keras.utils.get_file`, which keeps them where Keras keeps all data.
"""

from __future__ import annotations

from collections.abc import Callable
from functools import partial

from kspec import known
from kspec.codegen.experiment.rows import Array, Rows
from kspec.codegen.experiment.writing import assign, call, remark, said, texts
from kspec.codegen.expressions import literal
from kspec.codegen.layout import INDENT
from kspec.known import KnownDataset

FILMS = frozenset({"title", "year", "genres"})
PEOPLE = frozenset({"gender", "age", "occupation", "zip"})
WHOLE = frozenset({"userId", "movieId", "timestamp", "age", "occupation"})
TRAIN_AND_TEST = ("train", "test")


def known_rows(dataset: KnownDataset, columns: frozenset[str]) -> Rows:
    """The statements that read a known dataset.

    Args:
        columns: those that are needed.
    """
    return READERS[dataset.name](dataset, columns)


def _fetched(dataset: KnownDataset, name: str = "", extract: bool = False) -> list[str]:
    """The path of a dataset's download."""
    first = dataset.files[0]
    given = [literal(name)] if name else []
    given.append("origin=url")
    if first.form == "raw":
        given.append(f"file_hash={literal(first.sha256)}")
    if extract:
        given.append("extract=True")
    url = f"{' ' * INDENT}url = {literal(first.url)}"
    return [url, assign("path", call("keras.utils.get_file", *given))]


def _pictures(
    module: str, size: tuple[int, ...], _: KnownDataset, columns: frozenset[str]
) -> Rows:
    """Pictures that Keras loads in two parts; the colour ones have labels in rows."""
    load = f"keras.datasets.{module}.load_data"
    flat = "[:, 0]" if len(size) == 3 else ""
    lines = [
        said(f"(x_train, y_train), (x_test, y_test) = {load}()"),
        assign("images", "np.concatenate([x_train, x_test])"),
        assign("labels", f"np.concatenate([y_train, y_test]){flat}"),
        assign("ends", "np.cumsum([len(x_train), len(x_test)])"),
    ]
    arrays = {"image": Array("images", size), "label": Array("labels", ())}
    if "group" in columns:
        coarse = call(load, 'label_mode="coarse"')
        lines += [
            said("(_, y_train), (_, y_test) = ", coarse),
            assign("groups", f"np.concatenate([y_train, y_test]){flat}"),
        ]
        arrays["group"] = Array("groups", ())
    return _of_arrays(lines, "len(labels)", arrays, TRAIN_AND_TEST)


def _mnist_5k(dataset: KnownDataset, _: frozenset[str]) -> Rows:
    lines = [
        *_fetched(dataset),
        assign("digits", call("np.loadtxt", "path", 'dtype="uint8"', 'delimiter=","')),
        remark("They stand class by class, so every fifth one is in the test part."),
        assign("is_test", "np.arange(len(digits)) % 5 == 4"),
        assign("digits", "np.concatenate([digits[~is_test], digits[is_test]])"),
        assign("ends", "np.cumsum([sum(~is_test), sum(is_test)])"),
    ]
    arrays = {
        "image": Array("digits[:, :-1].reshape(-1, 28, 28)", (28, 28)),
        "label": Array("digits[:, -1]", ()),
    }
    return _of_arrays(lines, "len(digits)", arrays, TRAIN_AND_TEST)


def _of_arrays(
    lines: list[str],
    count: str,
    arrays: dict[str, Array],
    parts: tuple[str, ...] = (),
) -> Rows:
    whole = frozenset({"label", "group"})
    return Rows(tuple(lines), count, False, arrays, whole, parts=parts)


def _hankou(dataset: KnownDataset, _: frozenset[str]) -> Rows:
    months = call("np.arange", '"1865-01"', '"1979-01"', 'dtype="datetime64[M]"')
    lines = (
        *_fetched(dataset),
        remark("A title, then twelve months in a line for each year."),
        assign("flow", call("np.loadtxt", "path", "skiprows=1"), ".ravel()"),
        assign("months", months),
        assign("data", call("pd.DataFrame", '{"month": months, "flow": flow}')),
    )
    return Rows(lines)


def _movielens_small(dataset: KnownDataset, columns: frozenset[str]) -> Rows:
    folder = "{path}/ml-latest-small"
    lines = [
        *_fetched(dataset, "ml-latest-small.zip", extract=True),
        assign("data", f'pd.read_csv(f"{folder}/ratings.csv")'),
    ]
    if columns & FILMS:
        lines.append(assign("films", f'pd.read_csv(f"{folder}/movies.csv")'))
    return _rated(lines, columns)


def _movielens_1m(dataset: KnownDataset, columns: frozenset[str]) -> Rows:
    lines = [
        *_fetched(dataset, "ml-1m.zip", extract=True),
        _colons("data", "ratings", "userId movieId rating timestamp"),
    ]
    if columns & PEOPLE:
        lines.append(_colons("people", "users", "userId gender age occupation zip"))
        lines.append(assign("data", 'data.merge(people, "left", on="userId")'))
    if columns & FILMS:
        lines.append(_colons("films", "movies", "movieId title genres"))
    return _rated(lines, columns)


def _colons(variable: str, file: str, names: str) -> str:
    """A file without a header whose fields are divided by two colons."""
    given = [
        f'f"{{path}}/ml-1m/{file}.dat"',
        'sep="::"',
        'engine="python"',
        'encoding="latin-1"',
        f"names={literal(names)}.split()",
    ]
    return assign(variable, call("pd.read_csv", *given))


def _rated(lines: list[str], columns: frozenset[str]) -> Rows:
    """Ratings, with the facts of their films where they are asked for."""
    if columns & FILMS:
        lines.append(assign("data", 'data.merge(films, "left", on="movieId")'))
    if "year" in columns:
        year = r'data["title"].str.extract(r"\((\d{4})\)\s*$")[0].astype(float)'
        lines.append(assign('data["year"]', year))
    marks = 'data["genres"].str.replace("Children\'s", "Children").str.get_dummies()'
    genres = Array(
        "genres",
        (len(known.GENRES),),
        lines=(
            assign("known_genres", texts(known.GENRES)),
            assign("marks", marks),
            assign(
                "genres",
                call("marks.reindex", "columns=known_genres", "fill_value=0"),
                ".to_numpy()",
            ),
        ),
    )
    return Rows(tuple(lines), arrays={"genres": genres}, whole=WHOLE)


def _imdb(dataset: KnownDataset, columns: frozenset[str]) -> Rows:
    lines = [
        *_fetched(dataset),
        assign("data", "np.load(path, allow_pickle=True)"),
        assign("words", '[*data["x_train"], *data["x_test"]]'),
        assign("labels", 'np.concatenate([data["y_train"], data["y_test"]])'),
        assign("ends", 'np.cumsum([len(data["y_train"]), len(data["y_test"])])'),
    ]
    return _worded(lines, columns, TRAIN_AND_TEST)


def _reuters(dataset: KnownDataset, columns: frozenset[str]) -> Rows:
    lines = [
        *_fetched(dataset),
        assign("data", "np.load(path, allow_pickle=True)"),
        said('words, labels = data["x"], data["y"]'),
    ]
    return _worded(lines, columns)


def _worded(
    lines: list[str], columns: frozenset[str], parts: tuple[str, ...] = ()
) -> Rows:
    """Texts as word numbers, counted as Keras counts them."""
    lines += [
        remark("1 begins a text, 2 stands for a rarer word; the others count from 4."),
        assign("words", "[[1, *(word + 3 for word in text)] for text in words]"),
    ]
    if "words_10k" in columns:
        common = "[[w if w < 10_000 else 2 for w in text] for text in words]"
        lines.append(assign("common_words", common))
    arrays = {
        "words": Array("words", None, lists=True),
        "words_10k": Array("common_words", None, lists=True),
        "label": Array("labels", ()),
    }
    return _of_arrays(lines, "len(labels)", arrays, parts)


def _housing(facts: int, dataset: KnownDataset, _: frozenset[str]) -> Rows:
    lines = [*_fetched(dataset), assign("data", "np.load(path)")]
    arrays = {"facts": Array('data["x"]', (facts,)), "price": Array('data["y"]', ())}
    return _of_arrays(lines, 'len(data["y"])', arrays)


READERS: dict[str, Callable[[KnownDataset, frozenset[str]], Rows]] = {
    known.BOSTON_HOUSING.name: partial(_housing, 13),
    known.CALIFORNIA_HOUSING.name: partial(_housing, 8),
    known.CIFAR10.name: partial(_pictures, "cifar10", (32, 32, 3)),
    known.CIFAR100.name: partial(_pictures, "cifar100", (32, 32, 3)),
    known.FASHION_MNIST.name: partial(_pictures, "fashion_mnist", (28, 28)),
    known.HANKOU.name: _hankou,
    known.IMDB.name: _imdb,
    known.MNIST.name: partial(_pictures, "mnist", (28, 28)),
    known.MNIST_5K.name: _mnist_5k,
    known.MOVIELENS_1M.name: _movielens_1m,
    known.MOVIELENS_SMALL.name: _movielens_small,
    known.REUTERS.name: _reuters,
}
"""How the printed code reads each known dataset."""
