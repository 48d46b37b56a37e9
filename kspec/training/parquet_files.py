"""Parquet files: whole, or batch by batch without holding a row group.

A stream holds about three pages of each column, a megabyte each where pyarrow wrote
the file, however many rows there are.
"""

from __future__ import annotations

import itertools
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import numpy as np

from kspec.errors import Diagnostic, ToolError
from kspec.graph.limits import MEMORY_SHARE, machine_memory_bytes
from kspec.training.csv_files import columns_of
from kspec.training.reading import ROWS_IN_STREAM, Reading
from kspec.training.table import Table

BYTES = 4 * 8
"""What a number takes while it is prepared: as read, as a row, scaled, and to spare."""
BUFFER = 2**16
"""Bytes of a column that are read at once in a stream."""


def read_parquet(path: Path, name: str, reading: Reading) -> Iterator[Table]:
    """The rows of a file, in one table or table by table.

    Raises: ToolError K506 where pyarrow is missing; ValueError where the file is
        damaged.
    """
    parquet = _parquet()
    options: dict[str, Any] = {"buffer_size": BUFFER} if reading.stream else {}
    with parquet.ParquetFile(path, **options) as file:
        header = tuple(file.schema_arrow.names)
        wanted = reading.columns
        chosen = [n for n in header if wanted is None or n in wanted]
        if not reading.stream:
            _check_memory(file.metadata.num_rows * len(chosen) * BYTES)
            frame = file.read(columns=chosen).to_pandas()
            yield Table(name, columns_of(frame), header=header)
            return
        first = 0
        # One by one, for pyarrow keeps what it has of a group until the last is read.
        groups = (
            file.iter_batches(
                batch_size=ROWS_IN_STREAM,
                row_groups=[group],
                columns=chosen,
                use_threads=False,
            )
            for group in range(file.num_row_groups)
        )
        for batch in itertools.chain.from_iterable(groups):
            rows: int = batch.num_rows
            numbers = np.arange(first + 1, first + rows + 1)
            columns = columns_of(batch.to_pandas())
            yield Table(name, columns, numbers, header=header)
            first += rows


def _check_memory(needed: int) -> None:
    """Refuse what would fill the memory.

    Raises: ValueError.
    """
    limit = int(MEMORY_SHARE * machine_memory_bytes())
    if needed > limit:
        shown = " of ".join(f"{size / 2**30:.1f} GiB" for size in (needed, limit))
        raise ValueError(
            f"preparing it would take {shown} of memory; `stream: true` leaves the "
            "rows on the disk"
        )


def _parquet() -> Any:
    try:
        from pyarrow import parquet
    except ImportError as error:
        message = "reading Parquet needs `pyarrow`, which is not installed"
        hint = 'pip install "pyarrow", or write the table as CSV'
        raise ToolError(Diagnostic("K506", message, hint=hint)) from error
    return parquet
