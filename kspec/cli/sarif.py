"""Diagnostics as a SARIF 2.1.0 log.

Source: Static Analysis Results Interchange Format (SARIF) Version 2.1.0, OASIS.
"""

from __future__ import annotations

import json
from collections.abc import Sequence
from pathlib import Path
from typing import Any
from urllib.parse import quote

from kspec import __version__, manual
from kspec.errors import Diagnostic, Related, Span

SCHEMA = "https://json.schemastore.org/sarif-2.1.0.json"


def as_sarif(diagnostics: Sequence[Diagnostic], omitted: int = 0) -> str:
    """A log of one run; what is left out is counted in a note.

    Args:
        omitted: the diagnostics that are not among these.
    """
    codes = sorted({found.code for found in diagnostics})
    driver = {
        "name": "kspec",
        "version": __version__,
        "semanticVersion": __version__,
        "rules": [_rule(code) for code in codes],
    }
    run = {
        "tool": {"driver": driver},
        "columnKind": "unicodeCodePoints",
        "invocations": [_invocation(omitted)],
        "results": [_result(found, codes) for found in diagnostics],
    }
    log = {"$schema": SCHEMA, "version": "2.1.0", "runs": [run]}
    return json.dumps(log, ensure_ascii=False, indent=2)


def _rule(code: str) -> dict[str, Any]:
    """What a code means, from its page."""
    page = manual.errors()[code]
    title = page.partition("\n")[0].removeprefix(f"# {code}: ")
    return {
        "id": code,
        "shortDescription": {"text": title},
        "help": {"text": page, "markdown": page},
    }


def _invocation(omitted: int) -> dict[str, Any]:
    if not omitted:
        return {"executionSuccessful": True}
    note = {"level": "note", "message": {"text": f"and {omitted} more"}}
    return {"executionSuccessful": True, "toolExecutionNotifications": [note]}


def _result(found: Diagnostic, codes: list[str]) -> dict[str, Any]:
    message = f"{found.message}\nhint: {found.hint}" if found.hint else found.message
    result: dict[str, Any] = {
        "ruleId": found.code,
        "ruleIndex": codes.index(found.code),
        "level": found.severity,
        "message": {"text": message},
    }
    if found.span:
        result["locations"] = [{"physicalLocation": _place(found.span)}]
    if found.related:
        places = enumerate(found.related)
        result["relatedLocations"] = [_related(at, one) for at, one in places]
    return result


def _related(at: int, related: Related) -> dict[str, Any]:
    place = {"physicalLocation": _place(related.span)} if related.span else {}
    return {"id": at, "message": {"text": related.message}, **place}


def _place(span: Span) -> dict[str, Any]:
    return {
        "artifactLocation": {"uri": _uri(span.file)},
        "region": {
            "startLine": span.line,
            "startColumn": span.column,
            "endLine": span.end_line,
            "endColumn": span.end_column,
        },
    }


def _uri(file: str) -> str:
    """The file as a URI, relative where its name is."""
    path = Path(file)
    return path.as_uri() if path.is_absolute() else quote(path.as_posix())
