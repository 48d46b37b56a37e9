"""Arrays in files: npz, npy and idx, and folders of them; never pickled objects."""

from __future__ import annotations

import gzip
import re
import struct
import zipfile
from collections.abc import Iterator
from pathlib import Path

import numpy as np

from kspec.training.reading import Reading
from kspec.training.table import Array, Samples, Table

IDX_NAME = re.compile(r"[.-]idx\d-ubyte$")
IDX_TYPES = {8: ">u1", 9: ">i1", 11: ">i2", 12: ">i4", 13: ">f4", 14: ">f8"}
LARGEST_EXPANSION = 200
"""Times that a compressed array may be larger than its file; more is an attack."""


def read_npz(path: Path, name: str, reading: Reading) -> Iterator[Table]:
    """The arrays of an archive as columns.

    Raises: ValueError where an array would fill the memory or holds objects.
    """
    with zipfile.ZipFile(path) as archive:
        for info in archive.infolist():
            if info.file_size > LARGEST_EXPANSION * max(info.compress_size, 2**20):
                raise ValueError(f"`{info.filename}` grows too large when unpacked")
    with np.load(path, allow_pickle=False) as arrays:
        columns: dict[str, Samples] = {
            key: arrays[key]
            for key in arrays.files
            if reading.columns is None or key in reading.columns
        }
        yield Table(name, columns, header=tuple(arrays.files))


def read_npy(path: Path, name: str, _: Reading) -> Iterator[Table]:
    """One array, a column called as the file."""
    yield Table(name, {stem(path): np.load(path, allow_pickle=False)})


def read_idx_file(path: Path, name: str, _: Reading) -> Iterator[Table]:
    """One array in idx format, a column called as the file."""
    yield Table(name, {stem(path): read_idx(_unpacked(path))})


def read_array_folder(path: Path, name: str, _: Reading) -> Iterator[Table]:
    """A folder of npy and idx files, a column each.

    Raises: ValueError where it holds none.
    """
    columns: dict[str, Samples] = {}
    for file in sorted(path.iterdir()):
        plain = file.name.removesuffix(".gz")
        if file.is_file() and not file.is_symlink():
            if plain.endswith(".npy"):
                columns[stem(file)] = np.load(file, allow_pickle=False)
            elif IDX_NAME.search(plain):
                columns[stem(file)] = read_idx(_unpacked(file))
    if not columns:
        raise ValueError(
            "the folder holds no .npy and no idx file, and no folders of images"
        )
    yield Table(name, columns)


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


def _unpacked(path: Path) -> bytes:
    if not path.name.endswith(".gz"):
        return path.read_bytes()
    limit = LARGEST_EXPANSION * max(path.stat().st_size, 2**20)
    with gzip.open(path) as file:
        data = file.read(limit + 1)
    if len(data) > limit:
        raise ValueError("it grows too large when unpacked")
    return data
