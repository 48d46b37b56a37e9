from __future__ import annotations

import re
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st
from pygraphviz import AGraph

from kspec import bundled, load
from kspec.drawing import DrawOptions, dot, draw, draw_graph, stage
from kspec.graph import Graph
from tests.conftest import Golden
from tests.drawing.graphs import HOSTILE, graphs, labelled, two_branches


def parsed(text: str) -> Any:
    return AGraph(string=text)


@given(graphs())
def test_dot_has_the_boxes_and_edges_of_the_scene_in_order(graph: Graph) -> None:
    diagram = draw_graph(graph)
    document = parsed(diagram.dot)
    assert document.nodes() == [box.id for box in diagram.scene.boxes]
    heads = re.findall(r"^\t(\w+) -> (\w+) ", diagram.dot, re.MULTILINE)
    assert heads == [(edge.tail, edge.head) for edge in diagram.scene.edges]
    assert sorted(edge[:2] for edge in document.edges()) == sorted(heads)


@pytest.mark.parametrize("text", HOSTILE)
def test_no_text_adds_a_node_an_edge_or_an_attribute(text: str) -> None:
    document = parsed(draw_graph(labelled(text)).dot)
    assert (document.number_of_nodes(), document.number_of_edges()) == (2, 1)
    for node in document.nodes():
        assert set(node.attr.keys()) <= NODE_ATTRIBUTES


NODE_ATTRIBUTES = {
    "class", "color", "fillcolor", "fontcolor", "fontname", "id", "label", "margin",
    "ordering", "penwidth", "peripheries", "shape", "style",
}  # fmt: skip


@given(st.text(st.characters()))
def test_any_text_leaves_one_line_for_each_box(text: str) -> None:
    lines = draw_graph(labelled(f"a{text}")).dot.splitlines()
    assert len(lines) == len(draw_graph(labelled("a")).dot.splitlines())


@given(graphs())
def test_the_same_graph_gives_the_same_bytes(graph: Graph) -> None:
    assert draw_graph(graph).dot == draw_graph(graph).dot


def test_a_label_stays_within_what_graphviz_reads() -> None:
    text = draw_graph(labelled("<" * 10_000), DrawOptions(detail="full")).dot
    assert max(len(line) for line in text.splitlines()) < 16_384


def test_inputs_arrive_from_left_to_right_in_their_order() -> None:
    document = parsed(dot.write(stage(two_branches())))
    ordered = [node for node in document.nodes() if node.attr["ordering"] == "in"]
    assert ordered == ["twice", "merged"]


@pytest.mark.parametrize("name", ["mlp", "mnist_cnn", "deep_recommender"])
def test_bundled_specs_have_these_diagrams(name: str, golden: Golden) -> None:
    golden(f"drawing/{name}.dot", draw(load(bundled.path(name))).dot)


def test_parallel_edges_and_frozen_layers_look_so(golden: Golden) -> None:
    golden("drawing/two_branches.dot", draw_graph(two_branches()).dot)


@pytest.mark.parametrize("detail", ["brief", "full"])
def test_details_look_so(detail: str, golden: Golden) -> None:
    options = DrawOptions(detail=detail, direction="LR", legend="none")  # pyright: ignore[reportArgumentType]
    golden(f"drawing/mlp_{detail}.dot", draw(load(bundled.path("mlp")), options).dot)
