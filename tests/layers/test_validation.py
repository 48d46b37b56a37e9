"""Faults in arguments: each says what is wrong, what was expected, and the fix."""

from __future__ import annotations

from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from kspec.layers.catalogue import LAYERS, find
from kspec.layers.slips import written
from kspec.layers.validation import Fault, validate

DENSE = {"units": 8}
CONV = {"filters": 8, "kernel_size": 3}


def faults(kind: str, values: dict[str, Any]) -> tuple[Fault, ...]:
    cls = find(kind)
    assert cls
    made, found = validate(cls, values)
    assert (made is None) == bool(found)
    return found


@pytest.mark.parametrize(
    ("kind", "values", "message", "hint"),
    [
        (
            "Dense",
            {"units": -3},
            "`units` is -3; expected a positive integer",
            None,
        ),
        (
            "Dense",
            {"units": "8"},
            '`units` is "8"; expected a positive integer',
            "write 8 without quotes",
        ),
        (
            "Dense",
            {"units": 64.0},
            "`units` is 64.0; expected a positive integer",
            "write 64",
        ),
        (
            "Dense",
            {"units": True},
            "`units` is true; expected a positive integer",
            "a number is needed; true is none",
        ),
        (
            "Dense",
            {"units": None},
            "`units` is null; expected a positive integer",
            None,
        ),
        (
            "Dense",
            {"units": [8]},
            "`units` is [8]; expected a positive integer",
            "write 8",
        ),
        (
            "Dense",
            {**DENSE, "use_bias": "no"},
            '`use_bias` is "no"; expected `true` or `false`',
            "write false",
        ),
        (
            "Dense",
            {**DENSE, "use_bias": 1},
            "`use_bias` is 1; expected `true` or `false`",
            "write true",
        ),
        (
            "Dense",
            {**DENSE, "activation": "rleu"},
            '`activation` is "rleu"; there is no such activation',
            "did you mean `relu`?",
        ),
        (
            "Dense",
            {**DENSE, "activation": "None"},
            '`activation` is "None"; there is no such activation',
            "write null",
        ),
        (
            "Conv2D",
            {**CONV, "padding": "SAME"},
            '`padding` is "SAME"; expected `valid` or `same`',
            "did you mean `same`?",
        ),
        (
            "Conv2D",
            {"filters": 8, "kernel_size": [3]},
            "`kernel_size` is [3]; expected a positive integer, or a list of 2",
            "write 3",
        ),
        (
            "Conv2D",
            {"filters": 8, "kernel_size": "3x3"},
            '`kernel_size` is "3x3"; expected a positive integer, or a list of 2',
            "write [3, 3]",
        ),
        (
            "Reshape",
            {"target_shape": 8},
            "`target_shape` is 8; expected a list of positive integers, "
            "at most one of them -1",
            "write [8]",
        ),
        (
            "Conv2D",
            {**CONV, "strides": 2, "dilation_rate": [2, 1]},
            "`strides` and `dilation_rate` cannot both be above 1, got 2 and [2, 1]",
            "keep one of them at 1",
        ),
        (
            "Conv2D",
            {**CONV, "groups": 3},
            "`groups` has to divide `filters`, 8, got 3",
            None,
        ),
        (
            "Conv2DTranspose",
            {**CONV, "strides": 2, "output_padding": 2},
            "`output_padding` has to be below `strides`, got 2 and 2",
            None,
        ),
    ],
)
def test_a_wrong_value_is_shown_beside_what_was_expected(
    kind: str, values: dict[str, Any], message: str, hint: str | None
) -> None:
    (fault,) = faults(kind, values)
    assert (fault.problem, fault.message, fault.hint) == ("value", message, hint)


@pytest.mark.parametrize(
    ("kind", "values", "path", "message", "hint"),
    [
        (
            "Dense",
            {**DENSE, "actvation": "relu"},
            ("actvation",),
            "`Dense` has no argument `actvation`",
            "did you mean `activation`?",
        ),
        (
            "Dense",
            {**DENSE, "name": "x"},
            ("name",),
            "`Dense` has no argument `name`",
            "the key of a layer is its name",
        ),
        (
            "Dense",
            {**DENSE, "kernel_initializer": {"type": "HeNormal", "sed": 1}},
            ("kernel_initializer", "sed"),
            "`HeNormal` has no argument `sed`",
            "did you mean `seed`?",
        ),
        (
            "RepeatVector",
            {"n": 1, "xyzzy": 1},
            ("xyzzy",),
            "`RepeatVector` has no argument `xyzzy`",
            "it has `n`, `trainable`, `dtype`",
        ),
    ],
)
def test_an_unknown_argument_names_the_closest(
    kind: str, values: dict[str, Any], path: tuple[str, ...], message: str, hint: str
) -> None:
    (fault,) = faults(kind, values)
    assert fault == Fault(path, "unknown", message, hint)


def test_a_misspelt_argument_is_not_missing_too() -> None:
    assert [fault.problem for fault in faults("Dense", {"unit": 8})] == ["unknown"]


def test_a_missing_argument_is_named() -> None:
    assert faults("Dense", {}) == (
        Fault(("units",), "missing", "`Dense` needs `units`"),
    )


def test_an_unknown_object_names_its_family() -> None:
    (fault,) = faults("Dense", {**DENSE, "kernel_constraint": {"type": "LecunX"}})
    assert fault.message == (
        '`kernel_constraint` is {type: "LecunX"}; there is no such constraint'
    )


def test_every_fault_is_found_in_one_pass() -> None:
    wrong = {
        "units": 0,
        "use_bias": "no",
        "kernel_regularizer": {"type": "L2", "l2": -1},
    }
    paths = [fault.path for fault in faults("Dense", wrong)]
    assert paths == [("units",), ("use_bias",), ("kernel_regularizer", "l2")]


def test_a_refused_argument_says_why() -> None:
    (fault,) = faults("Dense", {**DENSE, "lora_rank": 4})
    assert fault.message == "`Dense` takes no `lora_rank` in a spec"
    assert fault.hint


def test_an_input_cannot_be_frozen() -> None:
    (fault,) = faults("Input", {"shape": [8], "trainable": False})
    assert fault.hint == "an input has no weights"


def test_a_long_value_is_cut() -> None:
    (fault,) = faults("Dense", {"units": list(range(1000))})
    assert len(fault.message) < 120


@pytest.mark.parametrize(
    ("value", "text"),
    [
        (None, "null"),
        (False, "false"),
        ("a", '"a"'),
        (1e-3, "0.001"),
        ([1, [None, "x"]], '[1, [null, "x"]]'),
        ({"type": "L2", "l2": 0.1}, '{type: "L2", l2: 0.1}'),
    ],
)
def test_a_value_is_written_as_in_yaml(value: Any, text: str) -> None:
    assert written(value) == text


scalars = st.none() | st.booleans() | st.integers() | st.floats() | st.text(max_size=5)
values = st.recursive(
    scalars,
    lambda inner: (
        st.lists(inner, max_size=3)
        | st.dictionaries(st.sampled_from(["type", "l2", "a"]), inner, max_size=3)
    ),
    max_leaves=5,
)


@given(kind=st.sampled_from(LAYERS), data=st.data())
def test_any_values_give_an_instance_or_faults(kind: Any, data: st.DataObject) -> None:
    names = st.sampled_from([*kind.model_fields, "x", "type"])
    given_values = data.draw(st.dictionaries(names, values, max_size=5))
    made, found = validate(kind, given_values)
    assert (made is None) == bool(found)
    for fault in found:
        assert fault.message[:1] == fault.message[:1].lower()
        assert "\n" not in fault.message
