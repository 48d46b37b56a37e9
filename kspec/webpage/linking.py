"""Which lines stand for which layers."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass

from kspec.layers.layer import Family
from kspec.webpage.content import Block, Line, Piece


@dataclass(frozen=True, slots=True)
class Link:
    """Lines, from `start` to `end`, that stand for layers."""

    start: int
    end: int
    layers: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Cast:
    """The layers that the lines speak of.

    Args:
        names: what each is called.
        families: and which colour it has.
        blocks: those that fold, the outer ones first.
    """

    names: Mapping[str, str]
    families: Mapping[str, Family]
    blocks: tuple[Block, ...] = ()


def linked(
    lines: list[tuple[Piece, ...]], links: Iterable[Link], cast: Cast
) -> tuple[Line, ...]:
    """The lines, each with what it stands for, its button and the blocks it folds."""
    found = sorted(links, key=lambda link: (link.start, link.end))
    layers = _layers_by_line(found, len(lines))
    heads = _heads(found, lines)
    anchors = _anchors(heads, layers, cast.blocks)
    return tuple(
        Line(
            number=number,
            pieces=pieces,
            layers=layers[number],
            label=_label(number, heads.get(number, ()), cast),
            family=_family(layers[number], cast),
            anchors=anchors.get(number, ()),
        )
        for number, pieces in enumerate(lines, start=1)
    )


def _layers_by_line(links: list[Link], count: int) -> dict[int, tuple[str, ...]]:
    found: dict[int, dict[str, None]] = {number: {} for number in range(1, count + 1)}
    for link in links:
        for number in range(link.start, min(link.end, count) + 1):
            found[number].update(dict.fromkeys(link.layers))
    return {number: tuple(layers) for number, layers in found.items()}


def _heads(
    links: list[Link], lines: list[tuple[Piece, ...]]
) -> dict[int, tuple[str, ...]]:
    """The layers that begin in each line; a comment above one is not its beginning."""
    heads: dict[int, dict[str, None]] = {}
    for link in links:
        number = link.start
        while number < link.end and _is_comment(lines[number - 1]):
            number += 1
        heads.setdefault(number, {}).update(dict.fromkeys(link.layers))
    return {number: tuple(layers) for number, layers in heads.items()}


def _is_comment(line: tuple[Piece, ...]) -> bool:
    return all(not piece.text.strip() or piece.kind == "comment" for piece in line)


def _label(number: int, layers: tuple[str, ...], cast: Cast) -> str | None:
    if not layers:
        return None
    if len(layers) > 3:
        return f"line {number}: {len(layers)} layers"
    return f"line {number}: {', '.join(cast.names[layer] for layer in layers)}"


def _family(layers: tuple[str, ...], cast: Cast) -> Family | None:
    first = cast.families[layers[0]] if layers else None
    return first if all(cast.families[layer] == first for layer in layers) else None


def _anchors(
    heads: Mapping[int, tuple[str, ...]],
    layers: Mapping[int, tuple[str, ...]],
    blocks: Iterable[Block],
) -> dict[int, tuple[str, ...]]:
    """The line at which each block folds: that of its instance, else its first layer's.

    The line stays where the block is folded; a block with no other line has none.
    """
    anchors: dict[int, tuple[str, ...]] = {}
    for block in blocks:
        inside = set(block.layers)
        exact = [number for number, found in heads.items() if inside == set(found)]
        parts = [n for n in heads if inside.issuperset(layers[n])]
        if exact or len(parts) > 1:
            at = min(exact or parts)
            anchors[at] = (*anchors.get(at, ()), block.id)
    return anchors
