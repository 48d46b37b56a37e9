"""A text with the name of its file, and the spans of its parts."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

from kspec.errors import Span

BLANKS = " \t\r"
"""What YAML takes for nothing on a line; other blanks are part of a text."""

Mark = Any
"""A place as the parser gives it: `line`, `column` and `index`, each from 0."""


@dataclass(frozen=True, slots=True)
class Source:
    """The text of a file, as characters.

    Example:
    >>> str(Source("a.yaml", "name: 层").span_at(6, 7))
    'a.yaml:1:7'
    """

    file: str
    text: str

    def between(self, start: Mark, end: Mark) -> Span:
        """The span from one mark to another."""
        return Span(
            self.file, start.line + 1, start.column + 1, end.line + 1, end.column + 1
        )

    def stretch(self, start: Mark, end: Mark, style: str) -> Span:
        """The span of a scalar; that of a block ends with its last word."""
        if style not in ("|", ">"):
            return self.between(start, end)
        lines = self.text[start.index : end.index].rstrip(f"{BLANKS}\n").split("\n")
        last = len(lines[-1]) + (start.column if len(lines) == 1 else 0)
        return Span(
            self.file,
            start.line + 1,
            start.column + 1,
            start.line + len(lines),
            last + 1,
        )

    def span_at(self, start: int, end: int) -> Span:
        """The span of `text[start:end]`; it counts lines, so it is for errors."""
        return Span(self.file, *self._place(start), *self._place(end))

    def char_at(self, mark: Mark) -> Span:
        """The span of the character at a mark; empty at the end of the text."""
        start = min(mark.index, len(self.text.rstrip()))
        return self.span_at(start, min(start + 1, len(self.text)))

    def line_at(self, mark: Mark) -> str:
        """The rest of the line from a mark on."""
        return self.text[mark.index :].partition("\n")[0].rstrip()

    def _place(self, index: int) -> tuple[int, int]:
        line = self.text.count("\n", 0, index) + 1
        return line, index - self.text.rfind("\n", 0, index)


def brief(text: str) -> str:
    """The text for a message, cut where it is long.

    Example:
    >>> brief("a" * 100)
    'aaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaa…'
    """
    return text if len(text) <= 40 else f"{text[:39]}…"


def quoted(text: str) -> str:
    """The hint to quote a text.

    Example:
    >>> quoted("no")
    'quote it: "no"'
    """
    mark = "'" if '"' in text else '"'
    return f"quote it: {mark}{text}{mark}" if len(text) <= 80 else "quote it"
