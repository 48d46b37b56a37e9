"""Stretches as variants of one sub-graph, and the block that has them all.

A layer that only some of them have is left out under a condition; what takes it then
takes what it would have taken, its first input.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from kspec.decompiler.structure.elements import Body, Link, Part
from kspec.decompiler.structure.prefixes import Stretch
from kspec.decompiler.structure.runs import runs_in

Slots = tuple[tuple[str, int | None], ...]
Ref = tuple[str | int, int]
"""A tensor inside a block: a layer's name, or the number of an input; the output."""


@dataclass(frozen=True)
class Local:
    """A layer as its block sees it; `copies` follow each other, None for one alone."""

    name: str
    body: Body
    refs: tuple[Ref, ...]
    slots: Slots = ()
    copies: int | None = None

    @property
    def kind(self) -> tuple[Any, ...]:
        """What it has in common with the same layer of another variant."""
        return (self.body.get("type"), self.slots, self.copies is None, len(self.refs))


@dataclass(frozen=True)
class Variant:
    """A stretch by itself.

    Args:
        locals: its layers by name, in order.
        inputs: the tensors from outside, in the order in which they are taken.
        ends: the layers whose outputs are taken outside, in order.
    """

    stretch: Stretch
    locals: Mapping[str, Local]
    inputs: tuple[Link, ...]
    ends: tuple[str, ...]
    positions: Mapping[str, int]

    @property
    def shape(self) -> tuple[Any, ...]:
        """What variants share that differ in numbers alone."""
        wiring = tuple((one.name, one.kind, one.refs) for one in self.locals.values())
        return (wiring, len(self.inputs), self.ends)


def variant(
    stretch: Stretch, parts: Sequence[Part], takers: Sequence[Sequence[Link]]
) -> Variant | None:
    """The stretch as a variant, or None where it cannot be a block by itself.

    Args:
        takers: for each part, who takes its outputs: the taker's position, which lies
            behind the last one for an output of the model, and the output taken.
    """
    inside = range(stretch.start, stretch.stop)
    names = dict(zip(inside, stretch.rest, strict=True))
    copies: dict[int, int] = {}
    for run in [*runs_in(names, parts)]:
        members = range(run.start, run.start + run.copies)
        if all(_only_next(at, takers) for at in members[:-1]):
            names |= dict.fromkeys(members, run.name)
            copies[run.start] = run.copies
    if len({*names.values()}) < len(names) - sum(n - 1 for n in copies.values()):
        return None
    outside: dict[Link, int] = {}
    found: dict[str, Local] = {}
    ends: dict[str, int] = {}
    for at in inside:
        name = names[at]
        taken = [taker for taker in takers[at] if taker.part not in inside]
        if any(taker.output for taker in taken):
            return None
        if taken:
            ends[name] = at
        if name in found:
            continue
        part = parts[at]
        refs = tuple(_ref(link, names, outside) for link in part.inputs)
        found[name] = Local(name, part.body, refs, part.slots, copies.get(at))
    return Variant(stretch, found, tuple(outside), tuple(ends), ends)


def _only_next(at: int, takers: Sequence[Sequence[Link]]) -> bool:
    return all(taker.part == at + 1 for taker in takers[at])


def _ref(link: Link, names: Mapping[int, str], outside: dict[Link, int]) -> Ref:
    if link.part in names:
        return names[link.part], link.output
    return outside.setdefault(link, len(outside)), 0


@dataclass(frozen=True)
class Union:
    """A sub-graph that has every layer of its variants.

    Args:
        layers: name, what it takes, and the names under `outputs`, the default first.
    """

    refs: Mapping[str, tuple[Ref, ...]]
    ends: tuple[str, ...]
    inputs: int

    def end_in(self, end: str, one: Variant) -> Ref:
        """Where an output of the union comes from in a variant."""
        return resolved((end, 0), self.refs, one)


def resolved(ref: Ref, refs: Mapping[str, tuple[Ref, ...]], one: Variant) -> Ref:
    """What a reference comes to in a variant that may lack the layer."""
    name, output = ref
    while isinstance(name, str) and name not in one.locals:
        name, output = refs[name][0]
    return name, output


def union(variants: Sequence[Variant]) -> Union | None:
    """The sub-graph that all variants are cases of, or None where there is none."""
    order = _order([[*one.locals] for one in variants])
    if order is None or len({len(one.inputs) for one in variants}) > 1:
        return None
    refs: dict[str, tuple[Ref, ...]] = {}
    for name in order:
        having = [one for one in variants if name in one.locals]
        if len({one.locals[name].kind for one in having}) > 1:
            return None
        fitting = _fitting(name, having, refs)
        if fitting is None:
            return None
        refs[name] = fitting
    ends = _ends(order, variants, refs)
    return Union(refs, ends, len(variants[0].inputs)) if ends else None


def _order(lists: Sequence[Sequence[str]]) -> list[str] | None:
    """One order that holds each list in its own, or None."""
    order = [*max(lists, key=len)]
    for names in lists:
        place = {name: at for at, name in enumerate(order)}
        at = -1
        for name in names:
            if name in place:
                if place[name] <= at:
                    return None
                at = place[name]
            else:
                at += 1
                order.insert(at, name)
                place = {one: spot for spot, one in enumerate(order)}
    return order


def _fitting(
    name: str, having: Sequence[Variant], refs: Mapping[str, tuple[Ref, ...]]
) -> tuple[Ref, ...] | None:
    """What a layer takes in the union so that each variant has what it takes."""
    options = Counter({one.locals[name].refs: len(one.locals) for one in having})
    for option, _ in options.most_common():
        if any(isinstance(ref, str) and ref not in refs for ref, _ in option):
            continue
        if all(
            tuple(resolved(ref, refs, one) for ref in option) == one.locals[name].refs
            for one in having
        ):
            return option
    return None


def _ends(
    order: Sequence[str],
    variants: Sequence[Variant],
    refs: Mapping[str, tuple[Ref, ...]],
) -> tuple[str, ...]:
    """The layers whose outputs others take: the last first; none where one is lost."""
    last = order[-1]
    named = {name for one in variants for name in one.ends}
    extra = [
        name
        for name in order[:-1]
        if name in named and any(_is_lost(name, last, one, refs) for one in variants)
    ]
    ends = (last, *extra)
    for one in variants:
        given = {resolved((end, 0), refs, one)[0] for end in ends}
        if not {*one.ends} <= given:
            return ()
    return ends


def _is_lost(
    name: str, last: str, one: Variant, refs: Mapping[str, tuple[Ref, ...]]
) -> bool:
    return name in one.ends and resolved((last, 0), refs, one)[0] != name


def clusters(variants: Sequence[Variant]) -> Iterator[list[Variant]]:
    """Variants in groups that have a union, those of one shape always together."""
    shapes: dict[Any, list[Variant]] = {}
    for one in variants:
        shapes.setdefault(one.shape, []).append(one)
    groups: list[list[list[Variant]]] = []
    for shape in sorted(shapes.values(), key=lambda s: -len(s[0].locals)):
        for group in groups:
            examples = [same[0] for same in group]
            if _alike(shape[0], examples) and union([*examples, shape[0]]):
                group.append(shape)
                break
        else:
            groups.append([shape])
    for group in groups:
        flat = [one for shape in group for one in shape]
        yield sorted(flat, key=lambda one: one.stretch.start)


def _alike(one: Variant, others: Sequence[Variant]) -> bool:
    """Whether it has more than half of its layers in common with each."""
    return all(
        2 * len(one.locals.keys() & other.locals.keys())
        > max(len(one.locals), len(other.locals))
        for other in others
    )
