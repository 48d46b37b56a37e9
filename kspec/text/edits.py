"""Changes of a text at the places that spans name; the rest stays as it is."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass

from kspec.errors import Span
from kspec.expr.formula import places_of
from kspec.text.node import Scalar
from kspec.text.scalar_text import text_scalar


@dataclass(frozen=True, slots=True, order=True)
class Edit:
    """What comes in place of a stretch of a text, counted in characters from 0."""

    start: int
    end: int
    text: str


class Places:
    """Where the spans of a text begin and end in it."""

    def __init__(self, text: str) -> None:
        self.text = text
        self._starts = [0]
        for line in text.split("\n"):
            self._starts.append(self._starts[-1] + len(line) + 1)

    def stretch(self, span: Span) -> tuple[int, int]:
        """The first character of a span, and the one behind its last."""
        start = self._starts[span.line - 1] + span.column - 1
        return start, self._starts[span.end_line - 1] + span.end_column - 1

    def name(
        self, span: Span | None, old: str, new: str, behind: str = ""
    ) -> Iterable[Edit]:
        """The edit of a key or value that begins with a name.

        Args:
            behind: what stands before the name in it.
        """
        if span:
            start, end = self.stretch(span)
            at = self.text.find(behind + old, start, end)
            if at >= 0:
                at += len(behind)
                yield Edit(at, at + len(old), new)

    def names_in(self, scalar: Scalar, old: str, new: str) -> Iterable[Edit]:
        """The edits of a name in the `$(…)` of a scalar."""
        if scalar.span is None or old not in places_of(source := str(scalar.value)):
            return
        start, end = self.stretch(scalar.span)
        written = self.text[start:end]
        if written[0] in "\"'" and written[1:-1] != source:
            renamed = _replaced(source, old, new)
            yield Edit(start, end, text_scalar(renamed, flow=True))
            return
        for at in places_of(written).get(old, ()):
            yield Edit(start + at, start + at + len(old), new)


def edited(text: str, edits: Iterable[Edit]) -> str:
    """The text with all the edits; one that is given twice is made once.

    Example:
    >>> edited("a: b", [Edit(3, 4, "c")])
    'a: c'
    """
    parts: list[str] = []
    end = 0
    for edit in sorted(set(edits)):
        parts += [text[end : edit.start], edit.text]
        end = edit.end
    return "".join([*parts, text[end:]])


def _replaced(source: str, old: str, new: str) -> str:
    starts = places_of(source).get(old, ())
    return edited(source, [Edit(at, at + len(old), new) for at in starts])
