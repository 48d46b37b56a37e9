"""From variants of one sub-graph to a block and its instances."""

from __future__ import annotations

import re
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, replace
from typing import Any

from kspec.decompiler.structure.elements import Block, Body, Instance, Member
from kspec.decompiler.structure.prefixes import Stretch
from kspec.decompiler.structure.templates import (
    ABSENT,
    Incomparable,
    Parameters,
    substituted,
    unified,
)
from kspec.decompiler.structure.variants import Ref, Union, Variant, union

Complete = Callable[[Sequence[Body]], Sequence[Body]]
"""Adds to bodies of one type the defaults of arguments that others of them give."""

X = "x"


@dataclass(frozen=True)
class Found:
    """A block that was found, and where it stands."""

    block: Block
    instances: tuple[Instance, ...]
    stretches: tuple[Stretch, ...]


def found(variants: Sequence[Variant], name: str, complete: Complete) -> Found | None:
    """The block of variants that have a union, or None where they differ too much."""
    made = union(variants)
    if made is None:
        return None
    parameters = Parameters()
    inputs = (
        (X,) if made.inputs == 1 else tuple(f"x{at + 1}" for at in range(made.inputs))
    )
    order = sorted(made.refs, key=lambda inner: _turn(inner, variants))
    try:
        members = {
            inner: _member(inner, made, variants, parameters, inputs, complete)
            for inner in order
        }
    except Incomparable:
        return None
    members = _without(parameters.shortened(), members)
    usual = {
        key: _default(vector, least=1 if key in parameters.partial else None)
        for key, vector in parameters.vectors.items()
    }
    ends = tuple(map(inner_name, made.ends))
    block = Block(name, usual, inputs, tuple(members[one] for one in made.refs), ends)
    instances = tuple(
        _instance(at, one, made, block, parameters) for at, one in enumerate(variants)
    )
    return Found(block, instances, tuple(one.stretch for one in variants))


def _without(
    shorter: Mapping[str, str], members: Mapping[str, Member]
) -> dict[str, Member]:
    """The members, parameters that can be worked out replaced by how."""
    if not shorter:
        return {**members}
    return {
        name: replace(
            one,
            body=substituted(one.body, shorter),
            copies=substituted(one.copies, shorter),
            when=substituted(one.when, shorter),
        )
        for name, one in members.items()
    }


def _member(  # noqa: PLR0913
    name: str,
    made: Union,
    variants: Sequence[Variant],
    parameters: Parameters,
    inputs: tuple[str, ...],
    complete: Complete,
) -> Member:
    having = [one.locals[name] for one in variants if name in one.locals]
    bodies = iter(complete([local.body for local in having]))
    owner = inner_name(name).strip("_")
    values = [next(bodies) if name in one.locals else ABSENT for one in variants]
    body = unified(values, parameters, owner)
    counts = [_copies(one, name) for one in variants]
    alone = having[0].copies is None
    copies = None if alone else unified(counts, parameters, owner, f"{owner}s")
    present = tuple(name in one.locals for one in variants)
    when = None if all(present) else parameters.hole(_flags(owner), present)
    refs = tuple(_within(ref, inputs) for ref in made.refs[name])
    return Member(inner_name(name), body, refs, having[0].slots, copies, when)


def _flags(owner: str) -> list[str]:
    """Names for whether a layer is there: its first word, or all of it.

    Example:
    >>> _flags("expand_conv"), _flags("0_conv")
    (['expand', 'expand_conv', 'has_expand_conv'], ['0', '0_conv', 'has_0_conv'])
    """
    return [owner.partition("_")[0], owner, f"has_{owner}"]


def _turn(name: str, variants: Sequence[Variant]) -> int:
    """When parameters are made for a layer: what comes later may say the same.

    Layers that only some have come last, and before them those with lists, since
    `filters` is a better name than `target_shape` for what both have.
    """
    having = [one.locals[name].body for one in variants if name in one.locals]
    lists = any(isinstance(v, list) for body in having for v in body.values())
    return 2 * (len(having) < len(variants)) + lists


def _copies(one: Variant, name: str) -> Any:
    return one.locals[name].copies if name in one.locals else ABSENT


def _within(ref: Ref, inputs: tuple[str, ...]) -> tuple[str, int]:
    name, output = ref
    return (inner_name(name) if isinstance(name, str) else inputs[name]), output


def inner_name(rest: str) -> str:
    """The name of a layer in its block: what begins with a digit needs a letter or `_`.

    Example:
    >>> inner_name("conv"), inner_name("1_conv")
    ('conv', '_1_conv')
    """
    return f"_{rest}" if rest[0].isdigit() else rest


def _default(vector: tuple[Any, ...], *, least: int | None = None) -> Any:
    """The value of most instances, or None where there is none.

    Args:
        least: how many have to have it; more than half where None.
    """
    keys: list[tuple[Any, Any]] = [(type(value), value) for value in vector]
    usual = max(keys, key=keys.count)
    enough = len(keys) // 2 + 1 if least is None else least
    return usual[1] if keys.count(usual) >= enough else None


def _instance(
    at: int, one: Variant, made: Union, block: Block, parameters: Parameters
) -> Instance:
    arguments = {key: vector[at] for key, vector in parameters.vectors.items()}
    ends = tuple(_position(made.end_in(end, one), one) for end in made.ends)
    stretch = one.stretch
    return Instance(
        stretch.prefix,
        block.name,
        arguments,
        stretch.start,
        stretch.stop,
        one.inputs,
        ends,
    )


def _position(ref: Ref, one: Variant) -> int:
    """Where an end of a block stands; a part that nobody takes is none (-1)."""
    return one.positions.get(str(ref[0]), -1)


def given(arguments: Mapping[str, Any], block: Block) -> dict[str, Any]:
    """The arguments that are not the block's own values."""
    return {
        key: value
        for key, value in arguments.items()
        if type(value) is not type(block.params[key]) or value != block.params[key]
    }


def block_name(pattern: str, taken: Mapping[str, Any]) -> str:
    """A name for a block, from what the names of its instances have in common.

    Example:
    >>> block_name("conv#_block#", {}), block_name("block#", {"block": 1})
    ('conv_block', 'block_2')
    """
    words = [word for word in re.split(r"[#_]+", pattern) if word]
    base = "_".join(words) or "block"
    base = base if not base[0].isdigit() else f"_{base}"
    name, number = base, 2
    while name in taken:
        name, number = f"{base}_{number}", number + 1
    return name
