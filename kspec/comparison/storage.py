"""Where Keras stores the weights of each layer, in `.weights.h5` and `.keras` alike.

A layer's place is its class and its number among the layers of that class, counted in
the order of `model.layers`. Its name plays no part. A functional model orders its
layers by their distance from the outputs, the farthest first, and among equals by when
a walk from the outputs up meets them; functions count as steps and store nothing.
Inside a layer, weights are numbered, those of parts under the part's own name.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator
from dataclasses import dataclass

from kspec.graph import Graph, Vertex
from kspec.layers.applications import Application
from kspec.layers.operation import Operation
from kspec.shape import Weight


@dataclass(frozen=True, slots=True)
class Stored:
    """What is stored of one layer, or of one part of it.

    Args:
        layer: its name in the spec; that of a layer in a nested model after its own.
    """

    layer: str
    weights: tuple[Weight, ...]


def stored(graph: Graph) -> dict[str, Stored]:
    """What is stored, by its place in the file."""
    return dict(_stored(graph, "", ""))


def _stored(graph: Graph, above: str, prefix: str) -> Iterator[tuple[str, Stored]]:
    numbers: Counter[str] = Counter()
    for vertex in keras_layers(graph):
        kind = _model_kind(vertex) if vertex.model else vertex.kind
        place = f"{above}{kind}:{numbers[kind]}/"
        numbers[kind] += 1
        name = f"{prefix}{vertex.name}"
        if vertex.model:
            yield from _stored(vertex.model, place, f"{name}.")
            continue
        for part, weights in _parts(vertex).items():
            yield f"{place}{part}", Stored(name, tuple(weights))


def _model_kind(vertex: Vertex) -> str:
    """The class of a nested model; Keras's applications are functional models."""
    chain = vertex.model is not None and vertex.model.mode == "sequential"
    is_own = not isinstance(vertex.layer, Application)
    return "Sequential" if chain and is_own else "Functional"


def _parts(vertex: Vertex) -> dict[str, list[Weight]]:
    parts: dict[str, list[Weight]] = {"": []}
    for weight in vertex.weights:
        parts.setdefault(weight.name.rpartition("/")[0], []).append(weight)
    return parts


def keras_layers(graph: Graph) -> tuple[Vertex, ...]:
    """The vertices whose layers Keras lists in `model.layers`, in that order."""
    if graph.mode == "sequential":
        return tuple(v for v in graph.vertices if v.layer.family != "input")
    indices, finished = _walk(graph)
    depths = _depths(finished)
    for vertex in graph.inputs:
        if vertex.name not in depths:
            depths[vertex.name], indices[vertex.name] = 0, -1
    order = sorted(depths, key=lambda name: (-depths[name], indices[name]))
    vertices = (graph.by_name[name] for name in order)
    return tuple(v for v in vertices if not isinstance(v.layer, Operation))


def _walk(graph: Graph) -> tuple[dict[str, int], list[Vertex]]:
    """When the walk up first meets each layer, and the vertices as it leaves them."""
    indices: dict[str, int] = {}
    finished: dict[str, Vertex] = {}
    for port in graph.outputs.ports:
        waiting = [(graph.by_name[port.vertex], iter(_above(graph, port.vertex)))]
        while waiting:
            vertex, rest = waiting[-1]
            if vertex.name in finished:
                waiting.pop()
                continue
            indices.setdefault(_layer(vertex), len(indices))
            above = next((v for v in rest if v.name not in finished), None)
            if above:
                waiting.append((above, iter(_above(graph, above.name))))
            else:
                finished[vertex.name] = vertex
                waiting.pop()
    return indices, [*finished.values()]


def _above(graph: Graph, name: str) -> list[Vertex]:
    """The producers, those of named arguments by the arguments' names."""
    vertex = graph.by_name[name]
    names = [slot.name for slot in vertex.slots for _ in range(slot.count or 1)]
    ports = list(vertex.inputs)
    if names and not isinstance(vertex.layer, Operation):
        pairs = zip(names, ports, strict=True)
        ports = [port for _, port in sorted(pairs, key=lambda pair: pair[0])]
    return [graph.by_name[port.vertex] for port in ports]


def _depths(finished: list[Vertex]) -> dict[str, int]:
    """How far each layer is from the outputs, a shared one by its farthest call."""
    calls: dict[str, int] = {}
    layers: dict[str, int] = {}
    for vertex in reversed(finished):
        layer = _layer(vertex)
        depth = max(calls.setdefault(vertex.name, 0), layers.get(layer, 0))
        layers[layer] = calls[vertex.name] = depth
        for port in vertex.inputs:
            calls[port.vertex] = max(depth + 1, calls.get(port.vertex, 0))
    return layers


def _layer(vertex: Vertex) -> str:
    return vertex.shares or vertex.name
