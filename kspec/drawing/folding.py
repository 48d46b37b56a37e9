"""How far a drawing is folded: as little as a page allows, or as the reader says."""

from __future__ import annotations

from kspec.drawing.arrangement import Arrangement, arrange
from kspec.drawing.derivation import derived
from kspec.drawing.options import DrawOptions
from kspec.drawing.outline import Branch, Outline, Part, outline
from kspec.graph.ir import Graph

MOST_RANKS = {"brief": 24, "normal": 18, "full": 14}
"""Boxes one after the other that a page holds with text that can be read."""

MOST_BOXES = 60


def folded(graph: Graph, options: DrawOptions) -> Arrangement:
    """The graph's boxes and clusters as the options want them."""
    told = outline(graph)
    if options.fold == "none":
        return arrange(told.parts, told.given, depth=options.depth, roll=False)
    if options.fold == "auto" and options.depth is None:
        return _fitting(told, MOST_RANKS[options.detail])
    return arrange(derived(told.parts), told.given, depth=options.depth or 0)


def _fitting(told: Outline, ranks: int) -> Arrangement:
    """The most open arrangement that fits a page, or the one with everything closed."""
    found = arrange(told.parts, told.given)
    if _fits(found, ranks):
        return found
    parts = derived(told.parts)
    for depth in range(_levels(parts), -1, -1):
        found = arrange(parts, told.given, depth=depth)
        if _fits(found, ranks):
            break
    return found


def _levels(parts: tuple[Part, ...]) -> int:
    inner = [_levels(part.parts) for part in parts if isinstance(part, Branch)]
    return 1 + max(inner) if inner else 0


def _fits(found: Arrangement, ranks: int) -> bool:
    return len(found.placed) <= MOST_BOXES and rank_count(found) <= ranks


def rank_count(found: Arrangement) -> int:
    """How many boxes stand one after the other at most."""
    ranks = {id(box): 1 for box in found.placed}
    for link in found.links():
        head = id(link.into)
        ranks[head] = max(ranks[head], ranks[id(link.tail)] + 1)
    return max(ranks.values(), default=0)
