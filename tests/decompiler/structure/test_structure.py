"""A graph in blocks and repeats is the graph that it was found in."""

from __future__ import annotations

from typing import Any

import pytest
from hypothesis import given

from kspec import loads
from kspec.decompiler.document import document
from kspec.decompiler.recovered import Call, Outputs, Recovered, Source
from kspec.decompiler.tree import tree
from kspec.graph import Graph, compile_spec
from kspec.layers.defaults import same
from kspec.text import write
from tests.decompiler.structure.graphs import repeated_graphs


def graph_of(model: Recovered, **options: Any) -> Graph:
    return compile_spec(loads(write(tree(document(model, **options)))))


def assert_same(one: Graph, other: Graph, *, names: bool = True) -> None:
    """The same layers, in one order, with the same arguments, links and names."""
    place = {vertex.name: at for at, vertex in enumerate(one.vertices)}
    places = {vertex.name: at for at, vertex in enumerate(other.vertices)}
    assert len(place) == len(places)
    for mine, yours in zip(one.vertices, other.vertices, strict=True):
        assert mine.kind == yours.kind
        is_function = mine.layer.family == "operation"
        assert mine.name == yours.name or is_function or not names
        ours, theirs = mine.layer.changed(), yours.layer.changed()
        assert ours.keys() == theirs.keys()
        assert all(same(ours[key], theirs[key]) for key in ours)
        assert [(place[p.vertex], p.output) for p in mine.inputs] == [
            (places[p.vertex], p.output) for p in yours.inputs
        ]
    assert [place[p.vertex] for p in one.outputs.ports] == [
        places[p.vertex] for p in other.outputs.ports
    ]


@given(model=repeated_graphs())
def test_the_structured_spec_is_the_flat_one(model: Recovered) -> None:
    assert_same(graph_of(model), graph_of(model, flat=True))


@given(model=repeated_graphs())
def test_renamed_layers_are_the_same_layers(model: Recovered) -> None:
    free = graph_of(model, free_names=True)
    assert_same(free, graph_of(model, flat=True), names=False)


def chain(*names: str, units: int = 8) -> Recovered:
    """A chain of dense layers."""
    start = Call("x", "Input", {"shape": [4]})
    layers = [
        Call(name, "Dense", {"units": units}, (Source(at),))
        for at, name in enumerate(names)
    ]
    return Recovered(
        "m", "functional", (start, *layers), Outputs((Source(len(layers)),))
    )


def layers_of(model: Recovered) -> dict[str, Any]:
    return document(model)["layers"]


def test_layers_that_count_from_one_are_a_repeat() -> None:
    assert layers_of(chain("fc1", "fc2", "fc3", "out")) == {
        "fc": {"type": "Dense", "units": 8, "repeat": 3},
        "out": {"type": "Dense", "units": 8},
    }


@pytest.mark.parametrize(
    "names", [("fc0", "fc1"), ("fc2", "fc3"), ("fc1", "fc3"), ("fc1", "gc2")]
)
def test_names_that_no_repeat_gives_stay(names: tuple[str, ...]) -> None:
    assert [*layers_of(chain(*names))] == [*names]


def test_a_repeat_whose_middle_is_taken_elsewhere_stays_flat() -> None:
    model = chain("fc1", "fc2", "fc3")
    both = Call("both", "Add", {}, (Source(2), Source(3)))
    model = Recovered("m", "functional", (*model.calls, both), Outputs((Source(4),)))
    assert "fc2" in layers_of(model)


def test_a_name_that_a_layer_has_is_no_name_of_a_repeat() -> None:
    assert "fc1" in layers_of(chain("fc", "fc1", "fc2"))


def test_numbers_that_differ_become_parameters() -> None:
    calls = [Call("x", "Input", {"shape": [4]})]
    for at, units in enumerate((8, 16, 32, 64, 128, 256), 1):
        for name, width in (("wide", 2 * units), ("deep", units), ("norm", None)):
            kind = "Dense" if width else "LayerNormalization"
            given_ = {"units": width} if width else {}
            taken = (Source(len(calls) - 1),)
            calls.append(Call(f"b{at}_{name}", kind, given_, taken))
    last = Outputs((Source(len(calls) - 1),))
    spec = document(Recovered("m", "functional", tuple(calls), last))
    assert spec["blocks"]["b"]["params"] == {"units": None}
    assert spec["layers"]["b2"] == {"block": "b", "units": 32}
    layers = spec["blocks"]["b"]["layers"]
    assert [body.get("units") for body in layers.values()] == [
        "$(units)",
        "$(units // 2)",
        None,
    ]
