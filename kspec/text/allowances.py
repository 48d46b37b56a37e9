"""`# kspec: allow CODE`: the warnings that the writer of a spec knows of."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass, replace

from kspec.errors import Span
from kspec.text.comments import Comment, comments
from kspec.text.source import BLANKS, Source

_ALLOW = re.compile(r"#\s*kspec:\s*allow\b")
_CODES = re.compile(r"\s*(\w+(?:\s*,\s*\w+)*)?")


@dataclass(frozen=True, slots=True)
class Allowance:
    """A code that a comment allows on a line.

    Args:
        code: as written; empty where the comment names none.
        line: the line it is allowed on, counted from 1.
        span: where the comment says so.
    """

    code: str
    line: int
    span: Span


def allowances(text: str, *, file: str) -> tuple[Allowance, ...]:
    """What the comments of a text allow: on their line, or alone on the line below.

    Example:
    >>> found = allowances("a: 1  # kspec: allow K701, K702", file="a.yaml")
    >>> [(one.code, one.line) for one in found]
    [('K701', 1), ('K702', 1)]
    """
    if not _ALLOW.search(text):
        return ()
    return tuple(_allowances(Source(file, text)))


def _allowances(source: Source) -> Iterator[Allowance]:
    lines = source.text.split("\n")
    for comment in comments(source):
        if sign := _ALLOW.match(comment.text):
            line = _below(lines, comment.line) if comment.alone else comment.line
            yield from _codes(comment, sign.end(), line, source.file)


def _codes(comment: Comment, start: int, line: int, file: str) -> Iterator[Allowance]:
    first, end = comment.column, comment.column + start
    whole = Span(file, comment.line, first, comment.line, end)
    found = _CODES.match(comment.text, start)
    if not found or not found[1]:
        yield Allowance("", line, whole)
        return
    for word in re.finditer(r"\w+", found[1]):
        begin = first + found.start(1) + word.start()
        span = replace(whole, column=begin, end_column=begin + len(word[0]))
        yield Allowance(word[0], line, span)


def _below(lines: list[str], line: int) -> int:
    """The next line that holds more than a comment."""
    for number, text in enumerate(lines[line:], line + 1):
        if text.strip(BLANKS) and not text.lstrip(BLANKS).startswith("#"):
            return number
    return line
