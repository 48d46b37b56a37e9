"""Dumping: a spec as canonical YAML."""

from __future__ import annotations

from collections.abc import Callable, Iterable
from dataclasses import replace

from kspec.layers import catalogue
from kspec.layers.core import Input
from kspec.schema.binding import INSTANCE_KEYS, NESTED_KEYS
from kspec.schema.blocks import BLOCK_KEYS, LIBRARY_KEYS
from kspec.schema.document import SECTIONS
from kspec.schema.entries import HEADS, LANGUAGE_KEYS
from kspec.schema.spec import Spec
from kspec.text import Item, Mapping, Node, Scalar, Sequence, write

FIRST_KEYS = (*HEADS, "nested", "params")
"""What a member is; its arguments follow."""

LAST_KEYS = tuple(
    key
    for key in dict.fromkeys((*LANGUAGE_KEYS, *INSTANCE_KEYS, *NESTED_KEYS))
    if key not in FIRST_KEYS and key != "trainable"
)
"""The keys of the language, which follow a member's arguments."""


Tidying = Callable[[Node], Node]


def dump(spec: Spec) -> str:
    """The spec as canonical YAML: sections and arguments in order, `$(…)` as written.

    Example:
    >>> from kspec import loads
    >>> text = "{layers: {y: {units: 2, type: Dense}}, inputs: {x: [8]}, kspec: 1}"
    >>> print(dump(loads(text)))
    kspec: 1
    inputs:
      x: {shape: [8]}
    layers:
      y: {type: Dense, units: 2}
    <BLANKLINE>
    """
    return write(canonical(spec.root))


def canonical(root: Mapping) -> Mapping:
    """A document's tree in canonical order, its formulas as written."""
    written = _as_written(root)
    assert isinstance(written, Mapping)
    tidied = [Item(item.key, _section(item)) for item in written]
    return Mapping(tuple(_in_order(tidied, (*SECTIONS, *LIBRARY_KEYS))))


def _section(item: Item) -> Node:
    if not isinstance(item.value, Mapping):
        return item.value
    match item.key:
        case "inputs":
            return _each(item.value, _input)
        case "layers":
            return _each(item.value, _member)
        case "blocks":
            return _each(item.value, _block)
        case _:
            return item.value


def _each(section: Mapping, tidied: Tidying) -> Mapping:
    return Mapping(tuple(Item(item.key, tidied(item.value)) for item in section))


def _input(node: Node) -> Node:
    if isinstance(node, Sequence):
        node = Mapping((Item("shape", node),))
    if not isinstance(node, Mapping):
        return node
    return Mapping(tuple(_in_order(node, (*Input.argument_names(), *LANGUAGE_KEYS))))


def _block(node: Node) -> Node:
    if not isinstance(node, Mapping):
        return node
    tidied = [
        Item(item.key, _section(item) if item.key == "layers" else item.value)
        for item in node
    ]
    return Mapping(tuple(_in_order(tidied, BLOCK_KEYS)))


def _member(node: Node) -> Node:
    if not isinstance(node, Mapping):
        return node
    kind = node.get("type")
    name = kind.value if isinstance(kind, Scalar) else None
    cls = catalogue.find(name) if isinstance(name, str) else None
    arguments = cls.argument_names() if cls else ()
    first = [node.item(key) for key in FIRST_KEYS if key in node]
    last = [node.item(key) for key in LAST_KEYS if key in node]
    rest = [item for item in node if item not in first and item not in last]
    return Mapping((*first, *_in_order(rest, arguments), *last))


def _in_order(items: Iterable[Item], keys: Iterable[str]) -> list[Item]:
    """The items in the order of the keys, the others behind them as they stand."""
    order = {key: at for at, key in reversed([*enumerate(keys)])}
    return sorted(items, key=lambda item: order.get(item.key, len(order)))


def _as_written(node: Node) -> Node:
    match node:
        case Scalar():
            return node if node.formula is None else Scalar(node.formula)
        case Sequence():
            return replace(node, items=tuple(map(_as_written, node.items)))
        case Mapping():
            items = (Item(item.key, _as_written(item.value)) for item in node)
            return Mapping(tuple(items))
