"""The search for structure: the blocks that make the graph shortest, then the runs."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator, Sequence
from dataclasses import dataclass

from kspec.decompiler.structure.blocks import Complete, Found, block_name, found, given
from kspec.decompiler.structure.elements import (
    Block,
    Body,
    Element,
    Link,
    Part,
    Structured,
)
from kspec.decompiler.structure.prefixes import Stretch, stretches
from kspec.decompiler.structure.repeats import repeated
from kspec.decompiler.structure.variants import Variant, clusters, variant

Lines = Callable[[Body], int]
"""How many lines a layer takes in the text."""

LEAST = 4
"""Lines that a block has to save."""

MOST_INPUTS = 2
"""Tensors that a block takes at most: one that takes more is a fragment."""


def structured(
    parts: Sequence[Part],
    outputs: Sequence[Link],
    complete: Complete = list,
    lines: Lines = lambda _: 1,
    taken: Iterable[str] = (),
) -> Structured:
    """The graph in blocks, instances and runs; the parts keep their names and order.

    Args:
        outputs: the tensors that the model gives.
        complete: adds defaults to bodies that are to be compared.
        lines: how long a layer is in the text.
        taken: names that no block can have.

    Example:
    >>> names = ["x", "a1_conv", "a1_bn", "a2_conv", "a2_bn", "out"]
    >>> def part(at, name):
    ...     taken = (Link(at - 1),) if at else ()
    ...     return Part(name, {"type": name[3:]}, taken, fixed=not at)
    >>> parts = [part(at, name) for at, name in enumerate(names)]
    >>> result = structured(parts, [Link(5)], lines=lambda b: 1 if "block" in b else 5)
    >>> [member.name for member in result.blocks[0].members], result.elements[1].copies
    (['conv', 'bn'], 2)
    """
    takers = _takers(parts, outputs)
    chosen = [*_chosen(parts, takers, complete, lines, dict.fromkeys(taken))]
    instances = {one.start: one for each in chosen for one in each.instances}
    elements: list[Element] = []
    at = 0
    while at < len(parts):
        instance = instances.get(at)
        elements.append(instance or at)
        at = instance.stop if instance else at + 1
    names = tuple(part.name for part in parts)
    blocks = tuple(sorted((one.block for one in chosen), key=_first(chosen)))
    return Structured(blocks, tuple(repeated(elements, parts, takers)), names)


def _first(chosen: Sequence[Found]) -> Callable[[Block], int]:
    places = {one.block.name: one.instances[0].start for one in chosen}
    return lambda block: places[block.name]


def _takers(parts: Sequence[Part], outputs: Sequence[Link]) -> list[list[Link]]:
    """Who takes the outputs of each part, and which; the model stands behind all."""
    takers: list[list[Link]] = [[] for _ in parts]
    for at, part in enumerate(parts):
        for link in part.inputs:
            takers[link.part].append(Link(at, link.output))
    for link in outputs:
        takers[link.part].append(Link(len(parts), link.output))
    return takers


@dataclass(frozen=True)
class _Candidate:
    pattern: str
    variants: list[Variant]

    def without(self, taken: set[int]) -> _Candidate:
        """The candidate with the stretches that are still free."""
        free = [v for v in self.variants if v.stretch.start not in taken]
        free = [v for v in free if v.stretch.stop - 1 not in taken]
        return _Candidate(self.pattern, free)


def _chosen(
    parts: Sequence[Part],
    takers: Sequence[Sequence[Link]],
    complete: Complete,
    lines: Lines,
    names: dict[str, None],
) -> Iterator[Found]:
    """The blocks, the one that saves most first, as long as one saves anything."""
    waiting = [*_candidates(stretches(parts), parts, takers)]
    taken: set[int] = set()
    while waiting:
        best, saved = None, LEAST - 1
        rest: list[_Candidate] = []
        for candidate in waiting:
            one = candidate.without(taken)
            if len(one.variants) < 2:
                continue
            rest.append(one)
            made = found(one.variants, block_name(one.pattern, names), complete)
            gain = _saved(made, parts, lines) if made else 0
            if gain > saved:
                best, saved = made, gain
        if best is None:
            return
        yield best
        names[best.block.name] = None
        for stretch in best.stretches:
            taken |= {*range(stretch.start, stretch.stop)}
        waiting = rest


def _candidates(
    found_: Sequence[Stretch], parts: Sequence[Part], takers: Sequence[Sequence[Link]]
) -> Iterator[_Candidate]:
    patterns: dict[str, list[Variant]] = {}
    for stretch in found_:
        one = variant(stretch, parts, takers)
        if one is not None and len(one.inputs) <= MOST_INPUTS:
            patterns.setdefault(stretch.pattern, []).append(one)
    for pattern, variants in patterns.items():
        if len(variants) > 1:
            for cluster in clusters(variants):
                if len(cluster) > 1:
                    yield _Candidate(pattern, cluster)


def _saved(made: Found, parts: Sequence[Part], lines: Lines) -> int:
    """How many lines shorter the text becomes."""
    flat = sum(
        lines(parts[at].body)
        for stretch in made.stretches
        for at in range(stretch.start, stretch.stop)
    )
    header = 3 + (len(made.block.outputs) > 1)
    block = header + sum(lines(member.body) for member in made.block.members)
    instances = sum(
        lines({"block": made.block.name, **given(one.arguments, made.block)})
        for one in made.instances
    )
    return flat - block - instances
