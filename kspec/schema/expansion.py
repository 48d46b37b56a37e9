"""Expansion: what stands under `layers:` becomes members with all their copies.

Each copy is evaluated and typed with the names that it sees: a block's layers its
parameters, one of several copies its number. What a copy would be is looked at even
where none is made, so that an error in a layer that is left out is found as well.
"""

from __future__ import annotations

from collections.abc import Callable
from contextlib import suppress
from dataclasses import replace

from kspec.layers import catalogue
from kspec.layers.arguments import FileName
from kspec.layers.calling import Training
from kspec.schema.binding import NESTED_KEYS, bound, flag, without
from kspec.schema.blocks import FREEZING, Blocks, least_layers, unknown_block
from kspec.schema.budget import LAYERS, TRIED, Budget, TooManyLayers
from kspec.schema.copying import COPYING, numbered, repeat_of, when_of
from kspec.schema.entries import (
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
from kspec.schema.evaluation import Scope, evaluated, is_evaluated
from kspec.schema.findings import Findings
from kspec.schema.inclusion import Origin
from kspec.schema.members import Block, Entry, Instance, Member, Reference, Slot
from kspec.schema.names import within
from kspec.schema.references import inputs_by_name, sources
from kspec.schema.spec import Spec
from kspec.text import Item, Mapping, Scalar

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
        repeat = repeat_of(body, scope, item.key, self.findings)
        count = 1 if repeat is None else int(repeat.value)  # pyright: ignore
        name = within(instance, item.key)
        full = replace(item, key=name, value=without(body, COPYING))
        first = scope if repeat is None else scope.counting(1)
        with self.budget.first_of(count, item.key_span):
            pattern = self._copy(numbered(full, repeat, 1), first)
        when = when_of(body, first, self.findings)
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
        when = when_of(body, inner, self.findings)
        if when is None or when.value:
            return self._copy(replace(item, key=f"{item.key}{number}"), inner)
        self.budget.visit(item.key_span)
        return None

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
        found = bound(item, body, block, self.findings)
        if found is None:
            return broken
        given, values, inner = found
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
            self._as_model(instance, body)
            if flag(body, "nested", self.findings)
            else instance
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

    def _frozen(self, body: Mapping) -> bool:
        return not flag(body, FREEZING, self.findings, default=True)

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
