"""References: the tensors that `from:` and `outputs:` name."""

from __future__ import annotations

from kspec.errors import closest, did_you_mean
from kspec.layers.layer import Layer
from kspec.schema.evaluation import is_evaluated
from kspec.schema.findings import Findings
from kspec.schema.members import Reference, Slot
from kspec.schema.names import is_name
from kspec.text import Item, Mapping, Node, Scalar, Sequence


def reference(node: Node, findings: Findings) -> Reference | None:
    """The tensor that a text names: `lstm`, `lstm.1` or `encoder.skip`."""
    value = node.value if isinstance(node, Scalar) else None
    if not isinstance(value, str):
        if is_evaluated(node):
            findings.error("K106", "expected the name of a layer or input", node.span)
        return None
    name, dot, output = value.partition(".")
    if dot and not output.isdecimal() and not is_name(output):
        findings.error(
            "K106",
            f"`{value}` names no output; expected a number or a name after the dot",
            node.span,
            hint=f"write `{name}.0` for the first output",
        )
        return None
    place = output if dot and not output.isdecimal() else int(output or 0)
    return Reference(name, place, node.span)


def references(node: Node, findings: Findings) -> tuple[Reference, ...]:
    """One reference, or a list of them."""
    nodes = node.items if isinstance(node, Sequence) else (node,)
    found = [reference(one, findings) for one in nodes]
    if not nodes:
        findings.error("K106", "the list is empty; expected a layer's name", node.span)
    return tuple(one for one in found if one)


def sources(
    node: Node | None, cls: type[Layer] | None, arguments: Mapping, findings: Findings
) -> tuple[tuple[Reference, ...] | None, tuple[Slot, ...]]:
    """The tensors of a `from:`, and the call arguments that take them where it matters.

    Args:
        node: what stands under `from:`; None where the layer takes the one above.
        cls: the layer's type, which knows its call arguments.
        arguments: the layer's other arguments; a constant may take a tensor's place.
    """
    free = [name for name in (cls.slots if cls else ()) if name not in arguments]
    if isinstance(node, Mapping):
        masks = cls.masks if cls else ()
        return _named(node, cls, [*free, *masks], findings)
    refs = references(node, findings) if node else None
    if not cls or len(free) == len(cls.slots):
        return refs, ()
    count = 1 if refs is None else len(refs)
    if count != len(free):
        _too_many(cls, count, free, node, findings)
    return refs, tuple(map(Slot, free))


def inputs_by_name(
    node: Node | None, names: tuple[str, ...], item: Item, findings: Findings
) -> tuple[Reference, ...] | None:
    """The tensors that a block or a nested model is given, in the order of its inputs.

    Args:
        node: what stands under `from:`; None where it takes the one above.
        names: those of its inputs.
        item: the member, to be blamed.
    """
    if isinstance(node, Mapping):
        return _inputs_named(node, names, item, findings)
    refs = references(node, findings) if node else None
    count = 1 if refs is None else len(refs)
    if count == len(names) or (node and not is_evaluated(node)):
        return refs
    takes = "one tensor" if len(names) == 1 else f"{len(names)}: {', '.join(names)}"
    findings.error(
        "K202",
        f"`{item.key}` is given {count}; it takes {takes}",
        node.span if node else item.key_span,
        hint=f"write `from: {{{', '.join(f'{name}: …' for name in names)}}}`",
    )
    return ()


def _inputs_named(
    node: Mapping, names: tuple[str, ...], item: Item, findings: Findings
) -> tuple[Reference, ...]:
    takes = ", ".join(f"`{name}`" for name in names)
    for given in node:
        if given.key not in names:
            findings.error(
                "K104",
                f"`{item.key}` takes no tensor `{given.key}`",
                given.key_span,
                hint=did_you_mean(given.key, names) or f"it takes {takes}",
            )
    for name in names:
        if name not in node:
            message = f"`{item.key}` needs the tensor `{name}`"
            findings.error("K105", message, node.span)
    if any(name not in node for name in names):
        return ()
    found = [references(node.item(name).value, findings)[:1] for name in names]
    return tuple(ref for refs in found for ref in refs)


def _named(
    node: Mapping, cls: type[Layer] | None, free: list[str], findings: Findings
) -> tuple[tuple[Reference, ...], tuple[Slot, ...]]:
    order = {name: at for at, name in enumerate(free)}
    items = sorted(node.items, key=lambda item: order.get(item.key, len(order)))
    if cls:
        _check_slots(node, cls, free, findings)
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


def _check_slots(
    node: Mapping, cls: type[Layer], free: list[str], findings: Findings
) -> None:
    takes = ", ".join(f"`{name}`" for name in free)
    meant: set[str | None] = set()
    for item in node:
        if item.key not in free:
            meant.add(closest(item.key, free))
            findings.error(
                "K104",
                f"`{cls.kind()}` takes no tensor `{item.key}`",
                item.key_span,
                hint=did_you_mean(item.key, free)
                or (f"it takes {takes}" if takes else _unnamed(node, cls)),
            )
    for name in cls.slots[: cls.arity.least]:
        if name in free and name not in node and name not in meant:
            message = f"`{cls.kind()}` needs the tensor `{name}`"
            findings.error("K105", message, node.span)


def _unnamed(node: Mapping, cls: type[Layer]) -> str:
    """How to write what a layer takes whose tensors have no names."""
    if cls.arity.most == 1:
        return "write `from:` and a name"
    given = [str(i.value.value) for i in node if isinstance(i.value, Scalar)]
    return f"write a list in the order of the call: `from: [{', '.join(given)}]`"


def _too_many(
    cls: type[Layer], count: int, free: list[str], node: Node | None, findings: Findings
) -> None:
    takes = ", ".join(f"`{name}`" for name in free) or "none"
    findings.error(
        "K202",
        f"`{cls.kind()}` is given {count} tensors; beside constants it takes {takes}",
        node.span if node else None,
    )
