"""Strings with `$(…)` → formulas, with errors at the exact character."""

from __future__ import annotations

from typing import Any

from kspec.errors import Diagnostic, Span
from kspec.expr import ExprError, Expression, Formula, parse
from kspec.text.source import Source

ScalarEvent = Any


def formula(event: ScalarEvent, source: Source) -> str | Formula | Diagnostic:
    """What a scalar with `$(` says; `$$(` alone makes it a text that holds `$(`."""
    try:
        parsed = parse(event.value)
    except ExprError as error:
        return Diagnostic(
            "K010", error.message, _span(error, event, source), error.hint
        )
    if isinstance(parsed, str | Expression):
        return parsed
    literals = [part for part in parsed.parts if isinstance(part, str)]
    return "".join(literals) if len(literals) == len(parsed.parts) else parsed


def _span(error: ExprError, event: ScalarEvent, source: Source) -> Span:
    """The character to blame where characters map one to one, else the scalar."""
    start, end = event.start_mark.index, event.end_mark.index
    quote = 1 if event.style else 0
    if source.text[start + quote : end - quote] != event.value or "\n" in event.value:
        return source.between(event.start_mark, event.end_mark)
    place = min(start + quote + error.offset, end)
    return source.span_at(place, min(place + 1, end))
