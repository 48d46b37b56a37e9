"""Bytes → characters: strict UTF-8, and nothing that a reader could not see."""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Iterator

from kspec.errors import Diagnostic, Span, TextError
from kspec.text.limits import Limits, exceeds
from kspec.text.source import Source

_BIDI = "\u061c\u200e\u200f\u202a-\u202e\u2066-\u2069"
_NONCHARACTERS = "\ufdd0-\ufdef\ufffe\uffff" + "".join(
    f"{chr(plane << 16 | 0xFFFE)}{chr(plane << 16 | 0xFFFF)}" for plane in range(1, 17)
)
FORBIDDEN = re.compile(
    "[\x00-\x08\x0b\x0c\x0e-\x1f\x7f-\x9f\u2028\u2029\ufeff\ud800-\udfff"
    f"{_BIDI}{_NONCHARACTERS}]"
)
"""Controls, line separators, text direction, byte order marks, noncharacters."""

_LONE_RETURN = re.compile(r"\r(?!\n)")


def decode(data: str | bytes, *, file: str, limits: Limits) -> Source:
    """The characters of a text, without its byte order mark.

    Raises: TextError K001 for another encoding or a forbidden character, K006 for a
        text that is too large.

    Example:
    >>> decode("层".encode(), file="a.yaml", limits=Limits()).text
    '层'
    """
    too_large = (
        exceeds(data, limits.file_bytes)
        if isinstance(data, str)
        else len(data) > limits.file_bytes
    )
    if too_large:
        message = f"expected at most {limits.file_bytes} bytes, got more"
        hint = "a spec describes layers; data and weights live in files of their own"
        raise TextError(Diagnostic("K006", message, Span(file, 1, 1, 1, 1), hint))
    text = data if isinstance(data, str) else _decoded(data, file)
    source = Source(file, text.removeprefix("\ufeff"))
    if found := tuple(_unreadable(source, limits)):
        raise TextError(*found)
    return source


def unreadable(text: str) -> str | None:
    r"""What is wrong with the characters of a value, or None.

    Example:
    >>> unreadable("\0")
    'U+0000 is not a character that a spec may hold'
    """
    found = FORBIDDEN.search(text)
    if not found:
        return None
    return f"{_named(found[0])} is not a character that a spec may hold"


def _decoded(data: bytes, file: str) -> str:
    try:
        return data.decode("utf-8")
    except UnicodeDecodeError as error:
        before = data[: error.start].decode("utf-8").removeprefix("\ufeff")
        start = Source(file, before).span_at(len(before), len(before))
        span = Span(file, start.line, start.column, start.line, start.column + 1)
        utf16 = data.startswith((b"\xff\xfe", b"\xfe\xff"))
        name = "UTF-16" if utf16 else f"the byte 0x{data[error.start]:02x}"
        message = f"expected a text in UTF-8, got {name}"
        raise TextError(Diagnostic("K001", message, span, "save it as UTF-8")) from None


def _unreadable(source: Source, limits: Limits) -> Iterator[Diagnostic]:
    """The first of each forbidden character."""
    seen: set[str] = set()
    for found in FORBIDDEN.finditer(source.text):
        if found[0] not in seen and len(seen) < limits.errors:
            seen.add(found[0])
            message = f"{_named(found[0])} is not a character that a spec may hold"
            span = source.span_at(found.start(), found.end())
            yield Diagnostic("K001", message, span, _hint(found[0]))
    if found := _LONE_RETURN.search(source.text):
        message = "a carriage return without a line feed does not end a line"
        span = source.span_at(found.start(), found.end())
        yield Diagnostic("K001", message, span, "end the lines with a line feed")


def _named(char: str) -> str:
    """The character as its code point, and its name where it has one."""
    name = unicodedata.name(char, "")
    return f"U+{ord(char):04X}{f' ({name.lower()})' if name else ''}"


def _hint(char: str) -> str:
    if re.match(f"[{_BIDI}]", char):
        return "delete it: it makes the text look different from what it says"
    if char in "\x85\u2028\u2029":
        return "use an ordinary line break"
    return "delete it" if char > "\0" else "is this a text file?"
