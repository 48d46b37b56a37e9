"""Against Python: the same value and type, or an error on both sides."""

from __future__ import annotations

import math
from collections.abc import Mapping

from hypothesis import assume, given

from kspec.expr import (
    ExprError,
    Expression,
    Formula,
    Template,
    Value,
    evaluate,
    needs_math,
    parse,
    to_python,
)
from tests.expr.oracle import Refused, python_value
from tests.expr.strategies import anything, names, templates

BOOLEANS = ("deep", "wide")


def within_limits(text: str) -> str | Formula:
    """The formula of a generated text, unless it is too long or too deep."""
    try:
        return parse(text)
    except ExprError as error:
        assume("at most" not in error.message)
        raise


def run(source: str, values: Mapping[str, Value]) -> Value:
    return eval(source, {"math": math}, dict(values))


@given(anything, names)
def test_an_expression_has_the_value_that_python_gives_it(
    source: str, values: dict[str, Value]
) -> None:
    try:
        expected = python_value(source, values)
    except (SyntaxError, ZeroDivisionError, Refused):
        expected = None
    try:
        formula = within_limits(f"$({source})")
        assert isinstance(formula, Expression)
        found = evaluate(formula, values)
    except ExprError:
        found = None
    assert (type(found), repr(found)) == (type(expected), repr(expected))


@given(anything, names)
def test_the_printed_python_has_the_value_of_the_expression(
    source: str, values: dict[str, Value]
) -> None:
    try:
        formula = within_limits(f"$({source})")
        assert isinstance(formula, Expression)
        expected = evaluate(formula, values)
    except ExprError:
        return
    printed = to_python(formula)
    found = run(printed, values)
    assert (type(found), repr(found)) == (type(expected), repr(expected))
    assert needs_math(formula) == ("math." in printed)


@given(anything)
def test_the_printed_python_reads_as_the_same_tree(source: str) -> None:
    try:
        formula = within_limits(f"$({source})")
    except ExprError:
        return
    assert isinstance(formula, Expression)
    printed = to_python(formula).replace("math.", "")
    again = within_limits(
        f"$({printed.replace('True', 'true').replace('False', 'false')})"
    )
    assert isinstance(again, Expression)
    assert again.tree == formula.tree


@given(templates, names)
def test_the_printed_f_string_has_the_text_of_the_template(
    source: str, values: dict[str, Value]
) -> None:
    try:
        formula = within_limits(source)
        if not isinstance(formula, Template):
            return
        expected = evaluate(formula, values)
    except ExprError:
        return
    assert run(to_python(formula, booleans=BOOLEANS), values) == expected


@given(templates)
def test_a_formula_gives_its_source_back(source: str) -> None:
    try:
        formula = within_limits(source)
    except ExprError:
        return
    assert str(formula) == source
    again = parse(str(formula))
    assert again == formula
    assert hash(again) == hash(formula)
