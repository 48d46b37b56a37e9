"""What is folded, and that nothing is lost by it."""

from __future__ import annotations

from dataclasses import replace

import pytest
from hypothesis import given

from kspec.drawing import DrawOptions, Scene, stage
from kspec.drawing.arrangement import Arrangement
from kspec.drawing.folding import (
    LONGEST_STRETCH,
    MOST_BOXES,
    MOST_RANKS,
    folded,
    rank_count,
    stretch,
)
from kspec.drawing.options import Fold
from kspec.graph import Graph
from kspec.graph.ir import Group
from tests.drawing import networks
from tests.drawing.graphs import graphs, two_branches

KNOWN = {
    "vgg16": networks.vgg16,
    "resnet50": networks.resnet50,
    "efficientnet_b7": networks.efficientnet_b7,
    "u_net": networks.u_net,
    "encoder_stack": networks.encoder_stack,
    "transfer": networks.transfer,
    "siamese": networks.siamese,
}


def names(scene: Scene) -> list[str]:
    return [f"{box.name} ×{box.times}" for box in scene.boxes]


def of(graph: Graph, fold: Fold = "auto", depth: int | None = None) -> Scene:
    return stage(graph, DrawOptions(fold=fold, depth=depth))


@pytest.mark.parametrize("name", ["resnet50", "efficientnet_b7", "vgg16", "u_net"])
def test_a_well_known_network_fits_a_page(name: str) -> None:
    found = folded(KNOWN[name](), DrawOptions())
    assert len(found.placed) <= MOST_BOXES
    assert rank_count(found) <= MOST_RANKS["normal"] + 2
    assert stretch(found) <= LONGEST_STRETCH["normal"]


def test_the_stages_of_resnet_are_told_with_their_counts() -> None:
    found = names(of(networks.resnet50()))
    for stage_, count in ((2, 2), (3, 3), (4, 5), (5, 2)):
        assert f"conv{stage_}_block1 ×1" in found
        assert f"conv{stage_}_block2…{count + 1} ×{count}" in found


def test_the_blocks_of_efficientnet_are_told_with_their_counts() -> None:
    boxes = of(networks.efficientnet_b7()).boxes
    assert [box.times for box in boxes if box.times > 1] == [3, 6, 6, 9, 9, 12, 3]


@pytest.mark.parametrize("fold", ["auto", "none", "all"])
@pytest.mark.parametrize("name", KNOWN)
def test_every_layer_is_in_one_box_or_in_a_copy_of_one(name: str, fold: Fold) -> None:
    found = folded(KNOWN[name](), DrawOptions(fold=fold))
    assert set(found.homes) == {leaf.path for leaf in found.order}
    assert {id(box) for box in found.homes.values()} == {id(b) for b in found.placed}


@pytest.mark.parametrize("fold", ["auto", "all"])
@pytest.mark.parametrize("name", KNOWN)
def test_boxes_that_feed_each_other_stand_in_order(name: str, fold: Fold) -> None:
    scene = of(KNOWN[name](), fold)
    places = {box.id: at for at, box in enumerate(scene.boxes)}
    assert all(places[edge.tail] < places[edge.head] for edge in scene.edges)
    fed = {edge.head for edge in scene.edges}
    lonely = [box.name for box in scene.boxes if box.id not in fed]
    assert all(box.role == "input" for box in scene.boxes if box.name in lonely)


@given(graphs())
def test_without_folding_every_vertex_has_a_box_and_every_input_an_edge(
    graph: Graph,
) -> None:
    scene = of(graph, "none")
    assert [box.name for box in scene.boxes] == [v.name for v in graph.vertices]
    assert [(edge.tail, edge.head, edge.slot) for edge in scene.edges] == [
        (port.vertex, vertex.name, slot)
        for vertex in graph.vertices
        for slot, port in enumerate(vertex.inputs)
    ]


@given(graphs())
def test_params_are_the_same_however_it_is_folded(graph: Graph) -> None:
    whole = sum(box.params for box in of(graph, "none").boxes)
    assert sum(box.params for box in of(graph, "all").boxes) == whole


