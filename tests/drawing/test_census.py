"""Every bundled spec and every test model: the DOT and the SVG have what the graph has.

Nothing is folded; a nested model's layers stand where it stands.
"""

from __future__ import annotations

import re
from pathlib import Path
from xml.etree import ElementTree

import pytest

from kspec import bundled, load
from kspec.drawing import Diagram, DrawOptions, draw_graph
from kspec.drawing.outline import leaves_of, outline
from kspec.graph import Graph, compile_spec
from tests.drawing import networks

SVG = "{http://www.w3.org/2000/svg}"


def compiled(path: Path) -> Graph:
    return compile_spec(load(path))


MODELS = Path(__file__).parents[1] / "models"
SPECS = sorted([*bundled.directory().glob("*.yaml"), *MODELS.glob("*.yaml")])
NETWORKS = (networks.siamese, networks.transfer, networks.encoder_stack)
GRAPHS = [
    *(
        pytest.param(lambda p=path: compile_spec(load(p)), id=path.stem)
        for path in SPECS
    ),
    *(pytest.param(made, id=made.__name__) for made in NETWORKS),
]


def whole(graph: Graph) -> Diagram:
    return draw_graph(graph, DrawOptions(fold="none"))


def layers_of(graph: Graph) -> list[str]:
    return [leaf.path for leaf in leaves_of(outline(graph).parts)]


def inputs_of(graph: Graph) -> list[tuple[str, str, int]]:
    return [
        (source.path, leaf.path, slot)
        for leaf in leaves_of(outline(graph).parts)
        for slot, source in enumerate(leaf.inputs)
    ]


@pytest.mark.parametrize("make", GRAPHS)
def test_the_dot_has_every_layer_and_every_input_in_order(make: object) -> None:
    graph: Graph = make()  # pyright: ignore
    diagram = whole(graph)
    paths = {box.id: box.layers[0] for box in diagram.scene.boxes}
    nodes = re.findall(r"^\t+(\w+) \[label=<", diagram.dot, re.MULTILINE)
    assert [paths[node] for node in nodes] == layers_of(graph)
    edges = re.findall(
        r'^\t(\w+) -> (\w+) \[.*?id="edge-\w+-\w+-(\d+)"', diagram.dot, re.MULTILINE
    )
    found = [(paths[tail], paths[head], int(slot)) for tail, head, slot in edges]
    assert found == inputs_of(graph)


@pytest.mark.parametrize("make", GRAPHS)
def test_the_svg_has_every_layer_and_every_input_in_order(make: object) -> None:
    graph: Graph = make()  # pyright: ignore
    diagram = whole(graph)
    root = ElementTree.fromstring(diagram.svg())
    groups = list(root.iter(f"{SVG}g"))
    boxes = [g for g in groups if "node" in g.get("class", "").split()]
    assert [box.get("data-layers") for box in boxes] == layers_of(graph)
    assert all(box.get("aria-label") for box in boxes)
    ids = {g.get("id") for g in groups if "edge" in g.get("class", "").split()}
    assert ids == {edge.element for edge in diagram.scene.edges}
    assert len(ids) == len(inputs_of(graph))
