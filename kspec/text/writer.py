"""Node tree → canonical YAML."""

from __future__ import annotations

from collections.abc import Iterator

from kspec.errors import Diagnostic, TextError
from kspec.text.layout import MAX_SIMPLE_KEY, WIDTH, Path, is_open
from kspec.text.limits import DEFAULT
from kspec.text.node import Mapping, Node, Scalar, Sequence
from kspec.text.scalar_text import is_block, key_text, scalar_text, source_of
from kspec.text.source import BLANKS


def write(node: Node) -> str:
    """The canonical text: the root and its layers line by line, the rest as it fits.

    Raises: TextError K001, K004, K006 for a value that no spec can hold.

    Example:
    >>> from kspec.text.node import from_plain
    >>> print(write(from_plain({"layers": {"out": {"type": "Dense", "units": 5}}})))
    layers:
      out: {type: Dense, units: 5}
    <BLANKLINE>
    """
    if isinstance(node, Scalar):
        return f"{scalar_text(node.value, flow=False)}\n"
    lines = _block(node, (), 0) if node.items else [_empty(node, ())]
    return "".join(f"{line}\n" for line in lines)


def _block(node: Mapping | Sequence, path: Path, indent: int) -> Iterator[str]:
    """The lines of a collection, one entry after the other."""
    _check_nesting(path)
    if isinstance(node, Sequence):
        for entry in node.items:
            yield from _entry("-", entry, (*path, ""), indent)
        return
    for item in node:
        key = key_text(item.key, flow=False)
        lead = f"{key}:"
        if len(key) > MAX_SIMPLE_KEY:
            yield f"{' ' * indent}? {key}"
            lead = ":"
        yield from _entry(lead, item.value, (*path, item.key), indent)


def _entry(lead: str, node: Node, path: Path, indent: int) -> Iterator[str]:
    """The lines of a value behind its key or dash."""
    margin = " " * indent
    line = _one_line(node, path, WIDTH - indent - len(lead) - 1)
    if line is not None:
        yield f"{margin}{lead} {line}"
    elif isinstance(node, Scalar):
        yield from _literal(f"{margin}{lead}", node, indent + 2)
    elif lead == "-":
        first, *rest = _block(node, path, indent + 2)
        yield f"{margin}- {first[indent + 2 :]}"
        yield from rest
    else:
        yield f"{margin}{lead}"
        yield from _block(node, path, indent + 2)


def _literal(lead: str, node: Scalar, indent: int) -> Iterator[str]:
    text = _source(node) or ""
    yield f"{lead} {'|' if text.endswith(chr(10)) else '|-'}"
    for line in text.removesuffix("\n").split("\n"):
        yield f"{' ' * indent}{line}".rstrip(BLANKS)


def _one_line(node: Node, path: Path, room: int) -> str | None:
    """The value on one line, or None where it takes several."""
    if isinstance(node, Scalar):
        text = _source(node)
        lines = text is not None and is_block(text)
        return None if lines else scalar_text(node.value, flow=False)
    return _flow(node, path, room) if node.items else _empty(node, path)


def _flow(node: Node, path: Path, room: int) -> str | None:
    """The value within brackets, or None where it is longer than `room`."""
    if isinstance(node, Scalar):
        return _fitting_scalar(node, room)
    if not node.items:
        return _empty(node, path)
    if (isinstance(node, Mapping) and is_open(path)) or len(path) >= DEFAULT.nesting:
        return None
    parts: list[str] = []
    room -= 2
    for key, value in _pairs(node):
        text = _flow(value, (*path, key or ""), room)
        if text is None:
            return None
        parts.append(text if key is None else f"{key_text(key, flow=True)}: {text}")
        room -= len(parts[-1]) + 2
        if room < -2:
            return None
    inside = ", ".join(parts)
    return f"{{{inside}}}" if isinstance(node, Mapping) else f"[{inside}]"


def _pairs(node: Mapping | Sequence) -> Iterator[tuple[str | None, Node]]:
    if isinstance(node, Mapping):
        yield from ((item.key, item.value) for item in node)
    else:
        yield from ((None, entry) for entry in node.items)


def _fitting_scalar(node: Scalar, room: int) -> str | None:
    source = _source(node)
    if source is not None and len(source) > room:
        return None
    text = scalar_text(node.value, flow=True)
    return text if len(text) <= room else None


def _source(node: Scalar) -> str | None:
    """What a text or a formula says; None for the other scalars."""
    value = node.value
    return None if value is None or isinstance(value, int | float) else source_of(value)


def _empty(node: Mapping | Sequence, path: Path) -> str:
    _check_nesting(path)
    return "{}" if isinstance(node, Mapping) else "[]"


def _check_nesting(path: Path) -> None:
    if len(path) >= DEFAULT.nesting:
        message = f"expected at most {DEFAULT.nesting} levels, got more"
        raise TextError(Diagnostic("K006", message))
