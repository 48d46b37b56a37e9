"""Networks whose names tell no groups, and whose spec has none."""

from __future__ import annotations

import pytest

from kspec import load
from kspec.drawing import DrawOptions, Scene, draw, stage
from kspec.drawing.folding import MOST_RANKS
from kspec.drawing.options import Fold
from kspec.drawing.outline import outline
from kspec.drawing.sections import sectioned
from kspec.graph import Graph, compile_spec
from kspec.layers.core import Input
from kspec.layers.merging import Concatenate
from tests.drawing import networks
from tests.drawing.graphs import graph, vertex
from tests.meta.package import ROOT

APPLICATIONS = ROOT / "specs" / "applications"


def scene_of(name: str, fold: Fold = "auto") -> Scene:
    path = APPLICATIONS / f"{name}.yaml"
    return draw(load(path), DrawOptions(fold=fold)).scene


def test_inception_is_told_by_its_mixed_modules() -> None:
    scene = scene_of("inceptionv3")
    names = [box.name for box in scene.boxes]
    assert names == [
        "input_layer",
        "max_pooling2d_1",
        *(f"mixed{n}" for n in range(5)),
        "mixed5…6",
        *(f"mixed{n}" for n in range(7, 11)),
        "avg_pool",
        "predictions",
    ]


def test_cells_that_take_what_the_last_two_give_are_found() -> None:
    scene = scene_of("nasnetmobile")
    found = {box.name for box in scene.boxes}
    assert {f"normal_concat_{n}" for n in range(13) if n != 4} <= found
    assert "reduction_concat_reduce_4" in found


@pytest.mark.parametrize("fold", ["auto", "all"])
@pytest.mark.parametrize(
    "name", ["inceptionresnetv2", "inceptionv3", "mobilenetv3small", "nasnetmobile"]
)
def test_what_neither_spec_nor_names_fold_fits_a_page(name: str, fold: Fold) -> None:
    scene = scene_of(name, fold)
    assert len(scene.boxes) <= MOST_RANKS["brief"]
    layers = [layer for box in scene.boxes for layer in box.layers]
    vertices = compile_spec(load(APPLICATIONS / f"{name}.yaml")).vertices
    assert sorted(layers) == sorted(vertex.name for vertex in vertices)


def test_a_chain_of_unlike_layers_is_told_by_about_twenty_boxes() -> None:
    scene = stage(networks.chain(400, width=0))
    assert 15 <= len(scene.boxes) <= 45
    assert sum(len(box.layers) for box in scene.boxes) == 401


def test_what_can_be_cut_nowhere_stays_as_it_is() -> None:
    parts = outline(dense(50)).parts
    assert sectioned(parts) == parts


def dense(count: int) -> Graph:
    """Layers that each take what all before them give."""
    made = [vertex("x", Input(shape=(8,)))]
    for at in range(count):
        made.append(vertex(f"c{at}", Concatenate(), *made, *made))
    return graph(*made)
