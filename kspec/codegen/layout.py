"""Line breaking: documents laid out at 88 columns, as ruff's formatter does.

A group is printed on one line where everything up to the next possible break fits, and
broken otherwise, from the outside in.
Source: Philip Wadler, "A prettier printer" (2003).
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import dataclass

from kspec.errors import width_of

WIDTH = 88
INDENT = 4


@dataclass(frozen=True, slots=True)
class Line:
    """A possible break; `flat` stands in its place on an unbroken line."""

    flat: str = ""


@dataclass(frozen=True, slots=True)
class WhereBroken:
    """Text that appears only where the group around it is broken."""

    text: str


@dataclass(frozen=True, slots=True)
class Indented:
    """Documents whose breaks are indented one level more."""

    parts: tuple[Document, ...]


@dataclass(frozen=True, slots=True)
class Group:
    """Documents that stand on one line or break together."""

    parts: tuple[Document, ...]


Document = str | Line | WhereBroken | Indented | Group


def bracketed(opening: str, items: Iterable[Document], closing: str) -> Document:
    """Arguments in brackets: on one line, on one line of their own, or one a line."""
    listed = tuple(items)
    if not listed:
        return opening + closing
    inner = Group((*_separated(listed), WhereBroken("," if listed[1:] else "")))
    return Group((opening, Indented((Line(), inner)), Line(), closing))


def listed(opening: str, items: Iterable[Document], closing: str) -> Document:
    """A list's, tuple's or dictionary's items: on one line or one a line."""
    parts = (*_separated(tuple(items)), WhereBroken(","))
    if parts == (WhereBroken(","),):
        return opening + closing
    return Group((opening, Indented((Line(), *parts)), Line(), closing))


def alone(item: Document) -> Document:
    """A tuple of one item, whose comma always stands."""
    return Group(("(", Indented((Line(), item, ",")), Line(), ")"))


def lay_out(parts: Iterable[Document], indent: int = 0) -> str:
    """The documents as text, the first line starting at column `indent`.

    Example:
    >>> print(lay_out(["f", bracketed("(", ["a" * 50, "b" * 50], ")")]))
    f(
        aaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaa,
        bbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbb,
    )
    """
    pieces: list[str] = []
    column = indent
    waiting = [(indent, True, part) for part in reversed(tuple(parts))]
    while waiting:
        level, broken, document = waiting.pop()
        match document:
            case str():
                pieces.append(document)
                column += width_of(document)
            case Line() if broken:
                pieces.append("\n" + " " * level)
                column = level
            case Line():
                pieces.append(document.flat)
                column += len(document.flat)
            case WhereBroken():
                pieces.append(document.text if broken else "")
            case Indented(inner):
                waiting += [(level + INDENT, broken, p) for p in reversed(inner)]
            case Group(inner):
                fits = _fits(document, waiting, WIDTH - column)
                waiting += [(level, not fits, part) for part in reversed(inner)]
    return "".join(pieces)


def _separated(items: tuple[Document, ...]) -> Iterator[Document]:
    for at, item in enumerate(items):
        if at:
            yield ","
            yield Line(" ")
        yield item


def _fits(group: Group, rest: list[tuple[int, bool, Document]], room: int) -> bool:
    """Whether the group on one line, and the rest up to its first break, has room."""
    for broken, document in _in_order(group, rest):
        match document:
            case Line() if broken:
                return True
            case Line(text) | str(text):
                room -= width_of(text)
            case WhereBroken(text):
                room -= width_of(text) if broken else 0
        if room < 0:
            return False
    return True


def _in_order(
    group: Group, rest: list[tuple[int, bool, Document]]
) -> Iterator[tuple[bool, str | Line | WhereBroken]]:
    """The texts and breaks of the group, unbroken, and of what follows it."""
    waiting: list[tuple[bool, Document]] = [(False, group)]
    following = len(rest)
    while waiting or following:
        if not waiting:
            following -= 1
            waiting.append(rest[following][1:])
        broken, document = waiting.pop()
        match document:
            case Indented(parts) | Group(parts):
                waiting += [(broken, part) for part in reversed(parts)]
            case _:
                yield broken, document
