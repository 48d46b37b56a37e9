from __future__ import annotations

from kspec.drawing import DrawOptions, draw_graph, stage
from kspec.drawing.routing import routing, spread
from kspec.graph import Graph
from kspec.layers.core import Dense, Input
from kspec.layers.merging import Add
from tests.drawing.graphs import graph, two_branches
from tests.drawing.networks import Network, chain

PLAIN = DrawOptions(fold="none")


def nested_skips(count: int) -> Graph:
    made = Network()
    made("x", Input(shape=(8,)))
    down = [made(f"d{at}", Dense(units=8)) for at in range(count)]
    for at, source in enumerate(reversed(down)):
        made(f"a{at}", Add(), made.last, source)
    return graph(*made.vertices)


def test_an_ordinary_model_is_laid_out_with_all_care() -> None:
    assert routing(stage(two_branches(), PLAIN)) == {}
    assert routing(stage(chain(500), PLAIN)) == {}


def test_long_skips_cost_ranks() -> None:
    assert spread(stage(chain(9), PLAIN)) == 0
    assert spread(stage(nested_skips(3), PLAIN)) == 0 + 2 + 4


def test_the_more_ranks_are_passed_the_simpler_are_the_edges() -> None:
    splines = [
        routing(stage(nested_skips(count), PLAIN)).get("splines")
        for count in (10, 50, 100)
    ]
    assert splines == [None, "polyline", "line"]


def test_a_dense_drawing_is_done_before_the_engine_is_ended() -> None:
    assert draw_graph(nested_skips(50), PLAIN).svg().count('class="edge"') == 100 + 50
