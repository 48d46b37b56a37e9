"""Scalar events → keys and values."""

from __future__ import annotations

from typing import Any

from kspec.errors import Diagnostic
from kspec.expr import Formula
from kspec.text.characters import unreadable
from kspec.text.features import merge_key
from kspec.text.formulas import formula
from kspec.text.limits import Limits, exceeds
from kspec.text.node import Plain
from kspec.text.scalars import TRUTHS, Refusal, resolve
from kspec.text.source import Source, brief, quoted


def value_of(
    event: Any, source: Source, limits: Limits
) -> Plain | Formula | Diagnostic:
    """The value of a scalar: typed where it is plain, a formula where it has `$(`."""
    if refused := _unfit(event, source, limits):
        return refused
    if "$(" in event.value:
        return formula(event, source)
    if event.style:
        return event.value
    value = resolve(event.value, limits)
    if isinstance(value, Refusal):
        return _refused(value.code, value.message, value.hint, event, source)
    return value


def key_of(event: Any, source: Source, limits: Limits) -> str | Diagnostic:
    """The text of a key; `y`, `no` and their like can mean nothing else here."""
    text: str = event.value
    if refused := _unfit(event, source, limits):
        return refused
    start = event.start_mark.index
    if source.text[max(0, start - 1) : start] == "?":
        message = f"a key after `?` without a space, got ?{brief(text)}"
        return _refused("K005", message, quoted(f"?{text}"), event, source)
    if event.style or text.lower() in TRUTHS:
        return text
    if text == "<<":
        return merge_key(event, source)
    value = resolve(text, limits)
    if isinstance(value, str):
        return text
    got = brief(text) if text else "nothing"
    message = f"expected a name before the colon, got {got}"
    return _refused("K007", message, quoted(text), event, source)


def _unfit(event: Any, source: Source, limits: Limits) -> Diagnostic | None:
    if exceeds(event.value, limits.scalar_bytes):
        message = f"expected a text of at most {limits.scalar_bytes} bytes, got more"
        return _refused(
            "K006", message, "keep long texts in another file", event, source
        )
    if event.style and (message := unreadable(event.value)):
        return _refused("K001", message, "delete the escape", event, source)
    return None


def _refused(
    code: str, message: str, hint: str, event: Any, source: Source
) -> Diagnostic:
    span = source.between(event.start_mark, event.end_mark)
    return Diagnostic(code, message, span, hint)
