"""Lines of printed code, each with the layers that it makes."""

from __future__ import annotations

import unicodedata
from collections.abc import Iterable
from dataclasses import dataclass

from kspec.codegen.layout import INDENT, WIDTH, Document, lay_out
from kspec.errors import width_of


@dataclass(frozen=True, slots=True)
class Lines:
    """Some lines of code.

    Args:
        text: one line or several, without the last line's end.
        vertices: the layers of the graph that they make.
    """

    text: str
    vertices: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class Link:
    """Lines of a module, counted from 1, and the layers that they make."""

    line: int
    end_line: int
    vertices: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Printed:
    """A module's source, and which of its lines make which layers.

    A layer inside a nested model is named by the way to it: `encoder/conv1`.
    """

    text: str
    links: tuple[Link, ...] = ()


def joined(parts: Iterable[Lines]) -> Printed:
    """The lines one after the other, as a module."""
    texts: list[str] = []
    links: list[Link] = []
    line = 1
    for part in parts:
        count = part.text.count("\n") + 1
        if part.vertices:
            links.append(Link(line, line + count - 1, part.vertices))
        texts.append(f"{part.text}\n")
        line += count
    return Printed("".join(texts), tuple(links))


def statement(
    parts: Iterable[Document], indent: int, caption: str | None = None
) -> str:
    """A statement and its caption: behind it where both fit on a line."""
    return captioned(lay_out(parts, indent), indent, caption)


def captioned(source: str, indent: int, caption: str | None) -> str:
    """Source that is laid out already, with its caption."""
    label = comment(caption)
    fits = "\n" not in source and indent + width_of(source + label) <= WIDTH
    margin = " " * indent
    if fits or not label:
        return margin + source + label
    return f"{margin}{label.strip()}\n{margin}{source}"


def assignment(
    variable: str,
    value: tuple[Document, ...],
    indent: int,
    caption: str | None = None,
) -> str:
    """A value given to a variable, in parentheses where it is too long without."""
    source = lay_out((f"{variable} = ", *value), indent)
    if indent + width_of(source.partition("\n")[0]) > WIDTH:
        inner = indent + INDENT
        laid_out = lay_out(value, inner)
        source = f"{variable} = (\n{' ' * inner}{laid_out}\n{' ' * indent})"
    return captioned(source, indent, caption)


def comment(text: str | None) -> str:
    """A caption as a comment at the end of a line; nothing in it can end the line.

    Example:
    >>> comment("隐含层1"), comment("two" + chr(10) + "lines"), comment(None)
    ('  # 隐含层1', '  # two lines', '')
    """
    if not text:
        return ""
    shown = (char if _is_harmless(char) else " " for char in text)
    line = " ".join("".join(shown).split())
    return f"  # {line}" if line else ""


def _is_harmless(char: str) -> bool:
    return char == " " or unicodedata.category(char)[0] not in "ZC"
