from __future__ import annotations

import json
from typing import Any

from hypothesis import given

from kspec.drawing import model_explorer
from kspec.graph import Graph
from tests.drawing import networks
from tests.drawing.graphs import graphs, labelled, two_branches


def written(graph: Graph) -> dict[str, Any]:
    (found,) = json.loads(model_explorer.write(graph))["graphs"]
    return found


@given(graphs())
def test_every_vertex_is_a_node_and_every_input_an_edge(graph: Graph) -> None:
    nodes = written(graph)["nodes"]
    assert [node["id"] for node in nodes] == [v.name for v in graph.vertices]
    for node, vertex in zip(nodes, graph.vertices, strict=True):
        ends = [tuple(edge.values()) for edge in node["incomingEdges"]]
        assert ends == [
            (port.vertex, str(port.output), str(slot))
            for slot, port in enumerate(vertex.inputs)
        ]
        assert len(node["outputsMetadata"]) == len(vertex.outputs)


def test_groups_are_namespaces_with_attributes() -> None:
    found = written(networks.resnet50())
    spaces = {node["namespace"] for node in found["nodes"]}
    assert "conv2/conv2_block1" in spaces
    assert all(not space or space in found["groupNodeAttributes"] for space in spaces)
    assert found["groupNodeAttributes"][""]["parameters"] == "25,636,712"


def test_the_layers_of_a_nested_model_are_in_its_namespace() -> None:
    nodes = {node["id"]: node for node in written(networks.siamese())["nodes"]}
    assert nodes["encoder/conv"]["namespace"] == "encoder"
    assert nodes["encoder/photo"]["incomingEdges"][0]["sourceNodeId"] == "left"
    shared = {a["key"]: a["value"] for a in nodes["encoded_right"]["attrs"]}
    assert shared["shares the weights of"] == "encoder"


def test_a_node_says_what_its_box_says() -> None:
    (_, a, b, *_) = written(two_branches())["nodes"]
    said = {pair["key"]: pair["value"] for pair in a["attrs"]}
    assert said == {
        "type": "Dense",
        "caption": "left",
        "settings": "4 · relu",
        "parameters": "20",
        "kernel": "4×4",
        "bias": "4",
    }
    assert {"key": "trainable", "value": "false"} in b["attrs"]
    assert a["outputsMetadata"][0]["attrs"][0]["value"] == "float32[?, 4]"


def test_any_text_is_json_that_says_it() -> None:
    found = written(labelled('"}]\\ \u202e<b>\n'))
    assert found["nodes"][0]["attrs"][1]["value"] == '"}]\\ \\u202e<b>\\n'
