"""Parameters that nothing uses."""

from __future__ import annotations

import re
from collections.abc import Iterator

from kspec.errors import Diagnostic, Span
from kspec.expr import Expression, Template, names_of
from kspec.graph.lint.subject import Subject, warning
from kspec.text import Item, Mapping, Node, Scalar, Sequence


def unused_parameter(subject: Subject) -> Iterator[Diagnostic]:
    """K712: a parameter of the spec or of a block that no `$(…)` needs."""
    spec = subject.spec
    # A block sees its own parameters alone.
    rest = [item.value for item in spec.root if item.key not in ("params", "blocks")]
    unused = [*_unused(spec.parameters, rest, spec.source)]
    for block in spec.blocks:
        # A block of another file is another's to keep clean.
        if block.span and block.span.file == spec.file:
            unused += _unused(block.parameters, [block.layers], spec.source)
    for item in unused:
        yield warning(
            "K712",
            f"the parameter `{item.key}` is never used",
            item.key_span,
            hint=f"write `$({item.key})` where its value stands, or take it out",
        )


def _unused(parameters: Mapping, users: list[Node], source: str) -> Iterator[Item]:
    """The parameters that the users do not need, nor what they need."""
    needs = {item.key: _needs(item, source) for item in parameters}
    waiting = [name for node in users for name in _names(node)]
    used: set[str] = set()
    while waiting:
        name = waiting.pop()
        if name in needs and name not in used:
            used.add(name)
            waiting += needs[name]
    # A frozen instance hands `trainable` to its block, which has no place in the text.
    return (item for item in parameters if item.key not in used and item.key_span)


def _needs(item: Item, source: str) -> list[str]:
    """The parameters that a parameter is computed from.

    One that was given from outside has its formula only in the text.
    """
    found = [*_names(item.value)]
    span = item.value.span
    return found if found or not span else _words(span, source)


def _words(span: Span, source: str) -> list[str]:
    lines = source.split("\n")[span.line - 1 : span.end_line]
    if len(lines) == 1:
        lines = [lines[0][span.column - 1 : span.end_column - 1]]
    text = "\n".join(lines)
    return re.findall(r"\w+", text) if "$(" in text else []


def _names(node: Node) -> Iterator[str]:
    match node:
        case Scalar(value=Expression() | Template() as formula):
            yield from names_of(formula)
        case Scalar():
            yield from names_of(node.formula) if node.formula else ()
        case Sequence():
            for item in node.items:
                yield from _names(item)
        case Mapping():
            for item in node:
                yield from _names(item.value)
