"""K712: parameters that nothing uses."""

from __future__ import annotations

from kspec import check, loads
from tests.graph.lint.linting import blamed, found

LAYERS = "inputs: {x: [8]}\nlayers:\n  out: {type: Dense, units: $(k)}\n"


def with_params(params: str, more: str = "") -> str:
    return f"kspec: 1\nparams: {params}\n{LAYERS}{more}"


def test_the_name_is_blamed() -> None:
    assert blamed(with_params("{k: 2, old: 3}"), "K712") == "old"


def test_what_only_an_unused_one_uses_is_unused() -> None:
    warnings = found(with_params("{k: 2, old: $(2 * older), older: 3}"))
    assert [one.message.split("`")[1] for one in warnings] == ["old", "older"]


def test_what_a_used_one_uses_is_used() -> None:
    assert not found(with_params("{k: $(2 * half), half: 3}"))


def test_a_use_anywhere_counts() -> None:
    assert not found(
        with_params("{k: 2, n: 8}", "expect: {output_shape: [null, $(k)]}").replace(
            "[8]", "[$(n)]"
        )
    )
    assert not found(with_params("{k: 2, what: 3}", "caption: version $(what)"))


def test_a_value_from_outside_makes_no_other_parameter_useless() -> None:
    text = with_params("{k: $(2 * half), half: 3, old: 1}")
    warnings = check(loads(text, params={"k": 5}))
    assert [one.message.split("`")[1] for one in warnings] == ["old"]


BLOCK = """kspec: 1
params: {k: 2}
inputs: {x: [8]}
blocks:
  part:
    params: {k: 3, n: 4}
    layers: {inner: {type: Dense, units: $(%s)}}
layers:
  a: {block: part, %s: $(k)}
"""


def test_a_parameter_of_a_block_is_used_in_the_block() -> None:
    (one,) = found(BLOCK % ("n", "n"))
    assert one.span
    assert (one.span.line, one.message) == (6, "the parameter `k` is never used")


def test_a_block_does_not_use_the_parameters_of_the_model() -> None:
    text = (BLOCK % ("k", "n")).replace("n: $(k)", "n: 1")
    warnings = found(text)
    assert [(one.span and one.span.line) for one in warnings] == [2, 6]


def test_what_a_frozen_block_hands_on_is_no_parameter_of_the_text() -> None:
    text = (BLOCK % ("k + n", "n")).replace("$(k)}\n", "$(k), trainable: false}\n")
    assert not found(text)
