"""What a graph consists of before and after structure is found in it."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Any

Body = Mapping[str, Any]
"""What stands under a layer's name, as plain data, what it takes left out."""


@dataclass(frozen=True, slots=True)
class Link:
    """A tensor: the position of the part that gives it, and which of its outputs."""

    part: int
    output: int = 0


@dataclass(frozen=True)
class Part:
    """One layer of a flat graph.

    Args:
        name: its name; where `free`, only a wish.
        body: its type and arguments.
        inputs: the tensors that it takes, of parts before it.
        slots: names of the tensors, and how many a list has; empty for the order.
        free: whether any name will do.
        fixed: whether it has to stay by itself, such as an input or a shared layer.
    """

    name: str
    body: Body
    inputs: tuple[Link, ...] = ()
    slots: tuple[tuple[str, int | None], ...] = ()
    free: bool = False
    fixed: bool = False


@dataclass(frozen=True)
class Member:
    """A layer of a block: what it takes is a name of the block, and an output.

    Args:
        copies: how many stand one after the other; None for one without a number.
        when: the condition under which it is there.
    """

    name: str
    body: Body
    inputs: tuple[tuple[str, int], ...]
    slots: tuple[tuple[str, int | None], ...] = ()
    copies: Any = None
    when: str | None = None


@dataclass(frozen=True)
class Block:
    """A sub-graph that occurs several times.

    Args:
        params: its parameters; None for one that every instance gives.
        inputs: names of the tensors that it takes.
        outputs: names of its layers whose outputs others take, the default first.
    """

    name: str
    params: Mapping[str, Any]
    inputs: tuple[str, ...]
    members: tuple[Member, ...]
    outputs: tuple[str, ...]


@dataclass(frozen=True)
class Instance:
    """A block at its place.

    Args:
        start: the position of its first part.
        stop: the position after its last.
        inputs: the tensors that the block takes, in the order of its inputs.
        ends: the positions whose outputs others take, in the order of its outputs.
    """

    name: str
    block: str
    arguments: Mapping[str, Any]
    start: int
    stop: int
    inputs: tuple[Link, ...]
    ends: tuple[int, ...]


@dataclass(frozen=True)
class Run:
    """Copies of one thing, each taking what the one before gives.

    Args:
        first: the part or instance that is repeated.
        arguments: those of an instance, for all copies.
        end: the position whose output the last copy gives.
    """

    name: str
    first: int | Instance
    copies: int
    start: int
    stop: int
    arguments: Mapping[str, Any] = field(default_factory=dict[str, Any])
    end: int = -1


Element = int | Instance | Run
"""A line of the result: a part by its position, an instance or a run."""


@dataclass(frozen=True)
class Structured:
    """The parts in blocks, instances and runs, in document order."""

    blocks: tuple[Block, ...]
    elements: tuple[Element, ...]
    names: tuple[str, ...]
    """The name of each part; that of a free one may have changed."""
