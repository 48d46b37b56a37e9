"""The scene: what a diagram shows, before anything decides how it looks.

Every output format is written from a scene. Its boxes stand in the order of the graph's
vertices and its edges in the order of their inputs, one for each.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from typing import Literal, get_args

from kspec.drawing.description import describe, headline
from kspec.drawing.options import Direction, DrawOptions
from kspec.drawing.quoting import identifiers, shortened, visible
from kspec.drawing.wording import Line, lines
from kspec.graph.ir import Graph, Port, Vertex
from kspec.layers.layer import Family
from kspec.shape import show

Role = Literal["input", "inner", "output"]


@dataclass(frozen=True, slots=True)
class Box:
    """One layer.

    Args:
        id: an identifier made from the name, unique in the scene.
        name: the layer's name.
        kind: its type as in Keras.
        family: which colour it has.
        lines: what it says, from top to bottom.
        params: number of parameters.
        frozen: whether it has parameters that training leaves alone.
        role: an output that is an input too counts as an output.
    """

    id: str
    name: str
    kind: str
    family: Family
    lines: tuple[Line, ...]
    params: int = 0
    frozen: bool = False
    role: Role = "inner"


@dataclass(frozen=True, slots=True)
class Edge:
    """A tensor that one layer gives to another.

    Args:
        tail: the id of the box that gives it.
        head: the id of the box that takes it.
        slot: its place among the inputs, from 0.
        badge: the place, or the name of the call's argument, where the reader needs it.
        label: the tensor's shape where the box does not tell it.
    """

    tail: str
    head: str
    slot: int = 0
    badge: str | None = None
    label: str | None = None


@dataclass(frozen=True, slots=True)
class Entry:
    """One thing that the legend explains: the boxes that look like the sample."""

    sample: Family | Literal["output", "frozen"]
    text: str


@dataclass(frozen=True, slots=True)
class Scene:
    """A diagram's content.

    Args:
        name: the model's name.
        headline: the lines under the drawing.
        description: prose for a reader who does not see the drawing.
    """

    name: str
    headline: tuple[str, ...]
    description: str
    boxes: tuple[Box, ...]
    edges: tuple[Edge, ...]
    legend: tuple[Entry, ...] = ()
    direction: Direction = "TB"


def of(graph: Graph, options: DrawOptions | None = None) -> Scene:
    """The scene of a graph: a box for each vertex, an edge for each input."""
    options = options or DrawOptions()
    ids = identifiers(vertex.name for vertex in graph.vertices)
    return Scene(
        name=graph.name,
        headline=headline(graph),
        description=describe(graph),
        boxes=tuple(_boxes(graph, ids, options)),
        edges=tuple(_edges(graph, ids, options)),
        legend=tuple(_legend(graph)) if options.legend == "below" else (),
        direction=options.direction,
    )


def _boxes(graph: Graph, ids: dict[str, str], options: DrawOptions) -> Iterator[Box]:
    given = {port.vertex for port in graph.outputs.ports}
    for vertex in graph.vertices:
        yield Box(
            id=ids[vertex.name],
            name=vertex.name,
            kind=vertex.kind,
            family=vertex.layer.family,
            lines=lines(vertex, options.detail),
            params=vertex.params,
            frozen=_frozen(vertex),
            role=_role(vertex, given),
        )


def _role(vertex: Vertex, given: set[str]) -> Role:
    if vertex.name in given:
        return "output"
    return "input" if vertex.layer.family == "input" else "inner"


def _edges(graph: Graph, ids: dict[str, str], options: DrawOptions) -> Iterator[Edge]:
    for vertex in graph.vertices:
        badges = _badges(vertex)
        for slot, port in enumerate(vertex.inputs):
            yield Edge(
                tail=ids[port.vertex],
                head=ids[vertex.name],
                slot=slot,
                badge=badges[slot],
                label=_tensor(graph, port, options),
            )


def _badges(vertex: Vertex) -> list[str | None]:
    """What tells a vertex's several inputs apart."""
    if vertex.slots:
        return [slot.name for slot in vertex.slots for _ in range(slot.count or 1)]
    count = len(vertex.inputs)
    return [str(place + 1) if count > 1 else None for place in range(count)]


def _tensor(graph: Graph, port: Port, options: DrawOptions) -> str | None:
    """Which tensor this is, where the box above it has several."""
    if len(graph.by_name[port.vertex].outputs) < 2:
        return None
    name = f"{shortened(visible(port.vertex))}.{port.output}"
    if options.detail == "brief":
        return name
    return f"{name} {show(graph.tensor(port).shape)}"


def _legend(graph: Graph) -> Iterator[Entry]:
    present = {vertex.layer.family for vertex in graph.vertices}
    for family in get_args(Family):
        if family in present:
            yield Entry(family, family)
    yield Entry("output", "output")
    if any(_frozen(vertex) for vertex in graph.vertices):
        yield Entry("frozen", "frozen")


def _frozen(vertex: Vertex) -> bool:
    return vertex.params > 0 and not vertex.layer.trainable
