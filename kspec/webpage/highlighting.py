"""Texts as coloured lines, by Pygments; a text that is too long stays plain."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator
from functools import cache
from itertools import groupby
from typing import Any, Literal

from kspec.webpage.content import Piece

Language = Literal["yaml", "python"]

LONGEST = 400_000
"""Characters beyond which nothing is coloured: nobody reads that much."""

_KINDS = (
    ("Comment", "comment"),
    ("Name.Tag", "key"),
    ("Keyword", "keyword"),
    ("Operator.Word", "keyword"),
    ("Literal.Scalar.Plain", "plain"),
    ("Literal.String", "string"),
    ("Literal.Number", "number"),
    ("Name.Function", "function"),
)
"""Which tokens have which colour; the first that fits counts."""

_NUMBER = re.compile(r"[-+]?(\d[\d.]*(e[-+]?\d+)?|true|false|null)", re.IGNORECASE)


def pieces(text: str, language: Language) -> list[tuple[Piece, ...]]:
    r"""The lines of a text, each in pieces of one colour.

    Example:
    >>> pieces("a: 1\n", "yaml")[0][0]
    Piece(text='a', kind='key', wrong=False)
    """
    lines: list[list[Piece]] = [[]]
    for kind, part in _coloured(text, language):
        first, *rest = part.split("\n")
        lines[-1].append(Piece(first, kind))
        lines += [[Piece(line, kind)] for line in rest]
    return [tuple(_merged(line)) for line in lines]


def _coloured(text: str, language: Language) -> list[tuple[str, str]]:
    if len(text) > LONGEST:
        return [("", text)]
    found = [(_kind(token, part), part) for token, part in _tokens(text, language)]
    # Pygments is trusted with colours, not with the text.
    return found if "".join(part for _, part in found) == text else [("", text)]


def _tokens(text: str, language: Language) -> Iterable[tuple[Any, str]]:
    from pygments.lexers.data import YamlLexer
    from pygments.lexers.python import PythonLexer

    lexer: Any = (YamlLexer if language == "yaml" else PythonLexer)(
        stripnl=False, ensurenl=False
    )
    return lexer.get_tokens(text)


def _kind(token: object, part: str) -> str:
    kind = _kind_of(token)
    if kind == "plain":
        return "number" if _NUMBER.fullmatch(part.strip()) else "string"
    return kind


@cache
def _kind_of(token: object) -> str:
    name = str(token).removeprefix("Token.")
    return next((kind for start, kind in _KINDS if name.startswith(start)), "")


def _merged(line: list[Piece]) -> Iterator[Piece]:
    for kind, same in groupby(line, key=lambda piece: piece.kind):
        text = "".join(piece.text for piece in same)
        if text:
            yield Piece(text, kind)


def marked(line: tuple[Piece, ...], start: int, end: int) -> tuple[Piece, ...]:
    """The line with the characters from `start` to before `end` marked as wrong.

    Example:
    >>> [(piece.text, piece.wrong) for piece in marked((Piece("units"),), 2, 4)]
    [('un', False), ('it', True), ('s', False)]
    """
    cut: list[Piece] = []
    at = 0
    for piece in line:
        edges = (0, start - at, end - at, len(piece.text))
        first, second, third, last = (
            min(max(edge, 0), len(piece.text)) for edge in edges
        )
        for left, right, inside in (
            (first, second, False),
            (second, third, True),
            (third, last, False),
        ):
            if left < right:
                cut.append(
                    Piece(piece.text[left:right], piece.kind, inside or piece.wrong)
                )
        at += len(piece.text)
    return tuple(cut)
