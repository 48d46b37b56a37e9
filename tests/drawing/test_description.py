from __future__ import annotations

from kspec.drawing.description import describe, headline
from kspec.graph import Graph
from kspec.layers.core import Dense, Input
from tests.drawing.graphs import graph, two_branches, vertex


def chain(length: int) -> Graph:
    vertices = [vertex("x", Input(shape=(8,)))]
    for at in range(length):
        vertices.append(vertex(f"d{at}", Dense(units=8), vertices[-1]))
    return graph(*vertices)


def test_a_model_is_told_in_prose() -> None:
    assert describe(two_branches()) == (
        "A functional model of 4 layers and 40 parameters. "
        "Takes x (None, 4); gives merged (None, 12). "
        "In order: a【left】, Dense of x; b, Dense of x; twice, Add of a, a; "
        "merged, Concatenate of b, twice, x."
    )


def test_a_long_model_is_told_by_counts() -> None:
    assert describe(chain(100)).endswith("Of these 100 Dense.")


def test_the_headline_tells_what_training_changes_where_something_is_frozen() -> None:
    assert headline(two_branches()) == ("model · 40 parameters · 20 trainable",)
    assert headline(chain(1)) == ("model · 72 parameters",)


def test_the_headline_begins_with_the_caption() -> None:
    x = vertex("x", Input(shape=(8,)))
    assert headline(graph(x, caption="网络"))[0] == "【网络】"
