"""Expansion: what stands under `layers:` becomes members with all their copies.

Each copy is evaluated and typed with the names that it sees: a block's layers its
parameters, one of several copies its number. What a copy would be is looked at even
where none is made, so that an error in a layer that is left out is found as well.
"""

from __future__ import annotations

from collections.abc import Callable
from contextlib import suppress
from dataclasses import replace

from kspec.errors import closest
from kspec.layers import catalogue
from kspec.layers.arguments import FileName
from kspec.layers.calling import Training
from kspec.schema.blocks import FREEZING, Blocks, least_layers, unknown_block
from kspec.schema.budget import LAYERS, TRIED, Budget, TooManyLayers
from kspec.schema.entries import (
    COMMON_KEYS,
    HEADS,
    body_of,
    call_of,
    calling,
    check_keys,
    expectation,
    layer_entry,
    text,
    use_entry,
)
from kspec.schema.evaluation import Scope, evaluated, is_evaluated, worked_out
from kspec.schema.findings import Findings
from kspec.schema.inclusion import Origin
from kspec.schema.members import Block, Entry, Instance, Member, Reference, Slot
from kspec.schema.names import within
from kspec.schema.references import inputs_by_name, sources
from kspec.schema.spec import Spec
from kspec.schema.variants import unknown_parameter
from kspec.text import Item, Mapping, Node, Scalar, Sequence

INSTANCE_KEYS = (
    "block", "from", "repeat", "when", "nested", "call", FREEZING, *COMMON_KEYS,
)  # fmt: skip
"""The keys of an instance that are no parameters of its block."""

NESTED_KEYS = (
    "spec", "params", "from", "call", "repeat", "when", FREEZING, *COMMON_KEYS,
)  # fmt: skip
"""The keys of a nested model that another file describes."""

COPYING = ("repeat", "when")

Opener = Callable[[Mapping, str], Spec | None]
"""Reads the spec that a member names, for a model of this name."""


