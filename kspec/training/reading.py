"""How files are read: what the spec says of columns, gaps, damage and size."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Literal


@dataclass(frozen=True)
class ImageForm:
    """How images become arrays of one shape.

    Args:
        height: None to take them as they are, all of one size.
        width: the same.
        channels: 1 for grey, 3 for red, green and blue, 4 with transparency; 0 for
            grey without an axis of its own.
        resize: how an image of another size is fitted.
    """

    height: int | None
    width: int | None
    channels: int
    resize: Literal["stretch", "crop", "pad"] = "stretch"


@dataclass(frozen=True)
class Reading:
    """How the rows of files are read.

    Args:
        texts: columns that stay texts, so that `007` stays what it is.
        columns: the only ones that are needed; None for all.
        na_values: texts that stand for a missing value.
        skip: whether damaged rows are left out and counted instead of refused.
        stream: whether rows are read table by table, for files larger than the memory.
        image: how images are read.
    """

    texts: frozenset[str] = frozenset()
    columns: frozenset[str] | None = None
    na_values: tuple[str, ...] = ()
    skip: bool = False
    stream: bool = False
    image: ImageForm | None = None


class DamagedRow(ValueError):
    """One row of a file cannot be read; the rows around it can."""


ROWS_IN_STREAM = 8192
"""Rows of a table that is streamed."""
