"""K701: layers and inputs without effect."""

from __future__ import annotations

from tests.graph.lint.linting import blamed, found, spec

OUT = "  out: {type: Dense, units: 2, from: x}"


def test_a_layer_that_no_output_needs_is_told() -> None:
    assert blamed(spec("  side: {type: Dense, units: 2}\n" + OUT), "K701") == "side"


def test_an_input_that_no_output_needs_is_told() -> None:
    assert blamed(spec(OUT, "x: [8], y: [2]"), "K701") == "y"


def test_a_layer_that_is_an_output_is_not() -> None:
    layers = "  side: {type: Dense, units: 2}\n" + OUT
    assert not found(spec(layers, more="outputs: [side, out]"))


def test_other_rules_are_silent_about_what_has_no_effect() -> None:
    side = "  side: {type: Dense, units: 1, activation: softmax}\n"
    assert blamed(spec(side + OUT), "K701") == "side"
