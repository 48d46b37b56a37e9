"""The printed module: what it holds, and what cannot get into it."""

from __future__ import annotations

import ast
from dataclasses import replace

import pytest
from hypothesis import given
from hypothesis import strategies as st

from kspec import code, loads
from kspec.schema import Entry
from kspec.text import Scalar

CHAIN = """
kspec: 1
name: chain
params: {k: 8, half: $(k // 2), deep: true, unused: 3}
inputs: {x: {shape: [4]}}
layers:
  hidden: {type: Dense, units: $(k), activation: relu, use_bias: true}
  out: {type: Dense, units: $(half + 1)}
"""


def model_of(caption: str) -> str:
    spec = loads("{kspec: 1, inputs: {x: [4]}, layers: {y: {type: Dense, units: 2}}}")
    (member,) = spec.members
    said = Scalar(caption)
    assert isinstance(member.pattern, Entry)
    layer = replace(member.pattern, caption=said, note=said)
    changed = replace(member, pattern=layer, copies=(layer,))
    return code(replace(spec, members=(changed,)))


def test_expressions_stay_expressions_over_keyword_arguments() -> None:
    text = code(loads(CHAIN))
    assert "def build_model(*, k: int = 8) -> keras.Model:" in text
    assert "    half = k // 2\n" in text
    assert "layers.Dense(half + 1, " in text


def test_arguments_equal_to_kerass_default_are_left_out() -> None:
    assert "use_bias" not in code(loads(CHAIN))


def test_a_parameter_that_no_layer_uses_is_left_out() -> None:
    assert "unused" not in code(loads(CHAIN))
    assert "deep" not in code(loads(CHAIN))


def test_several_outputs_of_one_layer_are_indexed() -> None:
    text = code(
        loads(
            "{kspec: 1, inputs: {x: [5, 4]}, layers: {"
            "lstm: {type: LSTM, units: 3, return_state: true},"
            "sum: {type: Add, from: [lstm, lstm.2]}}}"
        )
    )
    assert 'layers.Add(name="sum")([lstm[0], lstm[2]])' in text


def test_math_is_imported_where_an_expression_needs_it() -> None:
    text = code(loads(CHAIN.replace("$(k)", "$(floor(k / 3))")))
    assert text.count("import math\n") == 1
    assert "layers.Dense(math.floor(k / 3), " in text


@pytest.mark.parametrize("name", ["keras", "layers", "ops", "print", "match"])
def test_a_layer_may_be_called_as_the_module_calls_something(name: str) -> None:
    text = code(
        loads(
            "{kspec: 1, mode: functional, inputs: {x: [4]}, layers: {"
            f"{name}: {{type: Dense, units: 2}}, y: {{type: Dense, units: 2}}}}}}"
        )
    )
    assert f'    {name}_ = layers.Dense(2, name="{name}")(x)\n' in text


@given(st.text(min_size=1))
def test_no_caption_can_leave_its_comment(caption: str) -> None:
    assert shape_of(model_of(caption)) == shape_of(model_of("harmless"))


@pytest.mark.parametrize("end", ["\n", "\r", "\f", "\x0b", "\x85", "\u2028", "\u2029"])
def test_no_line_end_in_a_caption_ends_the_comment(end: str) -> None:
    text = model_of(f"one{end}import os")
    assert "  # one import os\n" in text
    assert shape_of(text) == shape_of(model_of("harmless"))


def shape_of(text: str) -> list[str]:
    return [type(node).__name__ for node in ast.walk(ast.parse(text))]
