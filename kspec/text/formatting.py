"""The canonical layout of a text, with its comments and its spelling of values."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import replace

from kspec.text.attachment import attached
from kspec.text.characters import decode
from kspec.text.composer import compose
from kspec.text.layout import MAX_SIMPLE_KEY, WIDTH, Path, is_open
from kspec.text.limits import DEFAULT
from kspec.text.remarks import Branch, Entry, Remark, Word
from kspec.text.scalar_text import key_text
from kspec.text.source import BLANKS
from kspec.text.words import line_word, several_lines

BLOCKS = ("|", "|-", ">", ">-")


def format_text(text: str | bytes, *, file: str = "spec.yaml") -> str:
    """The text in the canonical layout; what it says, and its comments, stay.

    Sections, inputs and layers take a line each, other mappings and lists stay in
    brackets where they are and fit, and below their key where they stand there.

    Args:
        file: the name that messages give it.

    Raises: TextError K0xx where the text is not YAML that kspec reads.

    Example:
    >>> print(format_text("layers: {a: {type:  Dense, units: 1e1}} # all"))
    layers:  # all
      a: {type: Dense, units: 1e1}
    <BLANKLINE>
    """
    source = decode(text, file=file, limits=DEFAULT)
    compose(source, DEFAULT)
    root = attached(source)
    lines = [*_root(root)]
    while lines and not lines[0]:
        del lines[0]
    return "".join(f"{line}\n" for line in lines)


def _root(root: Entry) -> Iterator[str]:
    yield from _remarks((*root.above, *root.head), 0)
    if root.blank:
        yield ""
    if isinstance(root.value, Word):
        yield line_word(root.value, flow=False)
    elif root.value.entries:
        yield from _block(root.value, (), 0)
    else:
        yield _bracketed("", root.value)
    yield from _remarks(root.beside, 0)


def _block(branch: Branch, path: Path, indent: int) -> Iterator[str]:
    """The lines of a collection, one entry after the other."""
    for at, entry in enumerate(branch.entries):
        lines = [*_entry(entry, path, indent)]
        yield from lines[1:] if at == 0 and not lines[0] else lines
    yield from _remarks(branch.below, indent)


def _remarks(remarks: Iterable[Remark], indent: int) -> Iterator[str]:
    for remark in remarks:
        if remark.blank:
            yield ""
        yield f"{' ' * indent}{_comment(remark)}"


def _comment(remark: Remark) -> str:
    text = remark.text
    return f"# {text[1:]}" if text[1:2].isalnum() else text


def _entry(entry: Entry, path: Path, indent: int) -> Iterator[str]:
    """The lines of an entry with its comments."""
    margin = " " * indent
    lead, path = "-", (*path, entry.key.value if entry.key else "")
    if entry.key:
        key = key_text(entry.key.value, flow=False)
        lead = f"{key}:" if len(key) <= MAX_SIMPLE_KEY else f"? {key}\n{margin}:"
    room = WIDTH - indent - len(lead.rpartition("\n")[2]) - 1
    first, rest = _value(entry.value, path, indent + 2, room)
    hoisted: list[str] = []
    is_block = bool(rest)
    if lead == "-" and not first and rest:
        hoisted, first, rest = _compact(rest, indent)
    side, others = _split(entry, first, is_block=is_block)
    yield from _remarks(entry.above, indent)
    yield from _remarks(others, indent)
    yield from ("" for _ in range(entry.blank and not others))
    yield from hoisted
    line = f"{margin}{lead} {first}".rstrip(BLANKS) + (
        f"  {_comment(side)}" if side else ""
    )
    yield from line.split("\n")
    yield from rest


def _split(
    entry: Entry, first: str, *, is_block: bool
) -> tuple[Remark | None, list[Remark]]:
    """The comment that shares a line with the value, and those that stand above."""
    remarks = [*entry.head, *entry.beside]
    beside = [remark for remark in remarks if not remark.alone]
    side: Remark | None = None
    if beside and not is_block:
        side = beside[-1]
    elif beside and (first in BLOCKS or (entry.key and not first)):
        side = beside[0]
    others = [remark for remark in remarks if remark is not side]
    if others and entry.blank:
        others[0] = replace(others[0], blank=True)
    return side, others


def _compact(lines: list[str], indent: int) -> tuple[list[str], str, list[str]]:
    """Lines that begin beside a dash: the comments above, the first line, the rest."""
    at = next(
        i for i, line in enumerate(lines) if line.strip(BLANKS)[:1] not in ("", "#")
    )
    hoisted = [
        f"{' ' * indent}{line.strip(BLANKS)}".rstrip(BLANKS) for line in lines[:at]
    ]
    return hoisted, lines[at][indent + 2 :], lines[at + 1 :]


def _value(
    value: Word | Branch, path: Path, indent: int, room: int
) -> tuple[str, list[str]]:
    """What stands behind a key or dash, and the lines below that."""
    margin = " " * indent
    if isinstance(value, Word):
        lines = several_lines(value, room)
        first, *rest = lines or [line_word(value, flow=False)]
        return first, [f"{margin}{line}".rstrip(BLANKS) for line in rest]
    if (line := _flow(value, path, room)) is not None:
        return line, []
    return "", [*(_filled(value, indent) or _block(value, path, indent))]


def _flow(value: Word | Branch, path: Path, room: int) -> str | None:
    """A value within brackets, or None where it is longer than `room`."""
    if isinstance(value, Word):
        text = line_word(value, flow=True)
        return text if len(text) <= room else None
    if value.entries and (not value.flow or (value.is_mapping and is_open(path))):
        return None
    parts: list[str] = []
    room -= 2
    for entry in value.entries:
        key = key_text(entry.key.value, flow=True) if entry.key else ""
        name = entry.key.value if entry.key else ""
        text = _flow(entry.value, (*path, name), room) if entry.is_plain else None
        if text is None:
            return None
        parts.append(f"{key}: {text}" if entry.key else text)
        room -= len(parts[-1]) + 2
        if room < -2:
            return None
    inside = ", ".join(parts)
    return None if value.below else _bracketed(inside, value)


def _bracketed(inside: str, branch: Branch) -> str:
    return f"{{{inside}}}" if branch.is_mapping else f"[{inside}]"


def _filled(branch: Branch, indent: int) -> list[str] | None:
    """The lines of a list of scalars in brackets; None for all else."""
    if branch.is_mapping or not branch.flow or branch.below:
        return None
    lines, line = list[str](), f"{' ' * indent}["
    for at, entry in enumerate(branch.entries, 1):
        if not isinstance(entry.value, Word) or not entry.is_plain:
            return None
        text = line_word(entry.value, flow=True) + (
            "]" if at == len(branch.entries) else ","
        )
        if len(line) + 1 + len(text) > WIDTH and line.strip(BLANKS) != "[":
            lines.append(line)
            line = " " * (indent + 1)
        line += text if line.endswith(("[", " ")) else f" {text}"
    return [*lines, line]
