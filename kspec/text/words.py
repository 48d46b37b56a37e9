"""The spelling of a scalar in the canonical layout, from the spelling it has."""

from __future__ import annotations

import re
from collections.abc import Iterator

from kspec.text.limits import DEFAULT
from kspec.text.node import Plain
from kspec.text.remarks import Word
from kspec.text.scalar_text import is_block, text_scalar
from kspec.text.scalars import Refusal, resolve
from kspec.text.source import BLANKS

_FOLDED_HEADER = re.compile(r">-?[ \t]*(?:#.*)?")


def line_word(word: Word, *, flow: bool) -> str:
    """A scalar on one line: a number as written, a text quoted where it must be."""
    text = text_scalar(word.value, flow=flow)
    if not word.style and _is_line(word) and not isinstance(_plain(word), str):
        return word.written
    keeps_quotes = (
        word.style == "'" and _is_line(word) and re.search(r'["\\]', text[1:-1])
    )
    return word.written if keeps_quotes and text.startswith('"') else text


def several_lines(word: Word, room: int) -> list[str] | None:
    """A scalar's header and its lines below that, or None where one line does.

    Args:
        room: characters that one line may have.
    """
    if word.style == ">" and (lines := _folded(word)):
        return lines
    if "\n" in word.value:
        return [*_literal(word.value)] if is_block(word.value) else None
    text = text_scalar(word.value, flow=False)
    if not word.style and not _is_line(word) and len(text) > room and text[0] != '"':
        return ["", *(line.strip(BLANKS) for line in word.written.split("\n"))]
    return None


def _plain(word: Word) -> Plain | Refusal:
    return resolve(word.value, DEFAULT)


def _is_line(word: Word) -> bool:
    return "\n" not in word.written


def _literal(text: str) -> Iterator[str]:
    yield "|" if text.endswith("\n") else "|-"
    yield from text.removesuffix("\n").split("\n")


def _folded(word: Word) -> list[str] | None:
    """The lines that the writer folded, or None where they need a longer header."""
    header, *lines = (line.rstrip("\r") for line in word.written.split("\n"))
    if not _FOLDED_HEADER.fullmatch(header) or word.value.endswith("\n\n"):
        return None
    while lines and not lines[-1].strip(BLANKS):
        lines.pop()
    first = next((line for line in lines if line.strip(BLANKS)), "")
    margin = len(first) - len(first.lstrip(" "))
    content = [line[margin:] for line in lines]
    if (
        not content
        or not content[0]
        or any(line != line.rstrip(BLANKS) for line in lines)
    ):
        return None
    return [">" if word.value.endswith("\n") else ">-", *content]
