"""What folds: the spec's blocks and repeats, and in the diagram nested models too."""

from __future__ import annotations

from collections.abc import Iterator, Mapping

from kspec.drawing.outline import NESTED
from kspec.drawing.quoting import shortened, visible
from kspec.drawing.scene import Box, Scene
from kspec.drawing.wording import counted
from kspec.graph.ir import Graph, Group, Vertex
from kspec.webpage.content import Block


def blocks(graph: Graph, scene: Scene, ids: Mapping[str, str]) -> Iterator[Block]:
    """The blocks of a graph, the outer ones before those inside."""
    boxes = {box.element: layers_of(box, ids) for box in scene.boxes}
    yield from _groups(graph, graph.groups, ids, boxes, None)
    for vertex in graph.vertices:
        inside = [box for box, layers in boxes.items() if layers == (ids[vertex.name],)]
        if vertex.model is not None and len(inside) > 1:
            yield _model(vertex, ids[vertex.name], tuple(inside))


def layers_of(box: Box, ids: Mapping[str, str]) -> tuple[str, ...]:
    """The layers that a box stands for; a nested model is one layer."""
    names = (name.partition(NESTED)[0] for name in box.layers)
    return tuple(dict.fromkeys(ids[name] for name in names))


def _groups(
    graph: Graph,
    groups: tuple[Group, ...],
    ids: Mapping[str, str],
    boxes: Mapping[str, tuple[str, ...]],
    parent: str | None,
) -> Iterator[Block]:
    for group in groups:
        inside = graph.vertices[group.start : group.stop]
        layers = tuple(ids[vertex.name] for vertex in inside)
        known = set(layers)
        yield Block(
            id=group.name,
            label=_label(group.name, group.block or "repeat"),
            caption=_caption(group.caption),
            facts=_facts(len(inside), inside),
            layers=layers,
            boxes=tuple(box for box, own in boxes.items() if known.issuperset(own)),
            parent=parent,
        )
        yield from _groups(graph, group.groups, ids, boxes, group.name)


def _model(vertex: Vertex, id: str, boxes: tuple[str, ...]) -> Block:
    return Block(
        id=f"{id}{NESTED}",
        label=_label(vertex.name, vertex.kind),
        caption=_caption(vertex.caption),
        facts=_facts(len(boxes), (vertex,)),
        layers=(id,),
        boxes=boxes,
        is_layer=True,
    )


def _label(name: str, kind: str) -> str:
    return f"{visible(name)} · {visible(kind)}"


def _caption(text: str | None) -> str | None:
    return f"【{shortened(visible(text))}】" if text else None


def _facts(count: int, layers: tuple[Vertex, ...]) -> str:
    params = sum(vertex.params for vertex in layers)
    is_known = all(vertex.knows_weights for vertex in layers)
    size = counted(params, "param") if is_known else "? params"
    facts = [counted(count, "layer"), *([size] if params or not is_known else [])]
    return " · ".join(facts)
