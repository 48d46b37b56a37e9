"""New names for parts that repeat without a pattern in their names."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace

from kspec.decompiler.structure.elements import Part

LONGEST = 64
"""Parts of one period at most."""

Label = tuple[object, ...]


@dataclass(frozen=True, slots=True)
class Tandem:
    """A stretch that is one sequence of types several times."""

    start: int
    period: int
    copies: int

    @property
    def saved(self) -> int:
        """Parts that need not be written, less a line for each copy."""
        return (self.copies - 1) * self.period - self.copies

    @property
    def places(self) -> range:
        """The positions that it takes."""
        return range(self.start, self.start + self.period * self.copies)


def renamed(parts: Sequence[Part]) -> tuple[Part, ...]:
    """The parts; those that repeat are called `block1_conv2d`, `block2_conv2d`, ….

    Example:
    >>> kinds = ["Input", "Conv2D", "ReLU", "Conv2D", "ReLU", "Conv2D", "ReLU"]
    >>> parts = [Part(f"l{at}", {"type": kind}) for at, kind in enumerate(kinds)]
    >>> [part.name for part in renamed(parts)][1:5]
    ['block1_conv2d', 'block1_re_lu', 'block2_conv2d', 'block2_re_lu']
    """
    names = {part.name for part in parts}
    result = [*parts]
    number = 0
    for tandem in sorted(_chosen(parts), key=lambda one: one.start):
        for copy in range(tandem.copies):
            number += 1
            while f"block{number}" in names:
                number += 1
            start = tandem.start + copy * tandem.period
            for at, name in enumerate(_names(parts[start : start + tandem.period])):
                part = parts[start + at]
                result[start + at] = replace(
                    part, name=f"block{number}_{name}", free=False
                )
    return tuple(result)


def _names(parts: Sequence[Part]) -> Iterator[str]:
    """A name for each part of a copy: its type, numbered where it comes again."""
    count: dict[str, int] = {}
    for part in parts:
        kind = _snake(str(part.body.get("type", "layer")).rpartition(".")[2])
        count[kind] = count.get(kind, 0) + 1
        yield kind if count[kind] == 1 else f"{kind}_{count[kind]}"


def _snake(kind: str) -> str:
    """A type as Keras makes a name of it.

    Example:
    >>> _snake("BatchNormalization"), _snake("DepthwiseConv2D"), _snake("ReLU")
    ('batch_normalization', 'depthwise_conv2d', 're_lu')
    """
    apart = re.sub(r"(.)([A-Z][a-z0-9]+)", r"\1_\2", kind)
    return re.sub(r"([a-z])([A-Z])", r"\1_\2", apart).lower()


def _chosen(parts: Sequence[Part]) -> Iterator[Tandem]:
    """Tandems that do not overlap, the one that saves most first."""
    taken: set[int] = set()
    found = sorted(_tandems(parts), key=lambda one: (-one.saved, one.period))
    for one in found:
        if one.saved > 0 and not taken & {*one.places}:
            taken |= {*one.places}
            yield one


def _tandems(parts: Sequence[Part]) -> Iterator[Tandem]:
    labels = [_label(at, part) for at, part in enumerate(parts)]
    for period in range(1, min(LONGEST, len(parts) // 2) + 1):
        start = 0
        for at in range(period, len(labels) + 1):
            if at < len(labels) and labels[at] == labels[at - period]:
                continue
            copies = (at - start) // period
            if copies > 1:
                yield Tandem(start, period, copies)
            start = at - period + 1


def _label(at: int, part: Part) -> Label:
    """What is the same in each copy: the type, and how far above it takes tensors."""
    if part.fixed:
        return (at,)
    above = tuple((at - link.part, link.output) for link in part.inputs[:1])
    return (part.body.get("type"), len(part.inputs), above)
