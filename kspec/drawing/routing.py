"""How much work the engine may do: large and dense drawings have simpler edges.

What costs Graphviz its time is neither boxes nor edges but the ranks that edges pass:
100 layers with 50 nested skips between them took it 10 seconds, or one with a bound on
its network simplex; the bound leaves some edges longer than they need be.
"""

from __future__ import annotations

from kspec.drawing.scene import Scene

DENSE, DENSER = 1_500, 8_000
"""Ranks that all edges together pass, from which on the layout is bounded."""


def routing(scene: Scene) -> dict[str, str]:
    """The attributes of a graph that bound the time of its layout."""
    passed = spread(scene)
    if passed < DENSE:
        return {}
    if passed < DENSER:
        return {"splines": "polyline", "nslimit": "2", "nslimit1": "2"}
    return {"splines": "line", "nslimit": "0.3", "nslimit1": "0.3", "mclimit": "0.1"}


def spread(scene: Scene) -> int:
    """How many ranks all edges pass beyond the first."""
    ranks = {box.id: 0 for box in scene.boxes}
    for edge in scene.edges:
        ranks[edge.head] = max(ranks[edge.head], ranks[edge.tail] + 1)
    return sum(ranks[edge.head] - ranks[edge.tail] - 1 for edge in scene.edges)
