"""The lines of a spec that stand for a layer: from its key to the end of its value."""

from __future__ import annotations

from collections.abc import Iterator, Mapping

from kspec.errors import Span
from kspec.graph.ir import Graph, Group
from kspec.schema import Spec
from kspec.text import Mapping as Tree
from kspec.text import Node, Sequence
from kspec.webpage.linking import Link


def spec_links(
    spec: Spec, graph: Graph, ids: Mapping[str, str], file: str
) -> Iterator[Link]:
    """The links of one of the spec's files.

    Where the spec is wrong and the graph an earlier one, those layers are linked that
    both have.
    """
    ends = dict(_ends(spec.root, file))
    places = {name: span for name, span in _places(spec, graph) if span.file == file}
    for name, span in places.items():
        yield Link(span.line, ends.get(span, span.end_line), (ids[name],))
    for group in _groups(graph.groups):
        if group.span and group.span.file == file:
            inside = graph.vertices[group.start : group.stop]
            layers = tuple(ids[vertex.name] for vertex in inside)
            end = ends.get(group.span, group.span.end_line)
            yield Link(group.span.line, end, layers)


def _places(spec: Spec, graph: Graph) -> Iterator[tuple[str, Span]]:
    """Where each layer stands: as the graph says, or now where the spec says it."""
    for vertex in graph.vertices:
        if vertex.span:
            yield vertex.name, vertex.span
    for entry in spec.entries:
        if entry.name in graph.by_name and entry.span:
            yield entry.name, entry.span


def _groups(groups: tuple[Group, ...]) -> Iterator[Group]:
    for group in groups:
        yield group
        yield from _groups(group.groups)


def _ends(node: Node, file: str) -> Iterator[tuple[Span, int]]:
    """The last line of each key's value, by the key's place."""
    if isinstance(node, Tree):
        for item in node:
            if item.key_span and item.key_span.file == file:
                yield item.key_span, max(item.key_span.end_line, _last_line(item.value))
            yield from _ends(item.value, file)
    elif isinstance(node, Sequence):
        for item in node.items:
            yield from _ends(item, file)


def _last_line(node: Node) -> int:
    """The last line of a value; a block mapping ends with its last part."""
    own = node.span.end_line if node.span else 0
    if isinstance(node, Tree) and node.items:
        return max(own, _last_line(node.items[-1].value))
    if isinstance(node, Sequence) and node.items:
        return max(own, _last_line(node.items[-1]))
    return own
