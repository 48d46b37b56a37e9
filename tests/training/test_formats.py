"""Files in every format, whole and damaged."""

from __future__ import annotations

import gzip
import io
import struct
import sys
import zipfile
from pathlib import Path
from typing import Any

import numpy as np
import pandas as pd
import pytest

from kspec.errors import DataError, ToolError
from kspec.training.array_files import read_idx
from kspec.training.formats import read_tables
from kspec.training.reading import Reading
from kspec.training.table import Array, Table, loaded

X = np.array([[1, 2], [3, 4], [5, 6]], np.int32)
Y = np.array([0.5, 1.5, 2.5], np.float32)


def read(path: Path) -> Table:
    (table,) = read_tables(path, path.name, Reading())
    return table


def columns_of(path: Path) -> dict[str, Array]:
    return {name: loaded(values) for name, values in read(path).columns.items()}


def idx(values: np.ndarray[Any, Any]) -> bytes:
    head = bytes([0, 0, 12, values.ndim])
    return (
        head
        + struct.pack(f">{values.ndim}I", *values.shape)
        + values.astype(">i4").tobytes()
    )


def error_of(path: Path) -> str:
    with pytest.raises(DataError) as caught:
        read(path)
    assert path.name in caught.value.diagnostics[0].message
    return str(caught.value)


def test_a_csv_file_keeps_types_texts_and_the_place_of_rows(tmp_path: Path) -> None:
    path = tmp_path / "rows.csv"
    path.write_bytes('\ufeffa,b,c\r\n1,2.5,NA\r\n-2,1e-3,"x, y"\r\n'.encode())
    table = read(path)
    columns = {name: loaded(values) for name, values in table.columns.items()}
    assert columns["a"].tolist() == [1, -2]
    assert columns["b"].tolist() == [2.5, 0.001]
    assert columns["c"].tolist() == ["NA", "x, y"]
    assert table.place(1) == "row 2 of `rows.csv`"


def test_a_csv_file_may_be_gzipped(tmp_path: Path) -> None:
    path = tmp_path / "rows.csv.gz"
    path.write_bytes(gzip.compress(b"a\n1\n2\n"))
    assert columns_of(path)["a"].tolist() == [1, 2]


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        (b"", "it is empty"),
        (b"a,b\n", "a header and no rows"),
        (b"a,a\n1,2\n", "two of its columns are called `a`"),
        (b"a,b\n1,2\n1,2,3\n", "row 2: 3 fields instead of the header's 2"),
        (b"a,b\n1,2,3\n1,2,3\n", "row 1: 3 fields"),
        (b"a,b\n1,2\n1\n", "row 2: 1 field instead"),
        (b"a,b\n1,\xe9\n", "row 1: the text is not UTF-8"),
        (b'a,b\n1,"2\n', "row 1: unexpected end of data"),
        (b"a,b\n1,2\n\n3,4\n", "row 2: the line is blank"),
        (b"a,b\n1,\0\n", "row 1: a null character"),
        ("a,b\n1,2\n".encode("utf-16"), "it is UTF-16 text"),
        (b"1,2\n3,4\n", "`1,2`, is no header"),
        (b"a;b\n1;2\n", "divided by ';'; expected commas"),
    ],
)
def test_a_damaged_csv_file_is_refused(
    tmp_path: Path, text: bytes, expected: str
) -> None:
    path = tmp_path / "rows.csv"
    path.write_bytes(text)
    message = error_of(path)
    assert "K604" in message
    assert expected in message


def test_a_parquet_file_is_read(tmp_path: Path) -> None:
    pytest.importorskip("pyarrow", reason="pyarrow is not installed")
    path = tmp_path / "rows.parquet"
    pd.DataFrame({"a": [1, 2], "b": ["x", None], "c": [True, False]}).to_parquet(path)
    columns = columns_of(path)
    assert columns["a"].tolist() == [1, 2]
    assert columns["b"].tolist()[0] == "x"
    assert columns["c"].dtype == bool


