"""The concrete tree of a text: how its values are spelt, and which comments they have.

A comment belongs to an entry of a mapping or list: it stands above the entry, at the
head of its value (behind the key, or inside a value that takes several lines) or beside
it. What follows the last entry stands below the collection.
"""

from __future__ import annotations

from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class Remark:
    """A comment.

    Args:
        alone: whether it has a line of its own.
        blank: whether the line above it is blank.
    """

    text: str
    alone: bool = True
    blank: bool = False


@dataclass(frozen=True, slots=True)
class Word:
    """A scalar: what it says, how it is quoted and how it is written."""

    value: str
    style: str
    written: str


@dataclass(frozen=True, slots=True)
class Entry:
    """A key with its value, or an entry of a list, with its comments."""

    key: Word | None
    value: Word | Branch
    above: tuple[Remark, ...] = ()
    head: tuple[Remark, ...] = ()
    beside: tuple[Remark, ...] = ()
    blank: bool = False

    @property
    def is_plain(self) -> bool:
        """Whether no comment goes with it."""
        return not (self.above or self.head or self.beside)


@dataclass(frozen=True, slots=True)
class Branch:
    """A mapping or a list; `flow` where it is written in brackets."""

    is_mapping: bool
    flow: bool
    entries: tuple[Entry, ...] = ()
    below: tuple[Remark, ...] = ()
