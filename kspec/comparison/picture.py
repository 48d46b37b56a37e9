"""A difference as a diagram: the new model, and in it what it no longer has.

What was added, removed and changed is told by the colour of its border and by a sign.
"""

from __future__ import annotations

from collections import Counter, defaultdict
from collections.abc import Iterator
from dataclasses import replace

from kspec.comparison.difference import Diff
from kspec.comparison.edits import Added, Changed, Moved, Removed, Renamed, Rewired
from kspec.comparison.matching import Matching
from kspec.comparison.report import line, value
from kspec.drawing import Diagram, DrawOptions
from kspec.drawing.dot import write
from kspec.drawing.quoting import shortened, visible
from kspec.drawing.scene import Box, Edge, Item, Mark, Scene
from kspec.drawing.staging import stage
from kspec.drawing.wording import Line
from kspec.graph import Graph, Port

KEY = "+ added   − removed   ~ changed"


def draw_diff(diff: Diff, options: DrawOptions | None = None) -> Diagram:
    """The diagram of a difference; no layer is folded."""
    scene = scene_of(diff, replace(options or DrawOptions(), fold="none"))
    return Diagram(scene, write(scene), union(diff.matching))


def scene_of(diff: Diff, options: DrawOptions) -> Scene:
    """The scene: a box for each layer of both models, edges with their marks."""
    found = diff.matching
    scene = stage(union(found), options)
    marks, notes = _marks(diff), _notes(diff)
    ids = {box.layers[0]: box.id for box in scene.boxes}
    names = [one.name for one in (found.old, found.new)]
    title = " → ".join(dict.fromkeys(shortened(visible(name)) for name in names))
    old, new = diff.params
    counts = f"{old:,} → {new:,} parameters" if old != new else f"{new:,} parameters"
    return replace(
        scene,
        headline=(f"{title} · {counts}", KEY),
        description=visible("; ".join(map(line, diff.edits)) or "no difference"),
        items=tuple(_marked(item, marks, notes) for item in scene.items),
        edges=(*_new_edges(scene, found, ids), *_old_edges(found, ids)),
    )


def union(found: Matching) -> Graph:
    """The new graph, and the vertices that only the old one has, below their inputs."""
    vertices = [replace(vertex, model=None) for vertex in found.new.vertices]
    for vertex in found.removed:
        inputs = tuple(_now(found, port) for port in vertex.inputs)
        taken = {port.vertex for port in inputs}
        above = [at for at, one in enumerate(vertices, 1) if one.name in taken]
        vertices.insert(
            max(above, default=0), replace(vertex, inputs=inputs, model=None)
        )
    return replace(found.new, vertices=tuple(vertices), groups=(), mode="functional")


def _marks(diff: Diff) -> dict[str, Mark]:
    marks: dict[str, Mark] = {}
    for edit in diff.edits:
        match edit:
            case Added(layer):
                _mark(marks, layer, "added")
            case Removed(layer):
                _mark(marks, layer, "removed")
            case Renamed(_, new, False):
                _mark(marks, new, "changed")
            case Changed() | Rewired() | Moved():
                _mark(marks, edit.now, "changed")
            case _:
                pass
    return marks


def _mark(marks: dict[str, Mark], layer: str, mark: Mark) -> None:
    """Mark a layer; whatever becomes of one in a nested model changes the model."""
    model, inside, _ = layer.partition(".")
    marks[model] = "changed" if inside else mark


def _notes(diff: Diff) -> dict[str, list[Line]]:
    """What a box says of its changes."""
    notes: dict[str, list[Line]] = defaultdict(list)
    for edit in diff.edits:
        match edit:
            case Renamed(old, new, False):
                text = f"was {old}"
            case Changed(_, new, argument, old, now):
                text = f"{argument}: {value(old)} → {value(now)}"
            case _:
                continue
        model, _, inside = new.partition(".")
        notes[model].append(_line(f"{inside}: {text}" if inside else text))
    return notes


def _line(text: str) -> Line:
    return Line("note", shortened(visible(text)))


def _marked(item: Item, marks: dict[str, Mark], notes: dict[str, list[Line]]) -> Item:
    if not isinstance(item, Box) or item.layers[0] not in marks:
        return item
    lines = (*item.lines, *notes.get(item.layers[0], ()))
    return replace(item, mark=marks[item.layers[0]], lines=lines)


def _new_edges(scene: Scene, found: Matching, ids: dict[str, str]) -> Iterator[Edge]:
    """The scene's edges: those that the old model has not are added, or removed."""
    had = _edges(found, ids)
    gone = {ids[vertex.name] for vertex in found.removed}
    for edge in scene.edges:
        mark: Mark | None = "removed" if edge.head in gone else "added"
        if had[edge.tail, edge.head] and edge.head not in gone:
            had[edge.tail, edge.head] -= 1
            mark = None
        yield replace(edge, mark=mark)


def _old_edges(found: Matching, ids: dict[str, str]) -> Iterator[Edge]:
    """The old model's edges to layers that are left and that no longer have them."""
    has = Counter(
        (ids[p.vertex], ids[v.name]) for v in found.new.vertices for p in v.inputs
    )
    slots: Counter[str] = Counter()
    for tail, head in _edges(found, ids).elements():
        if has[tail, head]:
            has[tail, head] -= 1
            continue
        slots[head] += 1
        yield Edge(tail, head, FIRST_OLD_SLOT + slots[head], mark="removed")


FIRST_OLD_SLOT = 1_000
"""Above the slots of a layer's own inputs, so that every edge has an id of its own."""


def _edges(found: Matching, ids: dict[str, str]) -> Counter[tuple[str, str]]:
    """The old model's edges between boxes, to layers that are left."""
    return Counter(
        (ids[_now(found, port).vertex], ids[found.forward[vertex.name]])
        for vertex in found.old.vertices
        if vertex.name in found.forward
        for port in vertex.inputs
    )


def _now(found: Matching, port: Port) -> Port:
    return Port(found.forward.get(port.vertex, port.vertex), port.output)