def test_parquet_without_its_package_says_what_to_install(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    for name in [*sys.modules, "pyarrow", "fastparquet"]:
        if name.partition(".")[0] in ("pyarrow", "fastparquet"):
            monkeypatch.setitem(sys.modules, name, None)
    path = tmp_path / "rows.parquet"
    path.write_bytes(b"PAR1")
    with pytest.raises(ToolError, match="pyarrow") as caught:
        read(path)
    assert caught.value.diagnostics[0].code == "K506"


def test_the_arrays_of_an_archive_are_its_columns(tmp_path: Path) -> None:
    np.savez(tmp_path / "a.npz", x=X, y=Y)
    columns = columns_of(tmp_path / "a.npz")
    np.testing.assert_array_equal(columns["x"], X)
    np.testing.assert_array_equal(columns["y"], Y)


def test_a_folder_of_arrays_is_a_table(tmp_path: Path) -> None:
    np.save(tmp_path / "x.npy", X)
    (tmp_path / "digits-labels-idx1-ubyte.gz").write_bytes(gzip.compress(idx(X[:, 0])))
    (tmp_path / "readme.txt").write_text("no array")
    columns = columns_of(tmp_path)
    np.testing.assert_array_equal(columns["x"], X)
    np.testing.assert_array_equal(columns["digits-labels"], X[:, 0])


def test_a_single_array_is_called_as_its_file(tmp_path: Path) -> None:
    np.save(tmp_path / "x.npy", X)
    assert list(read(tmp_path / "x.npy").columns) == ["x"]


def test_an_idx_file_is_read_as_it_was_written() -> None:
    values = np.arange(24).reshape(2, 3, 4)
    np.testing.assert_array_equal(read_idx(idx(values)), values)


@pytest.mark.parametrize(
    "data",
    [
        b"",
        b"\0\0",
        b"PK\3\4",
        b"\0\0\x07\1\0\0\0\1\0",
        idx(X)[:-1],
        idx(X) + b"\0",
        bytes([0, 0, 8, 4]) + b"\xff" * 16,
    ],
)
def test_other_bytes_are_no_idx_file(tmp_path: Path, data: bytes) -> None:
    path = tmp_path / "a-idx1-ubyte"
    path.write_bytes(data)
    assert "K604" in error_of(path)


def test_pickled_objects_are_refused(tmp_path: Path) -> None:
    np.save(tmp_path / "a.npy", np.array([{}], object), allow_pickle=True)
    assert "K604" in error_of(tmp_path / "a.npy")


def test_an_archive_that_grows_too_large_is_refused(tmp_path: Path) -> None:
    path = tmp_path / "a.npz"
    with zipfile.ZipFile(path, "w", zipfile.ZIP_DEFLATED) as archive:
        archive.writestr("x.npy", bytes(2**28))
    assert "grows too large" in error_of(path)


def test_packed_bytes_that_grow_too_large_are_refused(tmp_path: Path) -> None:
    path = tmp_path / "a-idx1-ubyte.gz"
    packed = io.BytesIO()
    with gzip.GzipFile(fileobj=packed, mode="wb") as file:
        for _ in range(256):
            file.write(bytes(2**20))
    path.write_bytes(packed.getvalue())
    assert "grows too large" in error_of(path)


def test_arrays_of_different_lengths_are_refused(tmp_path: Path) -> None:
    np.savez(tmp_path / "a.npz", x=X, y=Y[:2])
    assert "`x` 3, `y` 2 rows" in error_of(tmp_path / "a.npz")


@pytest.mark.parametrize("name", ["rows.xlsx", "rows.npz.gz", "rows"])
def test_another_format_is_refused_with_those_that_are_read(
    tmp_path: Path, name: str
) -> None:
    (tmp_path / name).write_bytes(b"")
    message = error_of(tmp_path / name)
    assert "K601" in message
    assert ".csv, .parquet, .npz" in message


def test_a_folder_without_arrays_is_refused(tmp_path: Path) -> None:
    (tmp_path / "a").mkdir()
    assert "no .npy and no idx file" in error_of(tmp_path / "a")
