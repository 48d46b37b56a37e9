"""Files as tables: which reader reads which, and what damage says."""

from __future__ import annotations

import struct
import zipfile
import zlib
from collections.abc import Callable, Iterator
from pathlib import Path

from kspec.errors import DataError, Diagnostic, Span
from kspec.training.array_files import (
    read_array_folder,
    read_idx_file,
    read_npy,
    read_npz,
)
from kspec.training.csv_files import NO_ROWS, read_csv
from kspec.training.images import ENDINGS, is_image_folder, read_images
from kspec.training.parquet_files import read_parquet
from kspec.training.reading import DamagedRow, Reading
from kspec.training.table import Table

SKIP = "correct it; `on_bad_rows: skip` leaves such rows out and counts them"
Reader = Callable[[Path, str, Reading], Iterator[Table]]


def read_tables(
    path: Path, name: str, reading: Reading, span: Span | None = None
) -> Iterator[Table]:
    """The rows of a file, of a folder of arrays or of a folder of images.

    Args:
        name: the path as the spec writes it.

    Raises: DataError K601 for an unknown format, K604 where the file is damaged, has no
        rows or its arrays differ in length; ToolError K506 where a package is missing.
    """
    reader = _reader(path, name, span)
    rows = 0
    try:
        for table in reader(path, name, reading):
            rows += len(_same_length(table))
            yield table
        if not rows:
            raise ValueError(NO_ROWS)
    except DAMAGE as error:
        said = " ".join(str(error).split())[:300]
        message = f"`{name}` cannot be read: {said}"
        hint = SKIP if isinstance(error, DamagedRow) else None
        raise DataError(Diagnostic("K604", message, span, hint=hint)) from error


DAMAGE = (ValueError, OSError, EOFError, zipfile.BadZipFile, struct.error, zlib.error)


def _same_length(table: Table) -> range:
    """The rows of a table, whose columns have to be of one length."""
    lengths = {name: len(v) if v.shape else 0 for name, v in table.columns.items()}
    if len(set(lengths.values())) > 1:
        shown = ", ".join(f"`{name}` {length}" for name, length in lengths.items())
        raise ValueError(f"its arrays differ in length: {shown} rows")
    return range(max(lengths.values(), default=1))


def _reader(path: Path, name: str, span: Span | None) -> Reader:
    if path.is_dir():
        return read_images if is_image_folder(path) else read_array_folder
    is_packed = path.name.lower().endswith(".gz")
    plain = path.name.lower().removesuffix(".gz")
    for ending, reader in READERS.items():
        if plain.endswith(ending) and (not is_packed or reader in COMPRESSIBLE):
            return reader
    formats = ", ".join(ending for ending in READERS if ending not in ENDINGS)
    message = (
        f"`{name}` is of no format that kspec reads: {formats}, a folder of arrays or "
        "of images"
    )
    raise DataError(Diagnostic("K601", message, span))


READERS: dict[str, Reader] = {
    ".csv": read_csv,
    ".parquet": read_parquet,
    ".npz": read_npz,
    ".npy": read_npy,
    "-ubyte": read_idx_file,
    **dict.fromkeys(ENDINGS, read_images),
}
COMPRESSIBLE = (read_csv, read_idx_file)
