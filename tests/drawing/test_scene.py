from __future__ import annotations

import pytest
from hypothesis import given

from kspec.drawing import DrawOptions, stage
from kspec.drawing.scene import Edge, Entry, Scene
from kspec.graph import Graph
from tests.drawing.graphs import graphs, two_branches


@given(graphs())
def test_a_scene_has_the_vertices_and_inputs_of_the_graph_in_order(
    graph: Graph,
) -> None:
    shown = stage(graph)
    assert [box.name for box in shown.boxes] == [v.name for v in graph.vertices]
    assert [(edge.tail, edge.head, edge.slot) for edge in shown.edges] == [
        (port.vertex, vertex.name, slot)
        for vertex in graph.vertices
        for slot, port in enumerate(vertex.inputs)
    ]


def test_parallel_edges_are_two() -> None:
    twice = [edge for edge in stage(two_branches()).edges if edge.head == "twice"]
    assert twice == [
        Edge("a", "twice", 0, badge="1"),
        Edge("a", "twice", 1, badge="2"),
    ]


@given(graphs())
def test_an_edge_is_labelled_where_the_box_above_has_several_outputs(
    graph: Graph,
) -> None:
    shown = stage(graph)
    ports = [port for vertex in graph.vertices for port in vertex.inputs]
    for edge, port in zip(shown.edges, ports, strict=True):
        several = len(graph.by_name[port.vertex].outputs) > 1
        expected = f"{port.vertex}.{port.output} (None, 4)" if several else None
        assert edge.label == expected


def test_boxes_know_whether_they_are_inputs_outputs_or_frozen() -> None:
    boxes = {box.name: box for box in stage(two_branches()).boxes}
    assert boxes["x"].role == "input"
    assert boxes["a"].role == "inner"
    assert boxes["merged"].role == "output"
    assert [name for name, box in boxes.items() if box.frozen] == ["b"]


def test_the_legend_explains_what_is_there() -> None:
    entries = [
        Entry("input", "input"),
        Entry("core", "core"),
        Entry("merging", "merging"),
        Entry("output", "output"),
        Entry("frozen", "frozen"),
    ]
    assert list(stage(two_branches()).legend) == entries
    assert stage(two_branches(), DrawOptions(legend="none")).legend == ()


@pytest.mark.parametrize("detail", ["brief", "normal", "full"])
@pytest.mark.parametrize("direction", ["TB", "LR"])
def test_options_change_no_box_and_no_edge(detail: str, direction: str) -> None:
    options = DrawOptions(detail=detail, direction=direction)  # pyright: ignore[reportArgumentType]
    assert census(stage(two_branches(), options)) == census(stage(two_branches()))


def census(shown: Scene) -> list[object]:
    edges = [(edge.tail, edge.head, edge.slot) for edge in shown.edges]
    return [*(box.id for box in shown.boxes), *edges]
