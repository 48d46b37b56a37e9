"""Diagnostics in their places: below the lines that they are about."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import replace

from kspec.drawing.quoting import visible
from kspec.errors import Diagnostic
from kspec.webpage.content import Listing, Problem
from kspec.webpage.highlighting import marked


def placed(listing: Listing, diagnostics: Iterable[Diagnostic]) -> Listing:
    """The listing with the diagnostics that are about one of its lines."""
    lines = {line.number: line for line in listing.lines}
    for found in diagnostics:
        span = found.span
        if span is None or span.file != listing.name or span.line not in lines:
            continue
        line = lines[span.line]
        length = sum(len(piece.text) for piece in line.pieces)
        end = span.end_column if span.end_line == span.line else length + 1
        pieces = marked(line.pieces, span.column - 1, max(end - 1, span.column))
        lines[span.line] = replace(
            line, pieces=pieces, problems=(*line.problems, problem(found))
        )
    return replace(listing, lines=tuple(lines.values()))


def placeless(
    listings: Iterable[Listing], diagnostics: Iterable[Diagnostic]
) -> tuple[Problem, ...]:
    """The diagnostics that no line shows."""
    lengths = {listing.name: len(listing.lines) for listing in listings}
    return tuple(
        problem(found)
        for found in diagnostics
        if found.span is None
        or not 0 < found.span.line <= lengths.get(found.span.file, 0)
    )


def problem(found: Diagnostic) -> Problem:
    """A diagnostic in the page's words; related places follow the message."""
    related = (
        f"; {f'{one.span}: ' if one.span else ''}{one.message}" for one in found.related
    )
    return Problem(
        code=found.code,
        severity=found.severity,
        message=visible(found.message + "".join(related)),
        hint=visible(found.hint) if found.hint else None,
        place=visible(str(found.span)) if found.span else None,
    )
