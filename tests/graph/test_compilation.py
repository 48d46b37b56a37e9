"""Specs become graphs; what does not fit is told at its place, once."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import pytest
from hypothesis import given

from kspec import GraphError, check, loads
from kspec.errors import Diagnostic
from kspec.graph import Limits, Port, compile_spec, examine_file
from kspec.graph.network import network
from tests.specs import specs, text_of


def graph_of(layers: str, more: str = "", inputs: str = "x: [8]") -> Any:
    return compile_spec(spec_of(layers, more, inputs))


def spec_of(layers: str, more: str = "", inputs: str = "x: [8]") -> Any:
    text = f"kspec: 1\ninputs: {{{inputs}}}\nlayers:\n{layers}\n{more}"
    return loads(text, file="s.yaml")


def wrong(*given_: str, **named: str) -> list[Diagnostic]:
    with pytest.raises(GraphError) as error:
        graph_of(*given_, **named)
    return list(error.value.diagnostics)


DENSE = "{type: Dense, units: 4}"


def test_a_layer_takes_the_one_above() -> None:
    graph = graph_of(f"  a: {DENSE}\n  b: {DENSE}")
    assert graph.by_name["b"].inputs == (Port("a"),)
    assert graph.mode == "sequential"
    assert graph.params == 36 + 20


def test_one_tensor_taken_twice_makes_two_edges_in_order() -> None:
    graph = graph_of("  a: {type: Add, from: [x, x]}")
    edges = list(network(graph).edges(keys=True))
    assert edges == [("x", "a", 0), ("x", "a", 1)]
    assert graph.mode == "functional"


def test_the_outputs_may_be_one_a_list_or_a_mapping() -> None:
    layers = f"  a: {DENSE}\n  b: {DENSE}"
    assert graph_of(layers, "outputs: a").outputs.form == "one"
    assert graph_of(layers, "outputs: [a, b]").outputs.names == ("a", "b")
    mapping = graph_of(layers, "outputs: {first: a, last: b}").outputs
    assert (mapping.form, mapping.names) == ("mapping", ("first", "last"))


def test_an_unknown_reference_gets_the_closest_name() -> None:
    (found,) = wrong(f"  hidden: {DENSE}\n  b: {{type: Dense, units: 2, from: hiden}}")
    assert found.code == "K201"
    assert found.hint == "did you mean `hidden`?"
    assert str(found.span) == "s.yaml:5:36"


def test_an_unknown_reference_does_not_hide_an_error_in_another_branch() -> None:
    found = wrong(
        f"  a: {{type: Dense, units: 2, from: z}}\n  b: {DENSE}\n"
        "  c: {type: Conv2D, filters: 2, kernel_size: 3, from: x}"
    )
    assert [one.code for one in found] == ["K201", "K203"]


def test_what_follows_an_error_is_not_told_again() -> None:
    (found,) = wrong(
        "  a: {type: Conv2D, filters: 2, kernel_size: 3}\n"
        f"  b: {DENSE}\n  c: {DENSE}\n  d: {{type: Add, from: [b, c]}}"
    )
    assert found.code == "K203"


def test_a_shape_clash_names_each_producer_with_its_shape() -> None:
    (found,) = wrong(
        "  a: {type: Dense, units: 3}\n  b: {type: Dense, units: 4, from: x}\n"
        "  c: {type: Add, from: [a, b]}"
    )
    assert found.code == "K203"
    assert [related.message for related in found.related] == [
        "`a` gives (None, 3)",
        "`b` gives (None, 4)",
    ]


def test_a_reference_downwards_says_what_to_move() -> None:
    (found,) = wrong(
        "  a: {type: Dense, units: 2, from: b}\n  b: {type: Dense, units: 2, from: x}"
    )
    assert found.code == "K204"
    assert found.hint == "move `b` above `a`"


def test_a_circle_is_told_as_one() -> None:
    found = wrong("  a: {type: Dense, units: 2, from: b}\n  b: {type: Dense, units: 2}")
    assert [one.code for one in found] == ["K204"]
    assert "a → b → a" in found[0].message


def test_below_several_inputs_a_layer_has_to_say_which_it_takes() -> None:
    (found,) = wrong(f"  a: {DENSE}", inputs="x: [8], y: [8]")
    assert found.code == "K202"
    assert "`x`, `y`" in str(found.hint)


def test_a_wrong_number_of_inputs_is_told() -> None:
    (found,) = wrong("  a: {type: Add}")
    assert (found.code, str(found.span)) == ("K202", "s.yaml:4:3")
    (found,) = wrong("  a: {type: Dense, units: 2, from: [x, x]}")
    assert found.code == "K202"


def test_an_output_that_a_layer_does_not_have_is_told() -> None:
    (found,) = wrong(f"  a: {DENSE}\n  b: {{type: Dense, units: 2, from: a.1}}")
    assert "there is no `a.1`" in found.message
    (found,) = wrong(f"  a: {DENSE}", "outputs: a.2")
    assert "there is no `a.2`" in found.message


@pytest.mark.parametrize(
    ("claim", "message"),
    [
        ("params: 37", "the model has 36 parameters; expected 37"),
        ("trainable_params: 0", "36 trainable parameters; expected 0"),
        ("output_shape: [null, 5]", "gives (None, 4); expected (None, 5)"),
        ("output_shape: {b: [null, 4]}", "no output `b`"),
    ],
)
def test_a_false_expectation_is_an_error_at_its_value(claim: str, message: str) -> None:
    (found,) = wrong(f"  a: {DENSE}", f"expect: {{{claim}}}")
    assert found.code == "K206"
    assert message in found.message


def test_a_layers_expectation_is_checked() -> None:
    (found,) = wrong("  a: {type: Dense, units: 4, expect: {shape: [null, 5]}}")
    assert found.message == "`a` gives (None, 4); expected (None, 5)"
    graph_of("  a: {type: Dense, units: 4, expect: {shape: [null, 4]}}")


def test_a_sequential_model_has_to_be_a_chain() -> None:
    (found,) = wrong(
        f"  a: {DENSE}\n  b: {{type: Add, from: [a, a]}}", "mode: sequential"
    )
    assert found.code == "K207"
    assert graph_of(f"  a: {DENSE}", "mode: functional").mode == "functional"


def test_a_layer_that_reaches_no_output_is_a_warning_and_not_counted() -> None:
    spec = spec_of(f"  a: {DENSE}\n  b: {{type: Dense, units: 4, from: x}}")
    (found,) = check(spec)
    assert (found.code, found.severity) == ("K701", "warning")
    assert compile_spec(spec).params == 36


def test_what_is_too_large_is_refused_with_the_number() -> None:
    spec = spec_of(f"  a: {DENSE}\n  b: {DENSE}")
    (found,) = check(spec, limits=Limits(layers=1))
    assert "2 layers; the limit is 1" in found.message
    (found,) = check(spec, limits=Limits(memory_bytes=100))
    assert found.code == "K209"
    (found, *_) = check(spec, limits=Limits(elements=30))
    assert found.code == "K208"


def test_errors_of_the_document_and_of_the_graph_come_together(tmp_path: Path) -> None:
    path = tmp_path / "s.yaml"
    path.write_text(
        "kspec: 1\ninputs: {x: [8]}\nlayers:\n  a: {type: Dense, unit: 4}\n"
        "  b: {type: Add, from: [x, nowhere]}\n"
    )
    _, graph, found = examine_file(path)
    assert graph is None
    assert [one.code for one in found] == ["K104", "K201"]


@given(plain=specs())
def test_random_specs_have_nothing_worse_than_warnings(
    plain: dict[str, Any],
) -> None:
    spec = loads(text_of(plain))
    assert {found.severity for found in check(spec)} <= {"warning"}
