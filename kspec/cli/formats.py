"""Diagnostics for machines: JSON and GitHub annotations."""

from __future__ import annotations

import json
from collections.abc import Sequence
from typing import Any

from kspec.errors import Diagnostic, Span, printable


def as_json(
    diagnostics: Sequence[Diagnostic], files: Sequence[str], shown: Sequence[Diagnostic]
) -> str:
    """One object: the files, whether all are valid, the counts, the diagnostics.

    Args:
        diagnostics: all that are counted.
        shown: those that are listed.
    """
    errors = sum(found.severity == "error" for found in diagnostics)
    report = {
        "format_version": "1.0",
        "files": files,
        "valid": errors == 0,
        "error_count": errors,
        "warning_count": len(diagnostics) - errors,
        "omitted_count": len(diagnostics) - len(shown),
        "diagnostics": [_json(found) for found in shown],
    }
    return json.dumps(report, ensure_ascii=False, indent=2)


def as_github(diagnostics: Sequence[Diagnostic], omitted: int = 0) -> str:
    """A workflow command for each diagnostic, which GitHub shows beside the line.

    Args:
        omitted: the diagnostics that are not among these.
    """
    lines = [_annotation(found) for found in diagnostics]
    return "\n".join([*lines, *([f"::notice::and {omitted} more"] if omitted else [])])


def _json(found: Diagnostic) -> dict[str, Any]:
    return {
        "code": found.code,
        "severity": found.severity,
        "message": found.message,
        "hint": found.hint,
        "place": _place(found.span),
        "related": [
            {"message": related.message, "place": _place(related.span)}
            for related in found.related
        ],
    }


def _place(span: Span | None) -> dict[str, Any] | None:
    if span is None:
        return None
    return {
        "file": span.file,
        "line": span.line,
        "column": span.column,
        "end_line": span.end_line,
        "end_column": span.end_column,
    }


def _annotation(found: Diagnostic) -> str:
    message = f"{found.message} — {found.hint}" if found.hint else found.message
    lines = [message, *(f"{r.span or '-'}: {r.message}" for r in found.related)]
    values = {**_lines(found.span), "title": found.code}
    fields = ",".join(f"{key}={_escaped(v, ':,')}" for key, v in values.items())
    text = "\n".join(map(printable, lines))
    return f"::{found.severity} {fields}::{_escaped(text)}"


def _lines(span: Span | None) -> dict[str, str]:
    """The place of an annotation; GitHub takes columns within one line only."""
    if span is None:
        return {}
    place = {"file": span.file, "line": str(span.line)}
    if span.line == span.end_line:
        place["col"] = str(span.column)
    place["endLine"] = str(span.end_line)
    if span.line == span.end_line:
        place["endColumn"] = str(span.end_column)
    return place


def _escaped(text: str, more: str = "") -> str:
    for char in "%\r\n" + more:
        text = text.replace(char, f"%{ord(char):02X}")
    return text
