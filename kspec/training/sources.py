"""Sources: the rows that `source:` names, of a known dataset or of files."""

from __future__ import annotations

import hashlib
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from pathlib import Path

from kspec.errors import DataError, Diagnostic, Span
from kspec.known import KnownDataset, find
from kspec.schema.data import Parts
from kspec.training.datasets import content, locate
from kspec.training.formats import read_tables
from kspec.training.inside import inside
from kspec.training.known_readers import READERS
from kspec.training.reading import Reading
from kspec.training.table import Table


@dataclass(frozen=True)
class Piece:
    """Rows that belong to one part, or to all.

    Args:
        part: `all`, where the spec says how the rows are split.
        tables: reads them, table by table.
    """

    part: str
    tables: Callable[[], Iterator[Table]]


@dataclass(frozen=True)
class Source:
    """The rows of a source.

    Args:
        name: as the spec writes it.
        pieces: the source's own parts, the test part last.
        checksums: the sha256 of each file's content, by its name.
    """

    name: str
    pieces: tuple[Piece, ...]
    checksums: dict[str, str]


def open_source(
    source: str | Parts,
    folder: Path,
    reading: Reading = Reading(),  # noqa: B008
    span: Span | None = None,
) -> Source:
    """The source that a spec names; its rows are read when they are asked for.

    Args:
        folder: the spec's; a path may not lead out of it.

    Raises: DataError K601 where there is no such source; ToolError K504 and K505 where
        a known dataset cannot be had.
    """
    if isinstance(source, Parts):
        return _files_by_part(source, folder, reading, span)
    known = find(source)
    if known:
        return read_known(known)
    piece = _piece("all", source, folder, reading, span)
    return Source(source, (piece,), {source: checksum(inside(folder, source, span))})


def read_known(known: KnownDataset) -> Source:
    """The rows of a dataset that kspec knows.

    Raises: ToolError K504, K505.
    """
    files = zip(known.files, locate(known), strict=True)
    tables = READERS[known.name]([content(path, file) for file, path in files])
    pieces = tuple(
        Piece(part, lambda table=table: iter([table])) for part, table in tables.items()
    )
    checksums = {file.name: file.sha256 for file in known.files}
    return Source(known.name, pieces, checksums)


def checksum(path: Path) -> str:
    """The sha256 of a file, or of all files below a folder by name."""
    digest = hashlib.sha256()
    for file in _below(path):
        if path.is_dir():
            digest.update(file.relative_to(path).as_posix().encode())
        with file.open("rb") as opened:
            digest.update(hashlib.file_digest(opened, "sha256").digest())
    return digest.hexdigest() if path.is_dir() else _sum(path)


def _sum(path: Path) -> str:
    with path.open("rb") as opened:
        return hashlib.file_digest(opened, "sha256").hexdigest()


def _below(path: Path) -> list[Path]:
    if not path.is_dir():
        return []
    files = (file for file in path.rglob("*") if file.is_file())
    return sorted(file for file in files if not file.is_symlink())


def _files_by_part(
    source: Parts, folder: Path, reading: Reading, span: Span | None
) -> Source:
    named = {
        "train": source.train,
        "validation": source.validation,
        "test": source.test,
    }
    given = {part: name for part, name in named.items() if name is not None}
    pieces = [_piece(p, name, folder, reading, span) for p, name in given.items()]
    sums = {name: checksum(inside(folder, name, span)) for name in given.values()}
    _check_twice(sums, span)
    name = " and ".join(given.values())
    return Source(name, tuple(pieces), sums)


def _check_twice(sums: dict[str, str], span: Span | None) -> None:
    """Refuse the same rows in two parts.

    Raises: DataError K607.
    """
    names: dict[str, str] = {}
    for name, found in sums.items():
        if found in names:
            message = f"`{names[found]}` and `{name}` are the same file"
            hint = "a model is not tested on what it learned from"
            raise DataError(Diagnostic("K607", message, span, hint=hint))
        names[found] = name


def _piece(
    part: str, name: str, folder: Path, reading: Reading, span: Span | None
) -> Piece:
    path = inside(folder, name, span)
    return Piece(part, lambda: read_tables(path, name, reading, span))
