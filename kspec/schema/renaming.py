"""Renaming: where a name of a spec stands, and where else it is spoken of.

A name belongs to a scope: the document, or a block, which sees only its own names.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from functools import cached_property

from kspec.errors import Span
from kspec.expr import Expression, Template
from kspec.text import Item, Mapping, Node, Scalar, Sequence
from kspec.text.edits import Edit, Places

BY_OUTPUT = ("loss", "metrics", "weighted_metrics", "loss_weights", "class_weight")
"""The keys of `train:` whose values may be given for each output by its name."""

SECTIONS = ("params", "variants", "blocks", "inputs", "layers", "outputs")
"""What has names in a document."""

INNER = ("params", "inputs", "layers", "outputs")
"""What has names in a block."""


@dataclass(frozen=True, slots=True)
class Named:
    """A name that a spec gives.

    Args:
        path: the keys that lead to it, such as `("blocks", "conv", "params", "k")`.
        item: its key, and what it names.
    """

    path: tuple[str, ...]
    item: Item

    @property
    def name(self) -> str:
        """The name itself."""
        return self.path[-1]

    @property
    def section(self) -> str:
        """The section that it stands in, such as `layers`."""
        return self.path[-2]

    @property
    def block(self) -> str | None:
        """The block that it belongs to; None for the document's own."""
        return self.path[1] if len(self.path) == 4 else None

    def __str__(self) -> str:
        return ".".join(self.path)


@dataclass(frozen=True, slots=True)
class Spot:
    """A value or key that speaks of a name.

    Args:
        behind: what stands before the name in it, such as `encoder.`.
    """

    span: Span | None
    behind: str = ""


class Names:
    """The names of a document, as it was written, and their places in its text."""

    def __init__(self, root: Mapping, text: str) -> None:
        self.root = root
        self.places = Places(text)

    @cached_property
    def all(self) -> tuple[Named, ...]:
        """Every name that the document gives, in the order of its sections."""
        return tuple(self._all())

    def edits(self, named: Named, new: str) -> Iterator[Edit]:
        """What changes where a name becomes another one."""
        old = named.name
        for spot in (Spot(named.item.key_span), *self._spots(named)):
            yield from self.places.name(spot.span, old, new, spot.behind)
        if named.section == "params":
            for scalar in _formulas(self._scope(named.block)):
                yield from self.places.names_in(scalar, old, new)

    def _all(self) -> Iterator[Named]:
        for section in SECTIONS:
            for item in mapping(self.root.get(section)):
                if (section, item.key) != ("blocks", "from"):
                    yield Named((section, item.key), item)
        for block in self._blocks():
            for section in INNER:
                node = mapping(block.value).get(section)
                for item in _given(node) if section == "inputs" else mapping(node):
                    yield Named(("blocks", block.key, section, item.key), item)

    def _blocks(self) -> list[Item]:
        items = mapping(self.root.get("blocks"))
        return [item for item in items if item.key != "from"]

    def _scope(self, block: str | None) -> Mapping:
        """The document less its blocks, or one of them."""
        if block is None:
            return Mapping(tuple(item for item in self.root if item.key != "blocks"))
        return mapping(mapping(self.root.get("blocks")).get(block))

    def _scopes(self) -> list[Mapping]:
        bodies = [mapping(block.value) for block in self._blocks()]
        return [self._scope(None), *bodies]

    def _spots(self, named: Named) -> Iterator[Spot]:
        """What speaks of a name, beside its key and beside `$(…)`."""
        match named.section:
            case "layers" | "inputs":
                yield from self._of_tensor(named)
            case "outputs":
                yield from self._of_output(named)
            case "params":
                yield from self._of_parameter(named)
            case "blocks":
                for _, item in self._instances(named.name):
                    yield Spot(mapping(item.value).item("block").value.span)
            case _:
                pass

    def _of_parameter(self, named: Named) -> Iterator[Spot]:
        """Where a parameter is given another value."""
        if named.block:
            for _, item in self._instances(named.block):
                yield from _key(item.value, named.name)
            return
        for variant in mapping(self.root.get("variants")):
            yield from _key(variant.value, named.name)

    def _of_tensor(self, named: Named) -> Iterator[Spot]:
        scope = self._scope(named.block)
        for span, value in _references(scope):
            if value.partition(".")[0] == named.name:
                yield Spot(span)
        if not isinstance(scope.get("outputs"), Mapping):
            yield from self._of_output(named)
        if named.block and named.section == "inputs":
            for _, item in self._instances(named.block):
                yield from _key(mapping(item.value).get("from"), named.name)
        if named.block is None:
            train = mapping(self.root.get("train"))
            yield from _frozen(train, named)
            if named.section == "inputs":
                yield from _key(mapping(train.get("data")).get("inputs"), named.name)

    def _of_output(self, named: Named) -> Iterator[Spot]:
        """Where an output is spoken of by its name: outside, and of the training."""
        if named.block:
            for scope, item in self._instances(named.block):
                for span, value in _references(scope):
                    if value == f"{item.key}.{named.name}":
                        yield Spot(span, f"{item.key}.")
            return
        train = mapping(self.root.get("train"))
        expect = mapping(self.root.get("expect"))
        yield from _key(expect.get("output_shape"), named.name)
        yield from _key(mapping(train.get("data")).get("targets"), named.name)
        for key in BY_OUTPUT:
            yield from _key(train.get(key), named.name)

    def _instances(self, block: str) -> Iterator[tuple[Mapping, Item]]:
        """The instances of a block, each with the scope that it stands in."""
        for scope in self._scopes():
            for item in mapping(scope.get("layers")):
                if mapping(item.value).get("block") == Scalar(block):
                    yield scope, item


