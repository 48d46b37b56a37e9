"""Nested models and layers that are called again: shapes, weights, groups, mistakes."""

from __future__ import annotations

import pytest

from kspec import GraphError, SpecError, loads
from kspec.graph import Graph, compile_spec

HEAD = """
kspec: 1
blocks:
  residual:
    params: {units: 4}
    layers:
      dense: {type: Dense, units: $(units)}
      join: {type: Add, from: [dense, x]}
    outputs: {out: join, inner: dense}
  merge:
    inputs: [left, right]
    layers:
      sum: {type: Add, from: [left, right]}
inputs: {a: [4], b: [4]}
"""


def graph(layers: str) -> Graph:
    return compile_spec(loads(f"{HEAD}layers: {{{layers}}}\n"))


def refused(layers: str) -> list[str]:
    with pytest.raises(SpecError) as error:
        graph(layers)
    return [found.code for found in error.value.diagnostics]


def test_a_layer_that_is_called_again_counts_its_weights_once() -> None:
    made = graph(
        "one: {type: Dense, units: 3, from: a}, two: {use: one, from: b},"
        " three: {use: two, from: a}, out: {type: Add, from: [one, two, three]}"
    )
    assert made.params == 15
    assert [made.by_name[name].shares for name in ("one", "two", "three")] == [
        None,
        "one",
        "one",
    ]


def test_a_nested_block_is_one_vertex_with_a_graph_inside() -> None:
    made = graph(
        "m: {block: residual, nested: true, from: a}, again: {use: m, from: b},"
        " both: {type: Add, from: [m.inner, again]}"
    )
    model = made.by_name["m"]
    assert model.model is not None
    assert [v.name for v in model.model.vertices] == ["m_x", "m_dense", "m_join"]
    assert [w.name for w in model.weights] == ["m_dense/kernel", "m_dense/bias"]
    assert (model.kind, made.params) == ("residual", 20)


def test_a_frozen_model_has_no_trainable_weight() -> None:
    made = graph("m: {block: residual, nested: true, from: a, trainable: false}")
    assert (made.params, made.trainable_params) == (20, 0)


def test_a_block_in_place_is_a_group_and_a_repeat_one_of_groups() -> None:
    made = graph(
        "r: {block: residual, from: a, repeat: 2},"
        " d: {type: Dense, units: 4, repeat: 3}"
    )
    first, second = made.groups
    assert (first.name, first.kind, first.start, first.stop) == ("r", "repeat", 2, 6)
    assert [inner.name for inner in first.groups] == ["r1", "r2"]
    assert first.groups[0].arguments == (("units", 4),)
    assert (second.kind, second.stop - second.start, second.groups) == ("repeat", 3, ())


def test_what_is_left_out_lets_its_first_input_pass() -> None:
    made = graph(
        "skip: {type: Dense, units: 9, when: false, from: a}, out: {type: Flatten}"
    )
    assert made.by_name["out"].inputs[0].vertex == "a"


def test_a_repeated_block_hands_on_its_first_tensor() -> None:
    made = graph("m: {block: merge, from: {right: b, left: a}, repeat: 2}")
    inputs = [port.vertex for port in made.by_name["m2_sum"].inputs]
    assert inputs == ["m1_sum", "b"]


def test_an_output_of_a_block_has_a_name_and_a_place() -> None:
    for ref in ("r.inner", "r.1"):
        made = graph(
            f"r: {{block: residual, from: a}}, y: {{type: Flatten, from: {ref}}}"
        )
        assert made.by_name["y"].inputs[0].vertex == "r_dense"


@pytest.mark.parametrize(
    ("layers", "codes"),
    [
        ("r: {block: residual}", ["K202"]),
        ("r: {block: residual, from: [a, b]}", ["K202"]),
        ("m: {block: merge, from: a}", ["K202"]),
        ("m: {block: merge, from: {left: a}}", ["K105"]),
        ("m: {block: merge, from: {left: a, right: b, up: a}}", ["K104"]),
        ("r: {block: residual, from: a}, y: {type: Flatten, from: r.skip}", ["K201"]),
        ("r: {block: residual, from: a}, y: {type: Flatten, from: r.2}", ["K201"]),
        ("r: {block: residual, from: a}, y: {type: Flatten, from: r_dense}", ["K201"]),
        ("r: {block: residual, from: a}, y: {use: r, from: b}", ["K210"]),
        ("y: {use: a, from: b}", ["K210"]),
        ("y: {use: z, from: b}, v: {type: Flatten, from: y.left}", ["K201"]),
        ("m: {spec: z.yaml, from: a}, v: {type: Flatten, from: m.left}", ["K112"]),
        ("y: {use: z, from: b}, z: {type: Flatten, from: b}", ["K201"]),
        (
            "d: {type: Dense, units: 2, from: a}, e: {type: Dense, units: 3},"
            " f: {use: d}",
            ["K203"],
        ),
        ("r: {block: residual, units: 3, from: a, repeat: 2}", ["K203"]),
        (
            "r: {block: residual, from: a, expect: {shape: [null, 5]}}",
            ["K206"],
        ),
    ],
)
def test_what_does_not_fit_is_said_once(layers: str, codes: list[str]) -> None:
    assert refused(layers) == codes


def test_a_mistake_in_a_block_names_the_instance_that_shows_it() -> None:
    with pytest.raises(GraphError) as error:
        graph("one: {block: residual, from: a}, two: {block: residual, units: 7}")
    (found,) = error.value.diagnostics
    assert "`two_join`" in found.message
    assert "`two` is made here" in [related.message for related in found.related]
