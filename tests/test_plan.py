"""The plan: defaults left out, formulas kept, names and captions as in the spec."""

from __future__ import annotations

from kspec import loads
from kspec.graph import compile_spec
from kspec.plan import Call, Constant, Plan, Step, formulas, lower

SPEC = """\
kspec: 1
params: {k: 4, half: $(k // 2)}
inputs: {x: [$(k), $(k), 3]}
layers:
  conv: {type: Conv2D, filters: $(k), kernel_size: [3, 3], strides: 1, padding: valid}
  flat: {type: Flatten}
  out:
    type: Dense
    units: $(half)
    kernel_regularizer: {type: L2, l2: $(1 / k)}
    caption: 输出层
"""


def plan() -> Plan:
    return lower(compile_spec(loads(SPEC)))


def call_of(step: Step) -> Call:
    assert isinstance(step.construct, Call)
    return step.construct


def test_arguments_equal_to_the_default_are_left_out() -> None:
    conv = call_of(plan().by_name["conv"])
    assert [key for key, _ in conv.arguments] == ["filters", "kernel_size", "name"]
    assert conv.positional == 2


def test_a_default_that_a_formula_gave_is_kept() -> None:
    text = SPEC.replace("strides: 1", "strides: $(k - 3)")
    conv = call_of(lower(compile_spec(loads(text))).by_name["conv"])
    assert "strides" in dict(conv.arguments)


def test_formulas_stand_beside_their_values_also_inside_objects() -> None:
    out = plan().by_name["out"]
    regularizer = dict(call_of(out).arguments)["kernel_regularizer"]
    assert isinstance(regularizer, Call)
    assert regularizer.target == "keras.regularizers.L2"
    (value,) = (argument for _, argument in regularizer.arguments)
    assert isinstance(value, Constant)
    assert value.value == 0.25
    assert [str(formula) for formula in formulas(call_of(out))] == [
        "$(half)",
        "$(1 / k)",
    ]


def test_every_layer_is_named_as_in_the_spec() -> None:
    for step in plan().steps:
        assert dict(call_of(step).arguments)["name"] == Constant(step.name)
    assert plan().by_name["out"].caption == "输出层"


def test_an_input_is_called_on_nothing() -> None:
    assert [step.name for step in plan().inputs] == ["x"]
    assert call_of(plan().steps[0]).positional == 0
