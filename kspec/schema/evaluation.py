"""Parameters, and the values of the `$(…)` that use them."""

from __future__ import annotations

import graphlib
import re
from collections.abc import Iterable
from collections.abc import Mapping as Values
from dataclasses import dataclass, field, replace

from kspec.errors import Diagnostic, Span, UsageError, did_you_mean
from kspec.expr import (
    RESERVED,
    ExprError,
    Expression,
    Formula,
    Template,
    Value,
    evaluate,
    names_of,
)
from kspec.schema.findings import Findings
from kspec.schema.names import check_names
from kspec.text import Item, Mapping, Node, Scalar, Sequence, Unread

NOTHING = Mapping()


@dataclass(frozen=True)
class Scope:
    """The names that a formula may use; what uses a broken one is not evaluated.

    Args:
        partial: whether there are names that could not be read.
    """

    values: dict[str, Value] = field(default_factory=dict[str, Value])
    broken: frozenset[str] = frozenset()
    partial: bool = False

    def can_tell(self, names: Iterable[str]) -> bool:
        """Whether the values of the names are known, or known not to exist."""
        unknown = [name for name in names if name not in self.values]
        return self.broken.isdisjoint(unknown) and not (self.partial and unknown)

    def counting(self, copy: int) -> Scope:
        """The scope of one of several copies: `$(i)` is its number, from 1."""
        return replace(self, values=self.values | {COPY: copy})


COPY = "i"
"""The name of the number of a copy, beside `repeat:`."""


def evaluated(node: Node, scope: Scope, findings: Findings) -> Node:
    """The tree with every formula replaced by its value; the formula stays beside it.

    Where one fails, the error (K011) is noted and the formula stays in its place.
    """
    match node:
        case Scalar(value=Unread()):
            return node
        case Scalar(value=Expression() | Template() as formula):
            return _scalar(node, formula, scope, findings)
        case Scalar():
            return node
        case Sequence():
            items = tuple(evaluated(item, scope, findings) for item in node.items)
            return replace(node, items=items)
        case Mapping():
            pairs = [(item, evaluated(item.value, scope, findings)) for item in node]
            items = tuple(Item(item.key, value, item.key_span) for item, value in pairs)
            return replace(node, items=items)


def is_evaluated(node: Node) -> bool:
    """Whether no formula is left in the tree, and nothing that could not be read."""
    match node:
        case Scalar():
            return not isinstance(node.value, Expression | Template)
        case Sequence():
            return all(map(is_evaluated, node.items))
        case Mapping():
            values = (item.value for item in node.items)
            return not node.partial and all(map(is_evaluated, values))


def parameters(
    section: Mapping,
    overrides: Values[str, Value],
    findings: Findings,
    variant: Mapping = NOTHING,
) -> tuple[Mapping, Scope]:
    """The `params:` section evaluated, and the scope that it makes.

    Args:
        overrides: values given from outside, which replace all others.
        variant: values that replace the section's.

    Raises: UsageError where an override names no parameter.
    """
    check_parameters(section, findings)
    _check_overrides(overrides, section)
    nodes = {item.key: item.value for item in section}
    nodes |= {item.key: item.value for item in variant if item.key in nodes}
    nodes |= {
        name: Scalar(value, nodes[name].span) for name, value in overrides.items()
    }
    return worked_out(section, nodes, findings)


def worked_out(
    section: Mapping, nodes: dict[str, Node], findings: Findings
) -> tuple[Mapping, Scope]:
    """Parameters evaluated, each after those that it needs, and their scope.

    Args:
        section: where they are declared.
        nodes: what each is, which may be another value than the declared one.
    """
    scope = Scope(partial=section.partial)
    done: dict[str, Node] = {}
    for name in _in_order(nodes, section, findings):
        done[name] = evaluated(nodes[name], scope, findings)
        scope = _extended(scope, section.item(name), done[name], findings)
    broken = scope.broken | (nodes.keys() - done.keys())
    items = tuple(
        Item(item.key, done.get(item.key, item.value), item.key_span)
        for item in section
    )
    return replace(section, items=items), replace(scope, broken=broken)


def within(span: Span | None, offset: int, text: str) -> Span | None:
    """The word or sign at `offset` of a scalar that stands in the file as its text."""
    if not span or span.line != span.end_line:
        return span
    quotes = span.end_column - span.column - len(text)
    if quotes not in (0, 2):
        return span
    start = span.column + quotes // 2 + offset
    word = re.match(r"\w+|.|", text[offset:])
    end = start + len(word[0] if word else "")
    return replace(span, column=min(start, span.end_column - 1), end_column=end)


def _scalar(node: Scalar, formula: Formula, scope: Scope, findings: Findings) -> Scalar:
    if not scope.can_tell(names_of(formula)):
        return node
    try:
        return Scalar(evaluate(formula, scope.values), node.span, formula)
    except ExprError as error:
        span = within(node.span, error.offset, str(formula))
        findings.error("K011", error.message, span, hint=error.hint)
        return node


def check_parameters(section: Mapping, findings: Findings) -> None:
    """Note each name that no parameter may have (K107)."""
    check_names(section.items, findings)
    for item in section:
        if item.key in (*RESERVED, COPY):
            findings.error(
                "K107",
                f"`{item.key}` has a meaning of its own in `$(…)`",
                item.key_span,
                hint=f"call the parameter `{item.key}_`",
            )


def _check_overrides(overrides: Values[str, Value], section: Mapping) -> None:
    known = [item.key for item in section]
    unknown = [name for name in overrides if name not in known]
    if unknown:
        raise UsageError(
            *(
                Diagnostic(
                    "K902",
                    f"the spec has no parameter `{name}`",
                    hint=did_you_mean(name, known) or _listed(known),
                )
                for name in unknown
            )
        )


def _listed(known: list[str]) -> str:
    names = ", ".join(f"`{name}`" for name in known)
    return f"its parameters: {names}" if known else "it has no parameters"


def _in_order(
    nodes: dict[str, Node], section: Mapping, findings: Findings
) -> list[str]:
    uses = {
        name: [used for used in _names(node) if used in nodes]
        for name, node in nodes.items()
    }
    try:
        return list(graphlib.TopologicalSorter(uses).static_order())
    except graphlib.CycleError as error:
        cycle: list[str] = error.args[1][::-1]
        findings.error(
            "K012",
            f"parameters depend on each other: {' → '.join(cycle)}",
            section.item(cycle[0]).key_span,
            hint="give one of them a value of its own",
        )
        return []


def _names(node: Node) -> tuple[str, ...]:
    formula = node.value if isinstance(node, Scalar) else None
    return names_of(formula) if isinstance(formula, Expression | Template) else ()


def _extended(scope: Scope, item: Item, value: Node, findings: Findings) -> Scope:
    match value:
        case Scalar(value=bool() | int() | float() | str() as plain):
            return replace(scope, values=scope.values | {item.key: plain})
        case Scalar(value=None):
            findings.error(
                "K102",
                f"the parameter `{item.key}` has no value",
                item.key_span,
                hint=f"write one, or give it with `-p {item.key}=…`",
            )
        case Scalar():
            pass
        case _:
            findings.error(
                "K106",
                f"the parameter `{item.key}` is a {type(value).__name__.lower()};"
                " expected a number, true or false, or a text",
                value.span,
            )
    return replace(scope, broken=scope.broken | {item.key})


def shown(node: Node) -> str:
    """A value in a message."""
    if not isinstance(node, Scalar):
        return "a list" if isinstance(node, Sequence) else "a mapping"
    value = node.value
    return "empty" if value is None else f"`{str(value).lower()}`"