class Expansion:
    """Makes the members of one document."""

    def __init__(
        self, blocks: Blocks, opener: Opener, origin: Origin, findings: Findings
    ) -> None:
        self.blocks = blocks
        self.opener = opener
        self.origin = origin
        self.budget = origin.budget
        self.findings = findings
        self.made: set[str] = set()

    def members(self, section: Mapping, scope: Scope) -> tuple[Member, ...]:
        """What stands under `layers:`.

        Raises: TooManyLayers.
        """
        least = least_layers(section, self.blocks)
        if least > LAYERS:
            start = section.items[0].key_span if section.items else section.span
            raise TooManyLayers(least, start)
        return self._body(section, scope, "")

    def trials(self) -> tuple[Instance, ...]:
        """The blocks that no member has made, so that their errors are found as well.

        Their parameters have no values, and what depends on one is passed over.
        """
        self.budget = Budget(TRIED)
        tried: list[Instance] = []
        for block in self.blocks.values():
            if block and block.name not in self.made:
                with suppress(TooManyLayers):
                    tried.append(self._trial(block))
        return tuple(tried)

    def _trial(self, block: Block) -> Instance:
        names = frozenset(item.key for item in block.parameters)
        members = self._made(block, Scope(broken=names), block.name)
        return Instance(block.name, block, Mapping(), Mapping(), members)

    def _body(
        self, section: Mapping, scope: Scope, instance: str
    ) -> tuple[Member, ...]:
        return tuple(self._member(item, scope, instance) for item in section)

    def _member(self, item: Item, scope: Scope, instance: str) -> Member:
        expected = "a layer is a mapping with a `type`"
        body = body_of(item.value, item, self.findings, expected)
        repeat = self._repeat(body, scope, item.key)
        count = 1 if repeat is None else int(repeat.value)  # pyright: ignore
        name = within(instance, item.key)
        full = replace(item, key=name, value=_without(body, COPYING))
        first = scope if repeat is None else scope.counting(1)
        with self.budget.first_of(count, item.key_span):
            pattern = self._copy(_numbered(full, repeat, 1), first)
        when = self._when(body, first)
        copies = [pattern if when is None or when.value else None][:count]
        copies += [self._later(full, body, scope, at) for at in range(2, count + 1)]
        refs, slots = self._sources(full, first, pattern)
        return Member(
            key=item.key,
            pattern=pattern,
            copies=tuple(copies),
            inputs=refs,
            slots=slots,
            repeat=repeat,
            when=when,
            span=item.key_span,
        )

    def _later(
        self, item: Item, body: Mapping, scope: Scope, number: int
    ) -> Entry | Instance | None:
        """A copy after the first; None where it is left out."""
        inner = scope.counting(number)
        when = self._when(body, inner)
        if when is None or when.value:
            return self._copy(replace(item, key=f"{item.key}{number}"), inner)
        self.budget.visit(item.key_span)
        return None

    def _repeat(self, body: Mapping, scope: Scope, name: str) -> Scalar | None:
        """How many copies are made; None where there is no `repeat:`."""
        node = body.get("repeat")
        if node is None:
            return None
        value = evaluated(node, scope, self.findings)
        count = value.value if isinstance(value, Scalar) else None
        if isinstance(count, int) and not isinstance(count, bool) and count >= 0:
            assert isinstance(value, Scalar)
            return value
        if is_evaluated(value):
            self.findings.error(
                "K106",
                f"`repeat` is {_shown(value)}; expected how often `{name}` is made, a"
                " whole number from 0",
                value.span,
            )
        return Scalar(1, node.span)

    def _when(self, body: Mapping, scope: Scope) -> Scalar | None:
        """Whether a copy is kept; None where there is no `when:`."""
        node = body.get("when")
        if node is None:
            return None
        value = evaluated(node, scope, self.findings)
        if isinstance(value, Scalar) and isinstance(value.value, bool):
            return value
        if is_evaluated(value):
            self.findings.error(
                "K106",
                f"`when` is {_shown(value)}; expected true or false",
                value.span,
                hint="compare, as in `when: $(depth > 2)`",
            )
        return Scalar(True, node.span)

    def _copy(self, item: Item, scope: Scope) -> Entry | Instance:
        body = evaluated(item.value, scope, self.findings)
        assert isinstance(body, Mapping)
        item = replace(item, value=body)
        heads = [head for head in HEADS if head in body]
        if heads[1:]:
            self._note_heads(item, body, heads)
            return Entry(item.key, None, body=body, span=item.key_span)
        match heads[0] if heads else None:
            case "block":
                return self._instance(item, body)
            case "spec":
                made = self._nested(item, body)
            case "use":
                made = use_entry(item, body, self.findings)
            case _:
                made = layer_entry(item, body, self.findings)
                self._locate_files(made)
        self.budget.visit(item.key_span, layers=1)
        return made

    def _locate_files(self, made: Entry) -> None:
        """Note the files that arguments name and that are not there (K112)."""
        for item in made.arguments if made.layer else ():
            if isinstance(getattr(made.layer, item.key, None), FileName):
                self.origin.locate(item.value, self.findings)

    def _note_heads(self, item: Item, body: Mapping, heads: list[str]) -> None:
        """Note that a member says in two ways what it is (K106)."""
        self.findings.error(
            "K106",
            f"`{item.key}` has `{heads[0]}` and `{heads[1]}`; expected one of them",
            body.item(heads[1]).key_span,
        )

    def _nested(self, item: Item, body: Mapping) -> Entry:
        check_keys(body, NESTED_KEYS, "a nested model", self.findings)
        return Entry(
            name=item.key,
            kind=None,
            model=self.opener(body, item.key),
            frozen=self._frozen(body),
            call=self._call(body),
            caption=text(body, "caption", self.findings),
            note=text(body, "note", self.findings),
            expect=expectation(body, self.findings),
            body=body,
            span=item.key_span,
        )

    def _instance(self, item: Item, body: Mapping) -> Entry | Instance:
        node = body.item("block").value
        name = node.value if isinstance(node, Scalar) else None
        block = self.blocks.get(name) if isinstance(name, str) else None
        broken = Entry(item.key, None, body=body, span=item.key_span)
        self.budget.visit(item.key_span, layers=block is None)
        if block is None:
            if name not in self.blocks and is_evaluated(node):
                unknown_block(str(name), node, self.blocks, self.findings)
            return broken
        bound = self._bound(item, body, block)
        if bound is None:
            return broken
        given, values, inner = bound
        instance = Instance(
            name=item.key,
            block=block,
            arguments=given,
            values=values,
            members=self._made(block, inner, item.key),
            caption=text(body, "caption", self.findings),
            note=text(body, "note", self.findings),
            expect=expectation(body, self.findings),
            body=body,
            span=item.key_span,
        )
        return (
            self._as_model(instance, body) if self._flag(body, "nested") else instance
        )

    def _made(self, block: Block, scope: Scope, name: str) -> tuple[Member, ...]:
        self.made.add(block.name)
        return self._body(block.layers, scope, name)

    def _call(self, body: Mapping) -> Mapping:
        """The arguments of a model's call: those of any layer's."""
        call = call_of(body, self.findings)
        calling(Training, call, body.span, self.findings)
        return call

    def _as_model(self, instance: Instance, body: Mapping) -> Entry:
        self.budget.visit(instance.span, layers=1)
        return Entry(
            name=instance.name,
            kind=None,
            model=instance,
            frozen=self._frozen(body),
            call=self._call(body),
            caption=instance.caption,
            note=instance.note,
            expect=instance.expect,
            body=body,
            span=instance.span,
        )

    def _bound(
        self, item: Item, body: Mapping, block: Block
    ) -> tuple[Mapping, Mapping, Scope] | None:
        """The arguments that are given, all of the block's, and what its layers see.

        None where one of them is missing, unknown or wrong.
        """
        is_nested = self._flag(body, "nested")
        own = FREEZING in block.parameters and not is_nested
        keys = [k for k in INSTANCE_KEYS if not (own and k == FREEZING)]
        if not is_nested and "call" in body:
            message = "a block that is made in place is not called; leave `call` out"
            span = body.item("call").key_span
            self.findings.error("K101", message, span, hint="or add `nested: true`")
        given = _without(body, tuple(keys))
        declared = block.parameters
        sound = is_evaluated(given)
        meant: set[str | None] = set()
        for one in given:
            if one.key not in declared and not declared.partial:
                known = [item.key for item in declared]
                unknown_parameter(one, f"`{block.name}`", known, self.findings)
                meant.add(closest(one.key, known))
                sound = False
        for one in declared:
            missing = isinstance(one.value, Scalar) and one.value.value is None
            absent = one.key not in given and one.key not in meant
            if missing and absent and not body.partial:
                message = f"`{block.name}` needs `{one.key}`"
                self.findings.error("K105", message, item.key_span)
                sound = False
        if not sound:
            return None
        nodes = {one.key: one.value for one in declared}
        nodes |= {one.key: _bare(one.value) for one in given}
        values, scope = worked_out(declared, nodes, self.findings)
        return given, values, scope

    def _flag(self, body: Mapping, key: str, default: bool = False) -> bool:
        node = body.get(key)
        if node is None or not is_evaluated(node):
            return default
        if isinstance(node, Scalar) and isinstance(node.value, bool):
            return node.value
        message = f"`{key}` is {_shown(node)}; expected true or false"
        self.findings.error("K106", message, node.span)
        return default

    def _frozen(self, body: Mapping) -> bool:
        return not self._flag(body, FREEZING, default=True)

    def _sources(
        self, item: Item, scope: Scope, pattern: Entry | Instance
    ) -> tuple[tuple[Reference, ...] | None, tuple[Slot, ...]]:
        written = item.value.get("from") if isinstance(item.value, Mapping) else None
        # A formula in it has been looked at with the rest of the copy.
        node = evaluated(written, scope, Findings()) if written else None
        inside = pattern if isinstance(pattern, Instance) else pattern.model
        if isinstance(inside, Instance):
            names = inside.block.inputs
        elif inside is not None:
            names = tuple(entry.name for entry in inside.inputs)
        else:
            kind = pattern.kind if isinstance(pattern, Entry) else None
            cls = catalogue.find(kind) if kind else None
            arguments = pattern.arguments if isinstance(pattern, Entry) else Mapping()
            return sources(node, cls, arguments, self.findings)
        return inputs_by_name(node, names, item, self.findings), ()


def _numbered(item: Item, repeat: Scalar | None, number: int) -> Item:
    return item if repeat is None else replace(item, key=f"{item.key}{number}")


def _without(body: Mapping, keys: tuple[str, ...]) -> Mapping:
    return replace(body, items=tuple(i for i in body.items if i.key not in keys))


def _bare(node: Node) -> Node:
    """A value without its formula, whose names belong to the caller."""
    return Scalar(node.value, node.span) if isinstance(node, Scalar) else node


def _shown(node: Node) -> str:
    """A value in a message."""
    if not isinstance(node, Scalar):
        return "a list" if isinstance(node, Sequence) else "a mapping"
    value = node.value
    return "empty" if value is None else f"`{str(value).lower()}`"
