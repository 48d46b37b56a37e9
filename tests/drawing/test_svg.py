from __future__ import annotations

from collections import Counter
from functools import cache
from xml.etree import ElementTree
from xml.etree.ElementTree import Element

import pytest
from hypothesis import given
from hypothesis import strategies as st

from kspec.drawing import Diagram, DrawOptions, draw_graph
from kspec.drawing.quoting import visible
from kspec.graph import Graph
from tests.drawing.graphs import HOSTILE, graphs, labelled, two_branches

SVG = "{http://www.w3.org/2000/svg}"
FULL = DrawOptions(detail="full")


def parsed(diagram: Diagram) -> Element:
    return ElementTree.fromstring(diagram.svg())


def groups(root: Element, kind: str) -> list[Element]:
    """The groups of all nodes, or of all edges."""
    return [g for g in root.iter(f"{SVG}g") if kind in g.get("class", "").split()]


def title(element: Element) -> str:
    return element.findtext(f"{SVG}title") or ""


def texts(element: Element) -> list[str]:
    found = ["".join(text.itertext()) for text in element.iter(f"{SVG}text")]
    return [text.replace("\u00a0", " ") for text in found]


@given(graphs())
def test_svg_has_the_boxes_and_edges_of_the_graph(graph: Graph) -> None:
    diagram = draw_graph(graph)
    root = parsed(diagram)
    boxes = groups(root, "node")
    assert [group.get("id") for group in boxes] == [
        f"layer-{box.id}" for box in diagram.scene.boxes
    ]
    assert [title(group) for group in boxes] == [v.name for v in graph.vertices]
    assert Counter(title(group) for group in groups(root, "edge")) == Counter(
        f"{port.vertex} → {vertex.name}"
        for vertex in graph.vertices
        for port in vertex.inputs
    )


def test_every_box_says_its_lines() -> None:
    diagram = draw_graph(two_branches(), FULL)
    for group, box in zip(
        groups(parsed(diagram), "node"), diagram.scene.boxes, strict=True
    ):
        assert texts(group) == [line.text for line in box.lines]


@pytest.mark.parametrize("text", HOSTILE)
def test_a_hostile_text_is_shown_and_does_nothing(text: str) -> None:
    check_text(text)


@given(st.text(st.characters(), max_size=60))
def test_any_text_is_shown_and_does_nothing(text: str) -> None:
    check_text(f"a{text}")


def check_text(text: str) -> None:
    diagram = draw_graph(labelled(text))
    root = parsed(diagram)
    assert census(root) == harmless()
    for group, box in zip(groups(root, "node"), diagram.scene.boxes, strict=True):
        assert texts(group) == [spaced(line.text) for line in box.lines]
        assert title(group) == visible(box.name)
    assert title(root) == visible(text)
    assert {spaced(line) for line in diagram.scene.headline} <= set(texts(root))


@cache
def harmless() -> Counter[tuple[str, ...]]:
    return census(parsed(draw_graph(labelled("harmless"))))


def spaced(text: str) -> str:
    """SVG tells an ordinary space from one that does not break; a reader does not."""
    return text.replace("\u00a0", " ")


def census(root: Element) -> Counter[tuple[str, ...]]:
    """How often each element occurs with each set of attributes."""
    return Counter((element.tag, *sorted(element.keys())) for element in root.iter())


def test_the_whole_has_a_role_a_title_and_a_description() -> None:
    diagram = draw_graph(two_branches())
    root = parsed(diagram)
    names, (first, second) = root.get("aria-labelledby", "").split(), root[:2]
    assert root.get("role") == "img"
    assert [first.tag, second.tag] == [f"{SVG}title", f"{SVG}desc"]
    assert [first.get("id"), second.get("id")] == names
    assert [first.text, second.text] == ["model", diagram.scene.description]


def test_nothing_refers_elsewhere_or_tells_the_engines_version() -> None:
    svg = draw_graph(two_branches()).svg()
    assert svg.startswith("<svg ")
    assert svg.count("http") == svg.count('xmlns="http://www.w3.org/2000/svg"') == 1
    for word in ("<!", "<?", "href", "graphviz", "<image", "<script", "@import"):
        assert word not in svg
    assert svg.count("url(") == svg.count("url(#")


def test_frozen_boxes_are_dashed_and_outputs_have_a_double_border() -> None:
    dashed, double = [], []
    for group in groups(parsed(draw_graph(two_branches())), "node"):
        paths = list(group.iter(f"{SVG}path"))
        dashed += (
            [title(group)] if any(p.get("stroke-dasharray") for p in paths) else []
        )
        double += [title(group)] if len(paths) > 1 else []
    assert dashed == ["b"]
    assert double == ["merged"]


def test_two_runs_give_the_same_bytes() -> None:
    assert draw_graph(two_branches()).svg() == draw_graph(two_branches()).svg()
