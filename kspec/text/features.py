"""Features of YAML that kspec does not read: what to write instead."""

from __future__ import annotations

import re
from collections.abc import Iterator
from typing import Any

import yaml

from kspec.errors import Diagnostic
from kspec.text.source import Source, brief

_WORD = re.compile(r"[^\s,\[\]{}]*")
_TAG_HINT = "delete it: kspec knows the types, and a text can be quoted"
_ALIAS_HINT = "write the value out, or name it under `params`"


def alias(event: Any, source: Source) -> Diagnostic:
    """The refusal of `*name`."""
    message = f"kspec reads no aliases, got *{brief(event.anchor)}"
    span = source.between(event.start_mark, event.end_mark)
    return Diagnostic("K005", message, span, _ALIAS_HINT)


def properties(event: Any, source: Source) -> Iterator[Diagnostic]:
    """The refusals of `&name` and `!tag` before a node."""
    if event.anchor is not None:
        yield _property("&", "anchors", event, source, _ALIAS_HINT)
    if event.tag is not None:
        yield _property("!", "tags", event, source, _TAG_HINT)


def merge_key(event: Any, source: Source) -> Diagnostic:
    """The refusal of `<<`."""
    span = source.between(event.start_mark, event.end_mark)
    hint = "write the keys out"
    return Diagnostic("K005", "kspec reads no merge keys, got <<", span, hint)


def directive(event: Any, source: Source) -> Diagnostic | None:
    """The refusal of the `%…` before a document, if there is one."""
    if not source.text.startswith("%", event.start_mark.index):
        return None
    start = event.start_mark.index
    text = source.line_at(event.start_mark)
    span = source.span_at(start, start + len(text))
    message = f"kspec reads no directives, got {brief(text)}"
    return Diagnostic("K005", message, span, "delete the line")


def second_document(event: Any, source: Source) -> Diagnostic:
    """The refusal of a second document."""
    span = source.between(event.start_mark, event.end_mark)
    message = "expected one document, got a second one"
    return Diagnostic("K005", message, span, "put it in a file of its own")


def collection_key(event: Any, source: Source) -> Diagnostic:
    """The refusal of a mapping or a list as a key, such as `{{k}}`."""
    start = event.start_mark.index
    span = source.span_at(start, min(start + 1, len(source.text)))
    got = "a list" if isinstance(event, yaml.SequenceStartEvent) else "a mapping"
    hint = "write $(name) for the value of a parameter"
    braces = source.text[start - 1 : start + 1] == "{{"
    message = f"expected a name as key, got {got}"
    return Diagnostic("K007", message, span, hint if braces else "write a name")


def _property(
    sign: str, noun: str, event: Any, source: Source, hint: str
) -> Diagnostic:
    start = source.text.index(sign, event.start_mark.index)
    found = _WORD.match(source.text, start)
    text = found[0] if found else sign
    span = source.span_at(start, start + len(text))
    return Diagnostic("K005", f"kspec reads no {noun}, got {brief(text)}", span, hint)
