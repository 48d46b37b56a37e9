"""Files as columns: CSV, Parquet, npz, npy, idx, and folders of arrays."""

from __future__ import annotations

import csv
import gzip
import re
import struct
import warnings
import zipfile
from collections.abc import Callable
from pathlib import Path
from typing import Any

import numpy as np

from kspec.errors import DataError, Diagnostic, Span, ToolError
from kspec.training.table import Array, Table

IDX_NAME = re.compile(r"[.-]idx\d-ubyte$")
IDX_TYPES = {8: ">u1", 9: ">i1", 11: ">i2", 12: ">i4", 13: ">f4", 14: ">f8"}
LARGEST_EXPANSION = 200
"""Times that a compressed array may be larger than its file; more is an attack."""

Columns = dict[str, Array]


def read_table(path: Path, name: str, span: Span | None) -> Table:
    """The rows of a file, or of a folder of arrays.

    Args:
        name: the path as the spec writes it.

    Raises: DataError K601 for an unknown format, K604 where the file is damaged or its
        arrays differ in length; ToolError K506 where a package is missing.
    """
    try:
        columns = _folder(path) if path.is_dir() else _reader(path, name, span)(path)
    except (ValueError, OSError, EOFError, zipfile.BadZipFile, struct.error) as error:
        said = " ".join(str(error).split())[:200]
        message = f"`{name}` cannot be read: {said}"
        raise DataError(Diagnostic("K604", message, span)) from error
    return Table((name,), (_length(columns, name, span),), columns)


def stem(path: Path) -> str:
    """The name of the array in a file.

    Example:
    >>> stem(Path("train-images-idx3-ubyte.gz")), stem(Path("image.npy"))
    ('train-images', 'image')
    """
    name = path.name.removesuffix(".gz").removesuffix(".npy")
    return IDX_NAME.sub("", name)


def read_idx(data: bytes) -> Array:
    """The array in idx format, MNIST's own: a magic number, the lengths, the values.

    Raises: ValueError where the bytes are of another format or incomplete.

    Example:
    >>> read_idx(bytes([0, 0, 8, 1, 0, 0, 0, 2, 7, 9]))
    array([7, 9], dtype=uint8)
    """
    if len(data) < 4 or data[:2] != b"\0\0" or data[2] not in IDX_TYPES:
        raise ValueError("it has no idx header")
    shape = struct.unpack_from(f">{data[3]}I", data, 4)
    dtype = np.dtype(IDX_TYPES[data[2]])
    body = data[4 + 4 * data[3] :]
    expected = int(np.prod(shape, dtype=object)) * dtype.itemsize
    if len(body) != expected:
        raise ValueError(f"expected {expected} bytes for {shape}, got {len(body)}")
    return np.frombuffer(body, dtype).reshape(shape).astype(dtype.newbyteorder("="))


def _reader(path: Path, name: str, span: Span | None) -> Callable[[Path], Columns]:
    plain = path.name.removesuffix(".gz").lower()
    for ending, reader in READERS.items():
        is_plain = not path.name.endswith(".gz")
        if plain.endswith(ending) and (is_plain or reader in COMPRESSIBLE):
            return reader
    formats = ", ".join(READERS)
    message = f"`{name}` is of no format that kspec reads: {formats}, or a folder"
    raise DataError(Diagnostic("K601", message, span))


def _csv(path: Path) -> Columns:
    import pandas

    _check_header(path)
    with warnings.catch_warnings():
        # Pandas only warns where rows are longer than the header, and cuts them.
        warnings.simplefilter("error", pandas.errors.ParserWarning)
        try:
            frame = pandas.read_csv(
                path,
                encoding="utf-8-sig",
                index_col=False,
                keep_default_na=False,
                na_values=[""],
                low_memory=False,
            )
        except pandas.errors.ParserWarning as warning:
            raise ValueError("its rows have more fields than its header") from warning
    return _columns(frame)


def _check_header(path: Path) -> None:
    opened = gzip.open if path.name.endswith(".gz") else open
    with opened(path, "rt", encoding="utf-8-sig", newline="") as file:
        header = next(csv.reader(file), None)
    if not header:
        raise ValueError("it is empty; expected a header and rows")
    twice = next((name for name in header if header.count(name) > 1), None)
    if twice is not None:
        raise ValueError(f"two of its columns are called `{twice}`")


def _parquet(path: Path) -> Columns:
    import pandas

    try:
        return _columns(pandas.read_parquet(path))
    except ImportError as error:
        message = "reading Parquet needs `pyarrow`, which is not installed"
        hint = 'pip install "pyarrow", or write the table as CSV'
        raise ToolError(Diagnostic("K506", message, hint=hint)) from error


def _columns(frame: Any) -> Columns:
    """The frame's columns: numbers as they are, everything else as texts."""
    columns: Columns = {}
    for name in frame.columns:
        values = frame[name]
        plain = values.dtype.kind in "biuf" and isinstance(values.dtype, np.dtype)
        columns[str(name)] = values.to_numpy(dtype=None if plain else object)
    return columns


def _npz(path: Path) -> Columns:
    with zipfile.ZipFile(path) as archive:
        for info in archive.infolist():
            if info.file_size > LARGEST_EXPANSION * max(info.compress_size, 2**20):
                raise ValueError(f"`{info.filename}` grows too large when unpacked")
    with np.load(path, allow_pickle=False) as arrays:
        return {name: arrays[name] for name in arrays.files}


def _npy(path: Path) -> Columns:
    return {stem(path): np.load(path, allow_pickle=False)}


def _idx(path: Path) -> Columns:
    return {stem(path): read_idx(_unpacked(path))}


def _unpacked(path: Path) -> bytes:
    if not path.name.endswith(".gz"):
        return path.read_bytes()
    limit = LARGEST_EXPANSION * max(path.stat().st_size, 2**20)
    with gzip.open(path) as file:
        data = file.read(limit + 1)
    if len(data) > limit:
        raise ValueError("it grows too large when unpacked")
    return data


def _folder(path: Path) -> Columns:
    columns: Columns = {}
    for file in sorted(path.iterdir()):
        plain = file.name.removesuffix(".gz")
        if file.is_file() and not file.is_symlink():
            if plain.endswith(".npy"):
                columns |= _npy(file)
            elif IDX_NAME.search(plain):
                columns |= _idx(file)
    if not columns:
        raise ValueError("the folder holds no .npy and no idx file")
    return columns


def _length(columns: Columns, name: str, span: Span | None) -> int:
    lengths = {key: len(v) if v.ndim else 0 for key, v in columns.items()}
    if len(set(lengths.values())) > 1:
        shown = ", ".join(f"`{key}` {length}" for key, length in lengths.items())
        message = f"the arrays of `{name}` differ in length: {shown} rows"
        raise DataError(Diagnostic("K604", message, span))
    length = next(iter(lengths.values()), 0)
    if not length:
        raise DataError(Diagnostic("K604", f"`{name}` has no rows", span))
    return length


READERS: dict[str, Callable[[Path], Columns]] = {
    ".csv": _csv,
    ".parquet": _parquet,
    ".npz": _npz,
    ".npy": _npy,
    "-ubyte": _idx,
}
COMPRESSIBLE = (_csv, _idx)
