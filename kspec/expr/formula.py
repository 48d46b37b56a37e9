"""A string of the spec: plain, one expression, or text with expressions inside."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass

from kspec.expr.errors import ExprError
from kspec.expr.parser import parse_tree
from kspec.expr.tree import Logic, Name, Tree, walk

_BRACKET = re.compile(r"""[()]|"[^"]*"|'[^']*'|["']""")


@dataclass(frozen=True, slots=True)
class Expression:
    """`$(…)` alone; its value has a type.

    Args:
        text: the source between `$(` and `)`.
        tree: what it says.
    """

    text: str
    tree: Tree

    def __str__(self) -> str:
        return f"$({self.text})"

    def negated(self) -> Expression:
        """The opposite of a condition.

        Example:
        >>> str(parse("$(a and b)").negated())
        '$(not (a and b))'
        """
        match self.tree:
            case Logic("not", (operand,)):
                opposite = operand
            case tree:
                opposite = Logic("not", (tree,))
        return Expression(f"not ({self.text})", opposite)


@dataclass(frozen=True, slots=True)
class Template:
    """Text with expressions inside; its value is a text.

    The literal parts are what the reader means: `$$(` of the source is `$(` here.
    """

    parts: tuple[str | Expression, ...]

    def __str__(self) -> str:
        return "".join(escape(p) if isinstance(p, str) else str(p) for p in self.parts)


Formula = Expression | Template


def parse(text: str) -> str | Formula:
    """The expressions of a string; without `$(` it comes back as it is.

    `$$(` stands for `$(` itself. The source comes back by `str`.

    Raises: ExprError, its offset counted in `text`.

    Example:
    >>> parse("relu")
    'relu'
    >>> parse("$(k)")
    Expression(text='k', tree=Name(name='k'))
    >>> str(parse("hidden $(k // 4), not $$(k)"))
    'hidden $(k // 4), not $$(k)'
    """
    if "$(" not in text:
        return text
    match tuple(_parts(text)):
        case (Expression() as whole,):
            return whole
        case parts:
            return Template(parts)


def escape(text: str) -> str:
    """The source of a literal text.

    Example:
    >>> escape("costs $(5)")
    'costs $$(5)'
    """
    return text.replace("$(", "$$(")


def expressions(formula: Formula) -> tuple[Expression, ...]:
    """The expressions of a formula, in order."""
    if isinstance(formula, Expression):
        return (formula,)
    return tuple(part for part in formula.parts if isinstance(part, Expression))


def names_of(formula: Formula) -> tuple[str, ...]:
    """The names that a formula uses, in order, once each.

    Example:
    >>> names_of(parse("$(k + n * k)"))
    ('k', 'n')
    """
    nodes = (node for part in expressions(formula) for node in walk(part.tree))
    return tuple(dict.fromkeys(node.name for node in nodes if isinstance(node, Name)))


def places_of(text: str) -> dict[str, list[int]]:
    """Where each name stands in the expressions of a text, counted from 0.

    Raises: ExprError.

    Example:
    >>> places_of("$(k + n * k) k")
    {'k': [2, 10], 'n': [6]}
    """
    formula = parse(text)
    places: dict[str, list[int]] = {}
    for part in () if isinstance(formula, str) else expressions(formula):
        for node in walk(part.tree):
            if isinstance(node, Name):
                places.setdefault(node.name, []).append(node.offset)
    return {name: sorted(starts) for name, starts in places.items()}


def _parts(text: str) -> Iterator[str | Expression]:
    literal: list[str] = []
    position = 0
    while (start := text.find("$(", position)) >= 0:
        if text.endswith("$", position, start):
            literal += [text[position : start - 1], "$("]
            position = start + 2
            continue
        if prefix := "".join([*literal, text[position:start]]):
            yield prefix
        end = _closing(text, start + 2)
        yield Expression(text[start + 2 : end], parse_tree(text, start + 2, end))
        literal, position = [], end + 1
    if rest := "".join([*literal, text[position:]]):
        yield rest


def _closing(text: str, start: int) -> int:
    depth = 0
    for found in _BRACKET.finditer(text, start):
        bracket = found[0]
        if bracket in ("'", '"'):
            raise ExprError("the text is never closed", found.start(), f"add {bracket}")
        depth += (bracket == "(") - (bracket == ")")
        if depth < 0:
            return found.start()
    hint = "add `)`, or write `$$(` for `$(` itself"
    raise ExprError("`$(` is never closed", start - 2, hint)
