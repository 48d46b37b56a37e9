"""Values → scalars of YAML, quoted only where they must be."""

from __future__ import annotations

import math
import re

from kspec.errors import Diagnostic, TextError
from kspec.expr import Expression, Formula, Template, escape
from kspec.text.characters import unreadable
from kspec.text.limits import DEFAULT, exceeds
from kspec.text.node import Plain
from kspec.text.scalars import TRUTHS, resolve

_PLAIN_START = re.compile(r"[^\s\-?:,\[\]{}#&*!|>'\"%@`]|[-?](?=[^\s,\[\]{}])")
_SPECIAL = re.compile(r":(?=\s|$)|\s#|[\t\r\n]")
_FLOW_SPECIAL = re.compile(r"[,\[\]{}?]")
_ESCAPES = str.maketrans(
    {"\\": "\\\\", '"': '\\"', "\n": "\\n", "\r": "\\r", "\t": "\\t"}
)


def scalar_text(value: Plain | Formula, *, flow: bool) -> str:
    """The scalar on one line; `flow` where it stands within brackets.

    Raises: TextError K001, K004, K006 for a value that no spec can hold.

    Example:
    >>> [scalar_text(value, flow=True) for value in (None, True, 1e-3, "no", "a, b")]
    ['null', 'true', '0.001', '"no"', '"a, b"']
    """
    match value:
        case None:
            return "null"
        case bool():
            return "true" if value else "false"
        case int():
            return _checked_number(value)
        case float():
            return _checked_float(value)
        case str() | Expression() | Template():
            return text_scalar(source_of(value), flow=flow)


def key_text(key: str, *, flow: bool) -> str:
    """The key; `on` and `no` can be no truth values there."""
    if key.lower() in TRUTHS:
        return key
    return '"<<"' if key == "<<" else text_scalar(_checked(key), flow=flow)


def source_of(value: str | Formula) -> str:
    """What the scalar says once it is read: `$(` itself is `$$(` there.

    Raises: TextError K001, K006.
    """
    return _checked(escape(value) if isinstance(value, str) else str(value))


def is_block(text: str) -> bool:
    """Whether a text has lines that a block can show as they are."""
    return (
        "\n" in text
        and not text.startswith((" ", "\n"))
        and not re.search(r"[\t\r]|[ ](?=\n|$)|\n\n\Z", text)
    )


def text_scalar(text: str, *, flow: bool) -> str:
    """A text that is read as it stands, `$(…)` too, on one line."""
    if _is_plain(text) and not (flow and _FLOW_SPECIAL.search(text)):
        return text
    return f'"{text.translate(_ESCAPES)}"'


def _is_plain(text: str) -> bool:
    return (
        _PLAIN_START.match(text) is not None
        and not text.endswith(" ")
        and not text.startswith(("---", "..."))
        and not _SPECIAL.search(text)
        and isinstance(resolve(text, DEFAULT), str)
    )


def _checked(text: str) -> str:
    if message := unreadable(text):
        raise TextError(Diagnostic("K001", message))
    if exceeds(text, DEFAULT.scalar_bytes):
        message = f"expected a text of at most {DEFAULT.scalar_bytes} bytes, got more"
        raise TextError(Diagnostic("K006", message))
    return text


def _checked_number(value: int) -> str:
    if abs(value) >= 10**DEFAULT.integer_digits:
        message = f"expected an integer of at most {DEFAULT.integer_digits} digits"
        raise TextError(Diagnostic("K006", message))
    return str(value)


def _checked_float(value: float) -> str:
    if not math.isfinite(value):
        raise TextError(Diagnostic("K004", f"expected a finite number, got {value}"))
    return repr(value)
