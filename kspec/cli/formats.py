"""Diagnostics for machines: JSON, GitHub annotations, SARIF."""

from __future__ import annotations

import json
from collections.abc import Sequence
from typing import Any

from kspec import __version__
from kspec.errors import Diagnostic, Span

SARIF_SCHEMA = "https://json.schemastore.org/sarif-2.1.0.json"


def as_json(diagnostics: Sequence[Diagnostic], files: Sequence[str]) -> str:
    """One object: the files, whether all are valid, the counts, the diagnostics."""
    errors = sum(found.severity == "error" for found in diagnostics)
    report = {
        "format_version": "1.0",
        "files": files,
        "valid": errors == 0,
        "error_count": errors,
        "warning_count": len(diagnostics) - errors,
        "diagnostics": [_json(found) for found in diagnostics],
    }
    return json.dumps(report, ensure_ascii=False, indent=2)


def as_github(diagnostics: Sequence[Diagnostic]) -> str:
    """A workflow command for each diagnostic, which GitHub shows beside the line."""
    return "\n".join(_annotation(found) for found in diagnostics)


def as_sarif(diagnostics: Sequence[Diagnostic]) -> str:
    """A SARIF 2.1.0 log."""
    codes = sorted({found.code for found in diagnostics})
    driver = {
        "name": "kspec",
        "version": __version__,
        "rules": [{"id": code} for code in codes],
    }
    run = {
        "tool": {"driver": driver},
        "columnKind": "unicodeCodePoints",
        "results": [_result(found) for found in diagnostics],
    }
    log = {"$schema": SARIF_SCHEMA, "version": "2.1.0", "runs": [run]}
    return json.dumps(log, ensure_ascii=False, indent=2)


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
    values = {"title": found.code}
    if found.span:
        values = {
            "file": found.span.file,
            "line": str(found.span.line),
            "col": str(found.span.column),
            "endLine": str(found.span.end_line),
            "endColumn": str(found.span.end_column),
            "title": found.code,
        }
    fields = ",".join(f"{key}={_escaped(v, ':,')}" for key, v in values.items())
    return f"::{found.severity} {fields}::{_escaped(message)}"


def _escaped(text: str, more: str = "") -> str:
    for char in "%\r\n" + more:
        text = text.replace(char, f"%{ord(char):02X}")
    return text


def _result(found: Diagnostic) -> dict[str, Any]:
    message = f"{found.message}\nhint: {found.hint}" if found.hint else found.message
    result: dict[str, Any] = {
        "ruleId": found.code,
        "level": found.severity,
        "message": {"text": message},
    }
    if found.span:
        result["locations"] = [{"physicalLocation": _location(found.span)}]
    return result


def _location(span: Span) -> dict[str, Any]:
    return {
        "artifactLocation": {"uri": span.file},
        "region": {
            "startLine": span.line,
            "startColumn": span.column,
            "endLine": span.end_line,
            "endColumn": span.end_column,
        },
    }
