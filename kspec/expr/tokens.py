"""Characters of an expression → tokens."""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Iterator
from typing import NamedTuple

from kspec.expr.errors import ExprError
from kspec.expr.grammar import INFIX, LOOKALIKES, REFUSED


class Token(NamedTuple):
    """A token and where it starts.

    Args:
        kind: `number`, `text`, `name`, `operator` or `end`.
        text: its characters; those of a text with their quotes.
        offset: where it starts, from 0.
    """

    kind: str
    text: str
    offset: int


def _longest_first(operators: set[str]) -> str:
    ordered = sorted(operators, key=lambda operator: (-len(operator), operator))
    return "|".join(re.escape(operator) for operator in ordered)


_SYMBOLS = {symbol for symbol in INFIX if not symbol.isalpha()} | {"(", ")", ","}
_TOKEN = re.compile(
    r"""
      (?P<space> [ \t\r\n]+ )
    | (?P<number> (?: [0-9] | \.[0-9] ) (?: [eE][+-] | [A-Za-z0-9_.] )* )
    | (?P<name> [A-Za-z_][A-Za-z0-9_]* )
    | (?P<text> "[^"]*" | '[^']*' )
    | (?P<operator> """
    + _longest_first(_SYMBOLS | REFUSED.keys())
    + ")",
    re.VERBOSE,
)
_UNFIT_FOR_TEXT = re.compile(r"[\\\x00-\x1f\x7f-\x9f\u2028\u2029\ud800-\udfff]")


def tokens(text: str, start: int, end: int) -> Iterator[Token]:
    """The tokens of `text[start:end]`, an `end` token last.

    Raises: ExprError at a character that no expression has.

    Example:
    >>> [token.text for token in tokens("$(k // 4)", 2, 8)]
    ['k', '//', '4', '']
    """
    position = start
    while position < end:
        found = _TOKEN.match(text, position, end)
        if found is None:
            raise _unexpected(text[position], position)
        position = found.end()
        kind = str(found.lastgroup)
        if kind != "space":
            yield _checked(Token(kind, found[0], found.start()))
    yield Token("end", "", end)


def _checked(token: Token) -> Token:
    if token.kind == "operator" and token.text in REFUSED:
        message = f"`{token.text}` is not part of expressions"
        raise ExprError(message, token.offset, REFUSED[token.text])
    unfit = _UNFIT_FOR_TEXT.search(token.text) if token.kind == "text" else None
    if unfit:
        message = f"texts have no backslashes or controls, got {visible(unfit[0])}"
        raise ExprError(message, token.offset + unfit.start())
    return token


def _unexpected(character: str, offset: int) -> ExprError:
    if character in "\"'":
        return ExprError("the text is never closed", offset, f"add {character}")
    ascii_form = LOOKALIKES.get(character, unicodedata.normalize("NFKC", character))
    plain = ascii_form.isascii() and ascii_form.isprintable() and ascii_form.strip()
    message = f"unexpected character {visible(character)}"
    return ExprError(message, offset, f"write `{ascii_form}`" if plain else None)


def visible(character: str) -> str:
    r"""The character in backticks, or its number where a reader could not see it.

    Example:
    >>> visible("×"), visible("\0")
    ('`×`', 'U+0000')
    """
    return f"`{character}`" if character.isprintable() else f"U+{ord(character):04X}"