def mapping(node: Node | None) -> Mapping:
    """The node where it is a mapping; else an empty one."""
    return node if isinstance(node, Mapping) else Mapping()


def _given(node: Node | None) -> Iterator[Item]:
    """The inputs of a block, which are a list of names."""
    for one in _listed(node):
        if isinstance(one, Scalar) and isinstance(one.value, str):
            yield Item(one.value, one, one.span)


def _listed(node: Node | None) -> tuple[Node, ...]:
    return node.items if isinstance(node, Sequence) else (node,) if node else ()


def _references(scope: Mapping) -> Iterator[tuple[Span | None, str]]:
    """The references to tensors in a scope: in its layers, and as its outputs."""
    found = [scope.get("outputs")]
    for item in mapping(scope.get("layers")):
        body = mapping(item.value)
        found += [body.get("from"), body.get("use")]
    for node in found:
        inner = node.items if isinstance(node, Mapping) else ()
        for one in (*_listed(node), *(n for i in inner for n in _listed(i.value))):
            if isinstance(one, Scalar) and isinstance(one.value, str):
                yield one.span, one.value


def _key(node: Node | None, name: str) -> Iterator[Spot]:
    """The key of a mapping, if it has it."""
    if isinstance(node, Mapping) and name in node:
        yield Spot(node.item(name).key_span)


def _frozen(train: Mapping, named: Named) -> Iterator[Spot]:
    """The patterns of a training's phases that name a layer, or layers within it."""
    within = [f"{named.name}/"]
    if "block" in mapping(named.item.value):
        within.append(f"{named.name}_")
    for phase in _listed(train.get("phases")):
        body = mapping(phase)
        for node in (*_listed(body.get("freeze")), *_listed(body.get("unfreeze"))):
            value = node.value if isinstance(node, Scalar) else None
            if isinstance(value, str) and (
                value == named.name or value.startswith(tuple(within))
            ):
                yield Spot(node.span)


def _formulas(node: Node) -> Iterator[Scalar]:
    """The scalars with a `$(…)`."""
    match node:
        case Scalar(value=Expression() | Template()):
            yield node
        case Scalar():
            pass
        case Sequence():
            for item in node.items:
                yield from _formulas(item)
        case Mapping():
            for item in node:
                yield from _formulas(item.value)
