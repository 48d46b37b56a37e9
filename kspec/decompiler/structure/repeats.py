"""Instances and layers that follow each other become a `repeat`."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from itertools import islice
from typing import Any

from kspec.decompiler.structure.elements import Element, Instance, Link, Part, Run
from kspec.decompiler.structure.runs import base_of, runs_in
from kspec.decompiler.structure.templates import choice

Takers = Sequence[Sequence[Link]]


def repeated(
    elements: Sequence[Element], parts: Sequence[Part], takers: Takers
) -> Iterator[Element]:
    """The elements, copies of one thing joined to a run."""
    names = {part.name for part in parts}
    names |= {one.name for one in elements if isinstance(one, Instance)}
    at = 0
    while at < len(elements):
        run = _instances(elements, at, takers, names) or _layers(
            elements, at, parts, takers, names
        )
        yield run or elements[at]
        at += run.copies if run else 1


def _layers(
    elements: Sequence[Element],
    at: int,
    parts: Sequence[Part],
    takers: Takers,
    taken: set[str],
) -> Run | None:
    first = elements[at]
    if not isinstance(first, int) or base_of(parts[first].name, 1) is None:
        return None
    alone: dict[int, str] = {}
    for one in islice(elements, at, None):
        if not isinstance(one, int) or (alone and one != max(alone) + 1):
            break
        alone[one] = parts[one].name
        if base_of(parts[one].name, len(alone)) is None:
            break
    run = next(runs_in(alone, parts), None)
    if run is None or run.start != first or run.name in taken:
        return None
    inner = range(first, first + run.copies - 1)
    if any(taker.part != one + 1 for one in inner for taker in takers[one]):
        return None
    stop = first + run.copies
    return Run(run.name, first, run.copies, first, stop, {}, stop - 1)


def _instances(
    elements: Sequence[Element], at: int, takers: Takers, taken: set[str]
) -> Run | None:
    first = elements[at]
    if not isinstance(first, Instance) or len(first.inputs) != 1:
        return None
    base = base_of(first.name, 1)
    if base is None or base in taken:
        return None
    copies = [first]
    for one in islice(elements, at + 1, None):
        if not isinstance(one, Instance) or not _follows(one, copies, base, takers):
            break
        copies.append(one)
    last = copies[-1]
    if len(copies) < 2 or any(end >= 0 for end in last.ends[1:]):
        return None
    arguments = _joined([one.arguments for one in copies])
    if arguments is None:
        return None
    return Run(
        base, first, len(copies), first.start, last.stop, arguments, last.ends[0]
    )


def _follows(one: Instance, copies: list[Instance], base: str, takers: Takers) -> bool:
    """Whether an instance is the next copy, and nobody else takes the one before."""
    before = copies[-1]
    inside = range(one.start, one.stop)
    return (
        one.block == before.block
        and base_of(one.name, len(copies) + 1) == base
        and one.inputs == (Link(before.ends[0]),)
        and all(
            taker.part in inside
            for at in range(before.start, before.stop)
            for taker in takers[at]
            if taker.part >= before.stop
        )
    )


def _joined(arguments: Sequence[Mapping[str, Any]]) -> dict[str, Any] | None:
    """Arguments for all copies; the first one may have others than the rest."""
    first, *rest = arguments
    if any(_keyed(one) != _keyed(rest[0]) for one in rest):
        return None
    if first.keys() != rest[0].keys():
        return None
    return {
        key: value
        if _is(value, rest[0][key])
        else choice("i == 1", value, rest[0][key])
        for key, value in first.items()
    }


def _keyed(arguments: Mapping[str, Any]) -> list[Any]:
    return [(key, type(value), value) for key, value in arguments.items()]


def _is(one: Any, other: Any) -> bool:
    return type(one) is type(other) and one == other
