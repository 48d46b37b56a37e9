"""CSV files: every row is looked at, so that none is lost, cut or filled in silence.

Pandas reads the values. It is given a file whose rows all have as many fields as the
header, for it fills short rows, and drops blank lines, without a word.
"""

from __future__ import annotations

import csv
import gzip
import itertools
from collections.abc import Iterator
from dataclasses import dataclass, field
from pathlib import Path
from tempfile import TemporaryFile
from typing import IO, Any

import numpy as np

from kspec.training.cells import NUMBER
from kspec.training.reading import ROWS_IN_STREAM, DamagedRow, Reading
from kspec.training.table import PLACES_KEPT, Array, Omission, Table, and_more


def read_csv(path: Path, name: str, reading: Reading) -> Iterator[Table]:
    """The rows of a file, in one table or table by table.

    Args:
        name: as the spec writes it.

    Raises: ValueError that says what is wrong, and where.
    """
    survey = _survey(path, reading)
    if not survey.bad:
        with _opened(path) as file:
            yield from _tables(file, name, reading, survey)
        return
    with TemporaryFile("w+", encoding="utf-8", newline="") as file:
        writer = csv.writer(file)
        with _opened(path, errors="surrogateescape") as whole:
            rows = csv.reader(whole)
            writer.writerow(next(rows))
            bad = {number for number, _ in survey.bad}
            for number, row in enumerate(itertools.islice(rows, survey.rows), 1):
                if number not in bad:
                    writer.writerow(row)
        file.seek(0)
        yield from _tables(file, name, reading, survey)


@dataclass
class _Survey:
    """What a file's rows look like.

    Args:
        rows: how many there are, without blank lines at the end.
        bad: the number and the fault of each row that cannot be read.
    """

    header: list[str]
    rows: int = 0
    bad: list[tuple[int, str]] = field(default_factory=list[tuple[int, str]])

    def omissions(self, name: str) -> tuple[Omission, ...]:
        """The rows that are left out, by fault."""
        found: dict[str, list[int]] = {}
        for number, fault in self.bad:
            found.setdefault(fault, []).append(number)
        return tuple(
            Omission(
                fault,
                len(numbers),
                tuple(f"row {number} of `{name}`" for number in numbers[:PLACES_KEPT]),
            )
            for fault, numbers in found.items()
        )


def _survey(path: Path, reading: Reading) -> _Survey:
    with _opened(path, errors="surrogateescape") as file:
        _check_start(path)
        rows = csv.reader(file, strict=True)
        number = 0
        try:
            survey = _Survey(_header(rows))
            blank: list[int] = []
            for number, row in enumerate(rows, 1):
                if not row:
                    blank.append(number)
                    continue
                survey.bad += [(one, "the line is blank") for one in blank]
                blank = []
                survey.rows = number
                if fault := _fault(row, len(survey.header)):
                    survey.bad.append((number, fault))
        except csv.Error as error:
            raise ValueError(f"row {number + 1}: {error}") from error
    if survey.bad and not reading.skip:
        raise DamagedRow(_told(survey))
    return survey


def _told(survey: _Survey) -> str:
    number, fault = survey.bad[0]
    return f"row {number}: {fault}{and_more(len(survey.bad) - 1)}"


def _fault(row: list[str], fields: int) -> str | None:
    if len(row) != fields:
        count = "1 field" if len(row) == 1 else f"{len(row)} fields"
        return f"{count} instead of the header's {fields}"
    text = "".join(row)
    if not text.isascii():
        try:
            text.encode("utf-8")
        except UnicodeEncodeError:
            return "the text is not UTF-8"
    return "a null character" if "\0" in text else None


def _header(rows: Iterator[list[str]]) -> list[str]:
    header = next(rows, None)
    if not header:
        raise ValueError("it is empty; expected a header and rows")
    if len(header) == 1 and (other := next((c for c in ";\t|" if c in header[0]), "")):
        raise ValueError(f"its fields are divided by {other!r}; expected commas")
    twice = next((name for name in header if header.count(name) > 1), None)
    if twice is not None:
        raise ValueError(f"two of its columns are called `{twice}`")
    if all(NUMBER.fullmatch(name) for name in header):
        shown = ",".join(header)[:60]
        raise ValueError(f"its first row, `{shown}`, is no header: it holds numbers")
    return header


def _check_start(path: Path) -> None:
    opened = gzip.open if path.name.endswith(".gz") else open
    with opened(path, "rb") as file:
        start: bytes = file.read(4)
    if start[:2] in (b"\xff\xfe", b"\xfe\xff"):
        raise ValueError("it is UTF-16 text; save it as UTF-8")
    if b"\0" in start:
        raise ValueError("it holds null bytes; it is no CSV text in UTF-8")


def _opened(path: Path, errors: str | None = None) -> IO[str]:
    options: dict[str, Any] = {"encoding": "utf-8-sig", "newline": "", "errors": errors}
    if path.name.endswith(".gz"):
        return gzip.open(path, "rt", **options)
    return path.open("r", **options)


def _tables(
    file: IO[str], name: str, reading: Reading, survey: _Survey
) -> Iterator[Table]:
    import pandas

    good = survey.rows - len(survey.bad)
    if not good:
        raise ValueError("it has no rows that can be read" if survey.bad else NO_ROWS)
    wanted = reading.columns
    frames = pandas.read_csv(  # pyright: ignore
        file,
        usecols=None if wanted is None else lambda column: column in wanted,
        dtype=dict.fromkeys(reading.texts & set(survey.header), str),
        index_col=False,
        keep_default_na=False,
        na_values=["", *reading.na_values],
        nrows=good,
        skip_blank_lines=False,
        low_memory=False,
        chunksize=ROWS_IN_STREAM if reading.stream else good,
    )
    numbers = _numbers(survey)
    omitted, first = survey.omissions(name), 0
    for frame in frames:
        columns = columns_of(frame)
        rows = len(frame)
        yield Table(
            name,
            columns,
            numbers[first : first + rows],
            omitted=omitted,
            header=tuple(survey.header),
        )
        omitted, first = (), first + rows


NO_ROWS = "it has a header and no rows"


def _numbers(survey: _Survey) -> Array:
    numbers = np.arange(1, survey.rows + 1)
    return np.delete(numbers, [number - 1 for number, _ in survey.bad])


def columns_of(frame: Any) -> dict[str, Any]:
    """The frame's columns: numbers and times as they are, all else as objects."""
    columns: dict[str, Any] = {}
    for name in frame.columns:
        values: Any = frame[name]
        plain = _is_plain(values.dtype)
        made = values.to_numpy() if plain else values.to_numpy(object, na_value=None)
        columns[str(name)] = made
    return columns


def _is_plain(dtype: Any) -> bool:
    """Whether NumPy holds such values; pandas has types of its own, for texts too."""
    return type(dtype).__module__.startswith("numpy") and dtype.kind in "biufM"
