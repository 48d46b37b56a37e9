from __future__ import annotations

from xml.etree import ElementTree

import pytest

from kspec import bundled, load
from kspec.drawing import DrawOptions, draw, draw_graph, stage
from kspec.drawing.options import Direction
from kspec.drawing.paging import Paging, paging
from tests.drawing import networks
from tests.drawing.graphs import two_branches


def proportion(svg: str) -> float:
    """The height over the width."""
    _, _, width, height = ElementTree.fromstring(svg).get("viewBox", "").split()
    return float(height) / float(width)


def test_a_drawing_that_fits_a_page_is_not_cut() -> None:
    assert paging(stage(two_branches())) == Paging()


@pytest.mark.parametrize("direction", ["TB", "LR"])
def test_a_long_chain_is_cut_into_columns_or_rows(direction: Direction) -> None:
    plain = DrawOptions(fold="none", direction=direction)
    scene = stage(networks.chain(60, width=0), plain)
    found = paging(scene)
    assert len(found.starts) > 2
    assert len(found.breaks) == len(found.starts) - 1
    assert {edge.head for edge in found.breaks} == set(found.starts[1:])


@pytest.mark.parametrize("name", ["vgg16", "resnet50", "efficientnet_b7"])
def test_a_well_known_network_has_the_proportions_of_a_page(name: str) -> None:
    svg = draw_graph(getattr(networks, name)()).svg()
    assert 0.5 <= proportion(svg) <= 2.2


def test_it_is_cut_where_a_single_tensor_passes_only() -> None:
    scene = stage(networks.u_net(8), DrawOptions(fold="all"))
    assert paging(scene) == Paging()


def test_no_column_is_much_shorter_than_another() -> None:
    spec = load(bundled.path("deep_recommender"))
    scene = draw(spec, DrawOptions(direction="LR")).scene
    assert paging(scene).starts == ("user", "dropout0", "dropout2")


def test_paths_side_by_side_are_not_put_below_one_another() -> None:
    options = DrawOptions(direction="LR")
    spec = load(bundled.path("recommender_side_data"))
    assert paging(draw(spec, options).scene) == Paging()


def test_a_reader_may_have_a_strip() -> None:
    whole = draw_graph(networks.resnet50(), DrawOptions(wrap=False))
    assert proportion(whole.svg()) > 4