def test_a_repeat_is_drawn_once_and_says_how_often() -> None:
    scene = of(networks.encoder_stack())
    (cluster,) = scene.clusters
    assert (cluster.name, cluster.times) == ("enc", 6)
    assert names(scene) == [
        "tokens ×1",
        "enc1_dense1…3 ×3",
        "enc1_add ×1",
        "out ×1",
    ]
    assert [(edge.tail, edge.head) for edge in scene.edges] == [
        ("tokens", "enc1_dense"),
        ("tokens", "enc1_add"),
        ("enc1_dense", "enc1_add"),
        ("enc1_add", "out"),
    ]


def test_no_folding_draws_every_copy() -> None:
    scene = of(networks.encoder_stack(), "none")
    assert len(scene.boxes) == 26
    assert len(scene.clusters) == 1 + 6 + 6
    assert {box.times for box in scene.boxes} == {1}


@pytest.mark.parametrize(("depth", "boxes"), [(0, 3), (1, 4), (2, 4)])
def test_depth_says_how_many_levels_are_open(depth: int, boxes: int) -> None:
    scene = of(networks.encoder_stack(), depth=depth)
    assert len(scene.boxes) == boxes
    closed = [box for box in scene.boxes if box.is_group]
    assert [box.times for box in closed] == ([6] if depth == 0 else [])


def test_a_closed_group_says_what_is_inside() -> None:
    (_, group, _) = of(networks.encoder_stack(), "all").boxes
    assert [line.text for line in group.lines] == [
        "enc · encoder",
        "units 64",
        "Dense · Dense · Dense · Add",
        "(None, 64) · 74,880 params",
    ]
    assert len(group.layers) == 24


def test_copies_that_differ_are_not_drawn_as_one() -> None:
    stack = networks.encoder_stack(2)
    (repeat,) = stack.groups
    first, second = repeat.groups
    cut = replace(second, stop=second.stop - 1, groups=())
    uneven = replace(repeat, stop=repeat.stop - 1, groups=(first, cut))
    scene = of(replace(stack, groups=(uneven,)))
    assert len(scene.boxes) >= 8


def test_layers_of_a_repeat_that_grow_are_told_by_the_first_and_the_last() -> None:
    growing = networks.chain(4, width=0)
    repeat = Group("d", "repeat", 1, 5)
    box = of(replace(growing, groups=(repeat,))).boxes[1]
    assert [line.text for line in box.lines] == [
        "d0…3 · Dense",
        "1 … 4",
        "(None, 1) … (None, 4) · 38 params",
    ]


def test_a_nested_model_is_a_cluster_and_its_second_call_a_box() -> None:
    scene = of(networks.siamese())
    (cluster,) = scene.clusters
    assert (cluster.name, cluster.kind, cluster.shared) == ("encoder", "model", "①")
    called = next(box for box in scene.boxes if box.name == "encoded_right")
    assert called.shared == "①"
    assert called.lines[-1].text == "(None, 16) · weights of encoder"
    assert ("left", "encoder_photo") in {(e.tail, e.head) for e in scene.edges}
    assert ("encoder_vector", "joined") in {(e.tail, e.head) for e in scene.edges}


def test_the_layers_of_a_frozen_model_are_frozen() -> None:
    scene = of(networks.transfer(), depth=3)
    convolutions = [box for box in scene.boxes if box.kind == "Conv2D"]
    assert convolutions
    assert all(box.frozen for box in convolutions)
    assert not scene.boxes[-1].frozen
    assert of(networks.transfer(), "all").boxes[1].frozen


def test_a_small_model_is_shown_as_it_is() -> None:
    scene = of(two_branches())
    assert len(scene.boxes) == 5
    assert not scene.clusters


def test_a_long_chain_of_equal_layers_is_one_box() -> None:
    chain = networks.chain(5000)
    (x, run) = of(chain).boxes
    assert (x.name, run.name, run.times) == ("x", "d0…4999", 5000)


def levels(found: Arrangement) -> int:
    return len(found.placed)


def test_more_depth_never_closes_a_group() -> None:
    graph = networks.resnet50()
    counts = [levels(folded(graph, DrawOptions(depth=d))) for d in range(4)]
    assert counts == sorted(counts)
    assert counts[0] < counts[-1]
