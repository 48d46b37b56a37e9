"""The groups of a graph's vertices: what a block or a repeat makes."""

from __future__ import annotations

from collections.abc import Iterable

from kspec.graph.ir import Group
from kspec.schema import Instance, Member, text_of
from kspec.text import Mapping, Plain, Scalar, is_plain


def of_block(
    instance: Instance, start: int, stop: int, groups: tuple[Group, ...]
) -> Group:
    """The vertices that an instance of a block makes.

    Args:
        groups: those inside.
    """
    return Group(
        name=instance.name,
        kind="block",
        start=start,
        stop=stop,
        block=instance.block.name,
        arguments=_plain_items(instance.values),
        caption=text_of(instance.caption),
        note=text_of(instance.note),
        groups=groups,
        span=instance.span,
    )


def of_repeat(member: Member, start: int, stop: int, groups: Iterable[Group]) -> Group:
    """The vertices that the copies of a member make."""
    pattern = member.pattern
    first = next((copy for copy in member.copies if copy is not None), None)
    return Group(
        name=first.name.removesuffix("1") if first else member.key,
        kind="repeat",
        start=start,
        stop=stop,
        block=pattern.block.name if isinstance(pattern, Instance) else None,
        caption=text_of(pattern.caption),
        note=text_of(pattern.note),
        groups=tuple(groups),
        span=member.span,
    )


def _plain_items(values: Mapping) -> tuple[tuple[str, Plain], ...]:
    return tuple(
        (item.key, item.value.value)
        for item in values
        if isinstance(item.value, Scalar) and is_plain(item.value.value)
    )
