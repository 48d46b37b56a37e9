"""The graph as networkx sees it: an ordered multigraph, edges keyed by their slot."""

from __future__ import annotations

from collections.abc import Iterable
from typing import TYPE_CHECKING

from kspec.graph.ir import Graph

if TYPE_CHECKING:
    import networkx as nx


def network(graph: Graph) -> nx.MultiDiGraph[str]:
    """The vertices in document order; an edge's key is its place among the inputs.

    Edges carry `output`, the index of the tensor among the producer's outputs.
    """
    import networkx as nx

    result: nx.MultiDiGraph[str] = nx.MultiDiGraph(name=graph.name)
    result.add_nodes_from(vertex.name for vertex in graph.vertices)
    for vertex in graph.vertices:
        for slot, port in enumerate(vertex.inputs):
            result.add_edge(port.vertex, vertex.name, key=slot, output=port.output)
    return result


def cycles(edges: Iterable[tuple[str, str]]) -> list[tuple[str, ...]]:
    """One circle of names for each group of vertices that feed each other."""
    import networkx as nx

    whole: nx.DiGraph[str] = nx.DiGraph(edges)
    found: list[tuple[str, ...]] = []
    for group in nx.strongly_connected_components(whole):
        part = whole.subgraph(group)
        if part.number_of_edges():
            circle: list[tuple[str, str]] = list(nx.find_cycle(part))  # pyright: ignore
            found.append(tuple(start for start, _ in circle))
    return found
