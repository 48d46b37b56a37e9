"""The lines of a spec that stand for a layer: from its key to the end of its value."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping

from kspec.errors import Span
from kspec.graph.ir import Graph, Group
from kspec.schema import Spec
from kspec.text import Mapping as Tree
from kspec.text import Node, Sequence
from kspec.webpage.linking import Link

Place = tuple[Span, tuple[str, ...]]
"""A key, and the layers that stand there."""


def places(graph: Graph, ids: Mapping[str, str]) -> Iterator[Place]:
    """Where layers and blocks stand; what is in a nested model stands for the model."""
    for vertex in graph.vertices:
        layer = (ids[vertex.name],)
        if vertex.span:
            yield vertex.span, layer
        if vertex.model:
            yield from ((span, layer) for span in spans(vertex.model))
    for group in _groups(graph.groups):
        if group.span:
            inside = graph.vertices[group.start : group.stop]
            yield group.span, tuple(ids[vertex.name] for vertex in inside)


def entry_places(spec: Spec, ids: Mapping[str, str]) -> Iterator[Place]:
    """Where a spec with errors has the layers of an earlier graph."""
    for entry in spec.entries:
        if entry.span and entry.name in ids:
            yield entry.span, (ids[entry.name],)


def spec_links(tree: Node, found: Iterable[Place], file: str) -> Iterator[Link]:
    """The links of one file."""
    ends = dict(_ends(tree))
    for span, layers in found:
        if span.file == file:
            yield Link(span.line, ends.get(span, span.end_line), layers)


def spans(graph: Graph) -> Iterator[Span]:
    """Where the layers stand, those in nested models too."""
    for vertex in graph.vertices:
        if vertex.span:
            yield vertex.span
        if vertex.model:
            yield from spans(vertex.model)


def _groups(groups: tuple[Group, ...]) -> Iterator[Group]:
    for group in groups:
        yield group
        yield from _groups(group.groups)


def _ends(node: Node) -> Iterator[tuple[Span, int]]:
    """The last line of each key's value, by the key's place."""
    if isinstance(node, Tree):
        for item in node:
            if item.key_span:
                yield item.key_span, max(item.key_span.end_line, _last_line(item.value))
            yield from _ends(item.value)
    elif isinstance(node, Sequence):
        for item in node.items:
            yield from _ends(item)


def _last_line(node: Node) -> int:
    """The last line of a value; a block mapping ends with its last part."""
    own = node.span.end_line if node.span else 0
    if isinstance(node, Tree) and node.items:
        return max(own, _last_line(node.items[-1].value))
    if isinstance(node, Sequence) and node.items:
        return max(own, _last_line(node.items[-1]))
    return own
