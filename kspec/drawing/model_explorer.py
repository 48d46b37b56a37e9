"""Graph → the JSON of Google's Model Explorer, a viewer for graphs of any size.

Its layers (namespaces) are the groups of the model, closed when it is opened, so
nothing is folded here.
"""

from __future__ import annotations

import json
from collections.abc import Iterator
from typing import Any

from kspec.drawing import groups
from kspec.drawing.derivation import derived
from kspec.drawing.outline import Branch, Leaf, Part, outline
from kspec.drawing.quoting import visible
from kspec.drawing.settings import settings
from kspec.graph.ir import Graph, Vertex
from kspec.shape import Tensor, is_known


def write(graph: Graph) -> str:
    """The graph as JSON that Model Explorer opens."""
    told = outline(graph)
    nodes: list[dict[str, Any]] = []
    attributes = {"": _totals(graph)}
    for part, path in _walk(derived(told.parts), ()):
        namespace = "/".join(path)
        if isinstance(part, Leaf):
            nodes.append(_node(part, namespace))
        else:
            attributes[namespace] = _group(part)
    content = {
        "id": visible(graph.name),
        "nodes": nodes,
        "groupNodeAttributes": attributes,
    }
    collection = {"label": visible(graph.name), "graphs": [content]}
    return json.dumps(collection, ensure_ascii=False, indent=1) + "\n"


def _walk(
    parts: tuple[Part, ...], around: tuple[str, ...]
) -> Iterator[tuple[Part, tuple[str, ...]]]:
    """Every part with its namespace; that of a group ends in its own name."""
    for part in parts:
        if isinstance(part, Leaf):
            yield part, around
        else:
            path = (*around, visible(groups.name_of(part)).replace("/", "∕"))
            yield part, path
            yield from _walk(part.parts, path)


def _node(leaf: Leaf, namespace: str) -> dict[str, Any]:
    vertex = leaf.vertex
    return {
        "id": leaf.path,
        "label": visible(vertex.name),
        "namespace": namespace,
        "attrs": [{"key": key, "value": value} for key, value in _facts(vertex)],
        "incomingEdges": [
            {
                "sourceNodeId": source.path,
                "sourceNodeOutputId": str(source.output),
                "targetNodeInputId": str(slot),
            }
            for slot, source in enumerate(leaf.inputs)
        ],
        "outputsMetadata": [_output(*pair) for pair in enumerate(vertex.outputs)],
    }


def _output(number: int, tensor: Tensor) -> dict[str, Any]:
    sizes = ", ".join("?" if size is None else str(size) for size in tensor.shape)
    told = sizes if is_known(tensor.shape) else "?"
    shape = {"key": "tensor_shape", "value": f"{tensor.dtype}[{told}]"}
    return {"id": str(number), "attrs": [shape]}


def _facts(vertex: Vertex) -> Iterator[tuple[str, str]]:
    yield "type", vertex.kind
    if vertex.caption:
        yield "caption", visible(vertex.caption)
    if words := settings(vertex.layer, vertex.outputs):
        yield "settings", " · ".join(words)
    yield "parameters", _count((vertex,))
    if vertex.params and not vertex.layer.trainable:
        yield "trainable", "false"
    if vertex.shares:
        yield "shares the weights of", visible(vertex.shares)
    for weight in vertex.weights:
        if is_known(weight.shape):
            yield weight.name, "×".join(map(str, weight.shape)) or "scalar"
    if vertex.note:
        yield "note", visible(vertex.note)


def _group(branch: Branch) -> dict[str, str]:
    said = {"kind": groups.kind_of(branch)}
    if branch.kind in ("repeat", "run"):
        said["copies"] = str(len(branch.parts))
    if branch.caption:
        said["caption"] = visible(branch.caption)
    said |= {visible(name): visible(str(value)) for name, value in branch.arguments}
    return said | {"parameters": _count(groups.vertices(branch))}


def _count(vertices: tuple[Vertex, ...]) -> str:
    """The number of parameters, where it is known before the model is built."""
    if not all(vertex.knows_weights for vertex in vertices):
        return "?"
    return f"{sum(vertex.params for vertex in vertices):,}"


def _totals(graph: Graph) -> dict[str, str]:
    said = {"parameters": f"{graph.params:,}"}
    said["trainable parameters"] = f"{graph.trainable_params:,}"
    return said | ({"caption": visible(graph.caption)} if graph.caption else {})
