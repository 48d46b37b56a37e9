"""How printed code reads files: tables with pandas, arrays with NumPy."""

from __future__ import annotations

import re
from collections.abc import Iterable
from dataclasses import replace

from kspec.codegen.experiment.fields import Field
from kspec.codegen.experiment.rows import Rows
from kspec.codegen.experiment.writing import (
    assign,
    call,
    named,
    refusal,
    said,
    texts,
)
from kspec.codegen.expressions import literal
from kspec.codegen.layout import Document, listed
from kspec.schema.data import ByColumn, Data, Parts
from kspec.schema.places import Places

READ_IDX = '''\
def read_idx(path: str) -> np.ndarray:
    """Read an array of MNIST's own format: the lengths, then the values."""
    opened = gzip.open if path.endswith(".gz") else open
    with opened(path, "rb") as file:
        content = file.read()
    dtype = {8: ">u1", 9: ">i1", 11: ">i2", 12: ">i4", 13: ">f4", 14: ">f8"}[content[2]]
    shape = np.frombuffer(content, ">i4", content[3], offset=4)
    return np.frombuffer(content, dtype, offset=4 + 4 * content[3]).reshape(shape)'''


def file_rows(
    data: Data, fields: Iterable[Field], columns: frozenset[str], places: Places
) -> Rows:
    """The statements that read a source's files.

    Args:
        columns: those that are needed.

    Raises: UsageError K925.
    """
    texts_of = frozenset(f.columns[0] for f in fields if f.column.ids)
    if isinstance(data.split.by, ByColumn) and data.split.by.group:
        texts_of |= {data.split.by.group}
    reader = _Reader(data, texts_of & columns, columns)
    source = data.source
    if isinstance(source, str):
        return reader.rows(source)
    return _in_parts(reader, source, places)


def _in_parts(reader: _Reader, source: Parts, places: Places) -> Rows:
    given = {
        "train": source.train,
        "validation": source.validation,
        "test": source.test,
    }
    files = {part: name for part, name in given.items() if name}
    one = reader.rows(source.train)
    if not one.is_table or ending(source.train) not in TABLES:
        why = "the parts of a source are said for tables alone"
        raise refusal("source", why, places.at("data", "source"))
    read = reader.table(source.train, "file")
    lines = (
        assign("files", texts(files.values())),
        assign("parts", "[", read, " for file in files]"),
    )
    return replace(one, lines=lines, parts=tuple(files))


class _Reader:
    """Writes the statements for files of each format.

    Args:
        texts: the columns that stay texts, so that `007` stays what it is.
    """

    def __init__(
        self, data: Data, texts: frozenset[str], columns: frozenset[str]
    ) -> None:
        self._data, self._texts, self._columns = data, texts, columns

    def rows(self, name: str) -> Rows:
        """The statements that read one file or folder."""
        match ending(name):
            case ".csv" | ".parquet" as form:
                read = assign("data", self.table(name, literal(name)))
                return Rows((read,), lists=form == ".parquet")
            case ".npz":
                return self._arrays(assign("data", f"np.load({literal(name)})"))
            case ".npy" | "-ubyte":
                return self._arrays(said("data = {", _entry(_stem(name), name), "}"))
            case _:
                entries = [
                    _entry(column, f"{name}/{column}.npy")
                    for column in sorted(self._columns)
                ]
                return self._arrays(assign("data", listed("{", entries, "}")))

    def table(self, name: str, path: str) -> Document:
        """The call that reads a table.

        Args:
            path: the expression that gives its path.
        """
        if ending(name) == ".parquet":
            return call("pd.read_parquet", path)
        given: list[Document] = [path]
        if self._texts:
            pairs = (f"{literal(column)}: str" for column in sorted(self._texts))
            given.append(named("dtype=", listed("{", pairs, "}")))
        if self._texts or self._data.na_values:
            # `NA` may be an id: pandas takes it for a missing value by itself.
            nothing = texts(("", *self._data.na_values))
            given += ["keep_default_na=False", named("na_values=", nothing)]
        return call("pd.read_csv", *given)

    def _arrays(self, line: str) -> Rows:
        first = literal(min(self._columns))
        return Rows((line,), f"len(data[{first}])", is_table=False)


TABLES = (".csv", ".parquet")


def ending(name: str) -> str:
    """The ending that tells a file's format; empty for a folder."""
    plain = name.lower().removesuffix(".gz")
    endings = (*TABLES, ".npz", ".npy", "-ubyte")
    return next((end for end in endings if plain.endswith(end)), "")


def _entry(column: str, path: str) -> Document:
    reader = "np.load" if path.endswith(".npy") else "read_idx"
    return named(f"{literal(column)}: ", call(reader, literal(path)))


def _stem(name: str) -> str:
    plain = name.rpartition("/")[2].removesuffix(".gz").removesuffix(".npy")
    return re.sub(r"[.-]idx\d-ubyte$", "", plain)
