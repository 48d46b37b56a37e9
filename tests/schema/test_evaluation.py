"""Parameters: their order, their overrides, and the mistakes in them."""

from __future__ import annotations

import pytest

from kspec import SchemaError, UsageError, loads

SPEC = """\
kspec: 1
params:
  half: $(k // 2)
  k: 8
inputs: {x: {shape: ["$(k)"]}}
layers:
  a: {type: Dense, units: $(half + 1), caption: 层$(half)}
"""


def units(text: str, **params: int) -> int:
    layer = loads(text, params=params).layers[0].layer
    return layer.model_dump()["units"] if layer else 0


def test_a_parameter_may_use_one_below_it() -> None:
    assert units(SPEC) == 5


def test_a_value_from_outside_replaces_the_specs_and_what_follows_from_it() -> None:
    assert units(SPEC, k=20) == 11
    assert units(SPEC, half=1) == 2


def test_a_value_keeps_its_formula_beside_it() -> None:
    spec = loads(SPEC)
    assert str(spec.layers[0].arguments.get("units").formula) == "$(half + 1)"  # pyright: ignore
    assert spec.layers[0].caption.value == "层4"  # pyright: ignore[reportOptionalMemberAccess]
    assert spec.values == {"half": 4, "k": 8}


def test_a_parameter_that_is_not_declared_cannot_be_given() -> None:
    with pytest.raises(UsageError, match="did you mean `half`"):
        loads(SPEC, params={"hlaf": 3})


@pytest.mark.parametrize(
    ("old", "new", "message"),
    [
        ("k: 8", "k: $(half)", "depend on each other: "),
        ("k: 8", "k:", "the parameter `k` has no value"),
        ("k: 8", "k: [8]", "`k` is a sequence"),
        ("half + 1", "hafl + 1", "did you mean `half`"),
        ("half + 1", "half / 0", "by zero"),
        ("k: 8", "1k: 8", "is no name"),
    ],
)
def test_a_mistake_in_a_formula_is_told(old: str, new: str, message: str) -> None:
    with pytest.raises(SchemaError, match=message):
        loads(SPEC.replace(old, new))


def test_an_error_in_a_parameter_is_told_once() -> None:
    with pytest.raises(SchemaError) as error:
        loads(SPEC.replace("k: 8", "k: $(1 // 0)"))
    assert [found.code for found in error.value.diagnostics] == ["K011"]


@pytest.mark.parametrize("quote", ["", '"', "'"])
def test_an_unknown_name_is_shown_at_its_column(quote: str) -> None:
    text = SPEC.replace("$(half + 1)", f"{quote}$(half + oops){quote}")
    with pytest.raises(SchemaError) as error:
        loads(text, file="s.yaml")
    span = error.value.diagnostics[0].span
    assert span is not None
    line = text.splitlines()[span.line - 1]
    assert line[span.column - 1 :].startswith("oops")


def test_other_mistakes_of_a_layer_show_beside_a_broken_formula() -> None:
    with pytest.raises(SchemaError) as error:
        loads(SPEC.replace("half + 1)", "oops), use_bias: 3"))
    assert [found.code for found in error.value.diagnostics] == ["K011", "K106"]
