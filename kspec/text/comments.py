"""Comments of a text, which the parser leaves out."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass
from typing import Any

import yaml

from kspec.text.source import BLANKS, Source

_COMMENT = re.compile(r"#[^\n]*")
_HEADER = re.compile(r"[|>][-+0-9]*[ \t]+(?=#)")


@dataclass(frozen=True, slots=True)
class Comment:
    """A comment; `line` and `column` count from 1, `index` is its place in the text.

    Args:
        text: from the sign to the end of the line.
        alone: whether nothing stands before it on its line.
    """

    text: str
    index: int
    line: int
    column: int
    alone: bool


def comments(source: Source) -> tuple[Comment, ...]:
    """The comments of a text, as far as it can be parsed.

    Example:
    >>> [c.text for c in comments(Source("a.yaml", "a: 'b # c'  # d"))]
    ['# d']
    """
    return tuple(_placed(source.text, _starts(source.text)))


def _starts(text: str) -> Iterator[int]:
    """Where comments begin: in what no scalar takes, and beside the sign of a block."""
    end = 0
    for start, stop, style in _scalars(text):
        yield from (found.start() for found in _COMMENT.finditer(text, end, start))
        if style in ("|", ">") and (header := _HEADER.match(text, start)):
            yield header.end()
        end = stop
    yield from (found.start() for found in _COMMENT.finditer(text, end))


def _scalars(text: str) -> Iterator[tuple[int, int, str | None]]:
    parser: Any = yaml.CSafeLoader(text)
    try:
        while parser.check_event():
            event: Any = parser.get_event()
            start, end = event.start_mark, event.end_mark
            if isinstance(event, yaml.ScalarEvent):
                yield start.index, end.index, event.style
    except yaml.YAMLError:
        return


def _placed(text: str, starts: Iterator[int]) -> Iterator[Comment]:
    line, seen = 1, 0
    for start in starts:
        line += text.count("\n", seen, start)
        seen = start
        first = text.rfind("\n", 0, start) + 1
        end = text.find("\n", start)
        written = text[start : end if end >= 0 else len(text)].rstrip(BLANKS)
        alone = not text[first:start].strip(BLANKS)
        yield Comment(written, start, line, start - first + 1, alone)
