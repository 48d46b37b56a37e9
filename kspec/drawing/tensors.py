"""The edges of a scene: which tensors go from box to box, and what they say."""

from __future__ import annotations

from collections import Counter, defaultdict
from collections.abc import Iterator

from kspec.drawing.arrangement import Arrangement, Link
from kspec.drawing.options import DrawOptions
from kspec.drawing.outline import Leaf, Source
from kspec.drawing.quoting import shortened, visible
from kspec.drawing.scene import Edge
from kspec.drawing.wording import sizes
from kspec.graph.ir import Vertex
from kspec.shape import Shape, show


def edges(
    arrangement: Arrangement, ids: dict[int, str], options: DrawOptions
) -> Iterator[Edge]:
    """The edges in the order of the boxes that take them and of their inputs."""
    by_path = {leaf.path: leaf for leaf in arrangement.order}
    links = list(arrangement.links())
    taken: defaultdict[int, set[Shape]] = defaultdict(set)
    for link in links:
        taken[id(link.into)].add(_shape(by_path, link.source))
    told: set[tuple[int, int]] = set()
    into_groups: Counter[int] = Counter()
    for link in links:
        tensor = (id(link.tail), link.source.output)
        shape = _shape(by_path, link.source)
        changes = tensor not in told and shape not in taken[id(link.tail)]
        told.add(tensor)
        vertex = by_path[link.source.path].vertex
        label = _label(vertex, link.source, shape, options)
        is_plain = label is None and vertex.layer.family != "input"
        yield Edge(
            tail=ids[id(link.tail)],
            head=ids[id(link.into)],
            slot=_slot(link, into_groups),
            badge=_badge(link),
            label=label,
            shape=sizes(shape) if changes and is_plain else None,
        )


def _shape(by_path: dict[str, Leaf], source: Source) -> Shape:
    outputs = by_path[source.path].vertex.outputs
    return outputs[source.output].shape if source.output < len(outputs) else ()


def _slot(link: Link, into_groups: Counter[int]) -> int:
    """The place among the inputs of a layer; of a group, in the order of drawing."""
    if isinstance(link.into.part, Leaf):
        return link.slot
    into_groups[id(link.into)] += 1
    return into_groups[id(link.into)] - 1


def _badge(link: Link) -> str | None:
    """What tells several inputs of a box apart."""
    part = link.into.part
    if isinstance(part, Leaf):
        return _badges(part.vertex)[link.slot] if part.vertex.inputs else None
    if part.vertex is None or part.vertex.model is None:
        return None
    names = [vertex.name for vertex in part.vertex.model.inputs]
    if len(names) < 2 or link.head.vertex.name not in names:
        return None
    return str(names.index(link.head.vertex.name) + 1)


def _badges(vertex: Vertex) -> list[str | None]:
    if vertex.slots:
        return [slot.name for slot in vertex.slots for _ in range(slot.count or 1)]
    count = len(vertex.inputs)
    return [str(place + 1) if count > 1 else None for place in range(count)]


def _label(
    vertex: Vertex, source: Source, shape: Shape, options: DrawOptions
) -> str | None:
    """Which tensor this is, where the layer that gives it has several."""
    if len(vertex.outputs) < 2:
        return None
    name = f"{shortened(visible(vertex.name))}.{source.output}"
    return name if options.detail == "brief" else f"{name} {show(shape)}"
