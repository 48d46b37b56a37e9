"""A model in prose, for a reader who does not see the drawing."""

from __future__ import annotations

from collections import Counter

from kspec.drawing.quoting import shortened, visible
from kspec.drawing.wording import SEPARATOR, counted
from kspec.graph.ir import Graph, Port
from kspec.shape import show

MOST_LISTED = 40
"""Layers that are told one by one; a longer model is told by the counts of types."""


def headline(graph: Graph) -> tuple[str, ...]:
    """The model's caption where it has one, then its name and size."""
    caption = [f"【{shortened(visible(graph.caption))}】"] if graph.caption else []
    words = [shortened(visible(graph.name)), _parameters(graph)]
    if graph.params != graph.trainable_params:
        words.append(f"{graph.trainable_params:,} trainable")
    return *caption, SEPARATOR.join(words)


def describe(graph: Graph) -> str:
    """What the model is, takes and gives, and its layers in order."""
    layers = [v for v in graph.vertices if v.layer.family != "input"]
    size = f"{counted(len(layers), 'layer')} and {_parameters(graph)}"
    takes = [f"{v.name} {show(v.outputs[0].shape)}" for v in graph.inputs]
    gives = [_port(graph, port) for port in graph.outputs.ports]
    sentences = [
        f"A {graph.mode} model of {size}.",
        f"Takes {', '.join(takes)}; gives {', '.join(gives)}.",
        _listing(graph) if len(layers) <= MOST_LISTED else _census(graph),
    ]
    return visible(" ".join(sentences))


def _parameters(graph: Graph) -> str:
    """How many parameters there are; a plugin's layer may hide some."""
    least = "" if graph.is_known else "at least "
    return f"{least}{counted(graph.params, 'parameter')}"


def _port(graph: Graph, port: Port) -> str:
    return f"{_reference(graph, port)} {show(graph.tensor(port).shape)}"


def _reference(graph: Graph, port: Port) -> str:
    several = len(graph.by_name[port.vertex].outputs) > 1
    return f"{port.vertex}.{port.output}" if several else port.vertex


def _listing(graph: Graph) -> str:
    layers: list[str] = []
    for vertex in graph.vertices:
        if vertex.inputs:
            sources = ", ".join(_reference(graph, port) for port in vertex.inputs)
            caption = f"【{vertex.caption}】" if vertex.caption else ""
            layers.append(f"{vertex.name}{caption}, {vertex.kind} of {sources}")
    return f"In order: {'; '.join(layers)}."


def _census(graph: Graph) -> str:
    kinds = Counter(vertex.kind for vertex in graph.vertices if vertex.inputs)
    counts = [f"{count:,} {kind}" for kind, count in kinds.most_common()]
    return f"Of these {', '.join(counts)}."
