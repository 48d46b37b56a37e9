"""Binding: what an instance gives the parameters of its block."""

from __future__ import annotations

from dataclasses import replace

from kspec.errors import closest
from kspec.schema.blocks import FREEZING
from kspec.schema.entries import COMMON_KEYS
from kspec.schema.evaluation import Scope, is_evaluated, shown, worked_out
from kspec.schema.findings import Findings
from kspec.schema.members import Block
from kspec.schema.variants import unknown_parameter
from kspec.text import Item, Mapping, Node, Scalar

INSTANCE_KEYS = (
    "block", "from", "repeat", "when", "nested", "call", FREEZING, *COMMON_KEYS,
)  # fmt: skip
"""The keys of an instance that are no parameters of its block."""

NESTED_KEYS = (
    "spec", "params", "from", "call", "repeat", "when", FREEZING, *COMMON_KEYS,
)  # fmt: skip
"""The keys of a nested model that another file describes."""


def bound(
    item: Item, body: Mapping, block: Block, findings: Findings
) -> tuple[Mapping, Mapping, Scope] | None:
    """The arguments that are given, all of the block's, and what its layers see.

    None where one of them is missing, unknown or wrong.
    """
    is_nested = flag(body, "nested", findings)
    own = FREEZING in block.parameters and not is_nested
    keys = [k for k in INSTANCE_KEYS if not (own and k == FREEZING)]
    if not is_nested and "call" in body:
        message = "a block that is made in place is not called; leave `call` out"
        span = body.item("call").key_span
        findings.error("K101", message, span, hint="or add `nested: true`")
    given = without(body, tuple(keys))
    if not _is_sound(given, item, body, block, findings):
        return None
    declared = block.parameters
    nodes = {one.key: one.value for one in declared}
    nodes |= {one.key: _bare(one.value) for one in given}
    values, scope = worked_out(declared, nodes, findings)
    return given, values, scope


def _is_sound(
    given: Mapping, item: Item, body: Mapping, block: Block, findings: Findings
) -> bool:
    """Whether each argument is a parameter, and none is missing (K104, K105)."""
    declared = block.parameters
    sound = is_evaluated(given)
    meant: set[str | None] = set()
    for one in given:
        if one.key not in declared and not declared.partial:
            known = [item.key for item in declared]
            unknown_parameter(one, f"`{block.name}`", known, findings)
            meant.add(closest(one.key, known))
            sound = False
    for one in declared:
        missing = isinstance(one.value, Scalar) and one.value.value is None
        absent = one.key not in given and one.key not in meant
        if missing and absent and not body.partial:
            message = f"`{block.name}` needs `{one.key}`"
            findings.error("K105", message, item.key_span)
            sound = False
    return sound


def flag(body: Mapping, key: str, findings: Findings, *, default: bool = False) -> bool:
    """What is true or false under a key (K106 where it is neither)."""
    node = body.get(key)
    if node is None or not is_evaluated(node):
        return default
    if isinstance(node, Scalar) and isinstance(node.value, bool):
        return node.value
    message = f"`{key}` is {shown(node)}; expected true or false"
    findings.error("K106", message, node.span)
    return default


def without(body: Mapping, keys: tuple[str, ...]) -> Mapping:
    """The mapping without some of its keys."""
    return replace(body, items=tuple(i for i in body.items if i.key not in keys))


def _bare(node: Node) -> Node:
    """A value without its formula, whose names belong to the caller."""
    return Scalar(node.value, node.span) if isinstance(node, Scalar) else node
