"""How many copies of a member are made, and whether one is."""

from __future__ import annotations

from dataclasses import replace

from kspec.schema.evaluation import Scope, evaluated, is_evaluated, shown
from kspec.schema.findings import Findings
from kspec.text import Item, Mapping, Scalar

COPYING = ("repeat", "when")
"""The keys that say so."""


def repeat_of(
    body: Mapping, scope: Scope, name: str, findings: Findings
) -> Scalar | None:
    """How many copies are made; None where there is no `repeat:`."""
    node = body.get("repeat")
    if node is None:
        return None
    value = evaluated(node, scope, findings)
    count = value.value if isinstance(value, Scalar) else None
    if isinstance(count, int) and not isinstance(count, bool) and count >= 0:
        assert isinstance(value, Scalar)
        return value
    if is_evaluated(value):
        findings.error(
            "K106",
            f"`repeat` is {shown(value)}; expected how often `{name}` is made, a"
            " whole number from 0",
            value.span,
        )
    return Scalar(1, node.span)


def when_of(body: Mapping, scope: Scope, findings: Findings) -> Scalar | None:
    """Whether a copy is kept; None where there is no `when:`."""
    node = body.get("when")
    if node is None:
        return None
    value = evaluated(node, scope, findings)
    if isinstance(value, Scalar) and isinstance(value.value, bool):
        return value
    if is_evaluated(value):
        findings.error(
            "K106",
            f"`when` is {shown(value)}; expected true or false",
            value.span,
            hint="compare, as in `when: $(depth > 2)`",
        )
    return Scalar(True, node.span)


def numbered(item: Item, repeat: Scalar | None, number: int) -> Item:
    """A member under the name of one of its copies."""
    return item if repeat is None else replace(item, key=f"{item.key}{number}")
