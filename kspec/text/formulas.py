"""Strings with `$(…)` → formulas, with errors at the exact character."""

from __future__ import annotations

from typing import Any

from kspec.errors import Diagnostic, Span
from kspec.expr import ExprError, Expression, Formula, parse
from kspec.text.source import Source, quoted

ScalarEvent = Any


def formula(event: ScalarEvent, source: Source) -> str | Formula | Diagnostic:
    """What a scalar with `$(` says; `$$(` alone makes it a text that holds `$(`."""
    try:
        parsed = parse(event.value)
    except ExprError as error:
        return _torn(event, source) or _explained(error, event, source)
    if isinstance(parsed, str | Expression):
        return parsed
    literals = [part for part in parsed.parts if isinstance(part, str)]
    return "".join(literals) if len(literals) == len(parsed.parts) else parsed


def torn_end(event: ScalarEvent, source: Source) -> int | None:
    """Where a formula really ends that YAML cut at a comma, or None."""
    end = event.end_mark.index
    if event.style or not source.text.startswith(",", _skip_spaces(source.text, end)):
        return None
    depth = 0
    start = source.text.index("$(", event.start_mark.index)
    stop = source.text.find("\n", start)
    for index in range(start, stop if stop >= 0 else len(source.text)):
        depth += {"(": 1, ")": -1}.get(source.text[index], 0)
        if depth == 0 and source.text[index] == ")" and index >= end:
            return index + 1
    return end


def _torn(event: ScalarEvent, source: Source) -> Diagnostic | None:
    end = torn_end(event, source)
    if end is None:
        return None
    start = event.start_mark.index
    whole = source.text[start:end]
    hint = quoted(whole) if end > event.end_mark.index else "quote the whole value"
    message = f"YAML ends an unquoted value at the comma, got {event.value}"
    return Diagnostic("K010", message, source.span_at(start, end), hint)


def _explained(error: ExprError, event: ScalarEvent, source: Source) -> Diagnostic:
    return Diagnostic("K010", error.message, _span(error, event, source), error.hint)


def _span(error: ExprError, event: ScalarEvent, source: Source) -> Span:
    """The character to blame where characters map one to one, else the scalar."""
    start, end = event.start_mark.index, event.end_mark.index
    quote = 1 if event.style else 0
    if source.text[start + quote : end - quote] != event.value or "\n" in event.value:
        return source.between(event.start_mark, event.end_mark)
    place = min(start + quote + error.offset, end)
    return source.span_at(place, min(place + 1, end))


def _skip_spaces(text: str, index: int) -> int:
    while text.startswith(" ", index):
        index += 1
    return index
