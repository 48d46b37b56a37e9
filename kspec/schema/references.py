"""References: the tensors that `from:` and `outputs:` name."""

from __future__ import annotations

from kspec.errors import did_you_mean
from kspec.layers.layer import Layer
from kspec.schema.evaluation import is_evaluated
from kspec.schema.findings import Findings
from kspec.schema.spec import Reference, Slot
from kspec.text import Item, Mapping, Node, Scalar, Sequence


def reference(node: Node, findings: Findings) -> Reference | None:
    """The tensor that a text names: `lstm`, or `lstm.1` for its second output."""
    value = node.value if isinstance(node, Scalar) else None
    if not isinstance(value, str):
        if is_evaluated(node):
            findings.error("K106", "expected the name of a layer or input", node.span)
        return None
    name, dot, output = value.partition(".")
    if dot and not output.isdecimal():
        findings.error(
            "K106",
            f"`{value}` names no output; expected a number after the dot",
            node.span,
            hint=f"write `{name}.0` for the first output",
        )
        return None
    return Reference(name, int(output or 0), node.span)


def references(node: Node, findings: Findings) -> tuple[Reference, ...]:
    """One reference, or a list of them."""
    nodes = node.items if isinstance(node, Sequence) else (node,)
    found = [reference(one, findings) for one in nodes]
    if not nodes:
        findings.error("K106", "the list is empty; expected a layer's name", node.span)
    return tuple(one for one in found if one)


def sources(
    node: Node, cls: type[Layer] | None, findings: Findings
) -> tuple[tuple[Reference, ...], tuple[Slot, ...]]:
    """The tensors of a `from:`, and the call arguments that take them where it says.

    Args:
        cls: the layer's type, which knows its call arguments.
    """
    if not isinstance(node, Mapping):
        return references(node, findings), ()
    order = {name: at for at, name in enumerate(cls.slots if cls else ())}
    items = sorted(node.items, key=lambda item: order.get(item.key, len(order)))
    if cls:
        _check_slots(node, cls, findings)
    found = [(item, references(item.value, findings)) for item in items]
    slots = tuple(_slot(item, len(refs), cls, findings) for item, refs in found)
    return tuple(ref for _, refs in found for ref in refs), slots


def _slot(item: Item, count: int, cls: type[Layer] | None, findings: Findings) -> Slot:
    if cls and item.key in cls.listed_slots:
        return Slot(item.key, count)
    if isinstance(item.value, Sequence):
        message = f"`{item.key}` takes one tensor, got a list"
        findings.error("K202", message, item.value.span)
    return Slot(item.key)


def _check_slots(node: Mapping, cls: type[Layer], findings: Findings) -> None:
    takes = ", ".join(f"`{name}`" for name in cls.slots)
    for item in node:
        if item.key not in cls.slots:
            findings.error(
                "K104",
                f"`{cls.__name__}` takes no tensor `{item.key}`",
                item.key_span,
                hint=did_you_mean(item.key, cls.slots)
                or (f"it takes {takes}" if takes else "write `from:` and a name"),
            )
    for name in cls.slots[: cls.arity.least]:
        if name not in node:
            findings.error(
                "K105", f"`{cls.__name__}` needs the tensor `{name}`", node.span
            )
