from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from kspec.expr import Expression, Formula, Template, escape, evaluate, names_of, parse
from kspec.expr.tree import Name
from tests.expr.marked import refusal

K = Expression("k", Name("k"))


def formula_of(text: str) -> Formula:
    formula = parse(text)
    assert not isinstance(formula, str)
    return formula


@pytest.mark.parametrize("text", ["", "relu", "costs $5", "$", "$ (k)", "(k)", "${k}"])
def test_a_text_without_expressions_comes_back_as_it_is(text: str) -> None:
    assert parse(text) is text


@pytest.mark.parametrize(
    ("text", "parts"),
    [
        ("$(k)$(k)", (K, K)),
        (" $(k)", (" ", K)),
        ("$(k) ", (K, " ")),
        ("隐含层$(k)", ("隐含层", K)),
        ("$(k))", (K, ")")),
        ("it's $(k), isn't it", ("it's ", K, ", isn't it")),
        ("$$(k)", ("$(k)",)),
        ("$$$(k)", ("$$(k)",)),
        ("a $$(k) $(k)", ("a $(k) ", K)),
        ("$$($(k)", ("$(", K)),
        ("$(k)$$(", (K, "$(")),
        ("$$$(k)$(k)$$$$(", ("$$(k)", K, "$$$(")),
    ],
)
def test_a_template_keeps_its_parts_and_its_source(
    text: str, parts: tuple[str | Expression, ...]
) -> None:
    template = parse(text)
    assert template == Template(parts)
    assert str(template) == text


@pytest.mark.parametrize(
    "text", ["$(min(k, (n)))", "$( k )", "$(')' if deep else \"(\")", "$('$(')"]
)
def test_the_matching_bracket_closes_an_expression(text: str) -> None:
    found = parse(text)
    assert isinstance(found, Expression)
    assert found.text == text[2:-1]
    assert str(found) == text


@pytest.mark.parametrize(
    ("marked", "message"),
    [
        ("a ¦$(k", "`$(` is never closed"),
        ("$(k) and ¦$((k)", "`$(` is never closed"),
        ("$(mode == ¦'same)", "the text is never closed"),
        ("层 $(k) $(k ¦&& n)", "`&&` is not part of expressions"),
    ],
)
def test_an_offset_counts_from_the_start_of_the_text(marked: str, message: str) -> None:
    assert refusal(marked, parse).message == message


def test_an_open_expression_is_told_how_to_write_its_characters() -> None:
    hint = "add `)`, or write `$$(` for `$(` itself"
    assert refusal("¦$(", parse).hint == hint


@given(st.text() | st.text(st.sampled_from("$(k) ")))
def test_an_escaped_text_means_itself(text: str) -> None:
    formula = parse(escape(text))
    assert (formula if isinstance(formula, str) else evaluate(formula, {})) == text


@pytest.mark.parametrize("quote", ["'", '"'])
def test_an_open_text_is_told_the_quote_to_add(quote: str) -> None:
    assert refusal(f"$(mode == ¦{quote}same)", parse).hint == f"add {quote}"


def test_names_come_in_order_and_once() -> None:
    text = "$(b if a > c else min(d, b)) and $(e + a)"
    assert names_of(formula_of(text)) == ("b", "a", "c", "d", "e")


def test_equality_is_that_of_the_source() -> None:
    assert formula_of("$(k)") == formula_of("$(k)")
    assert formula_of("$(k)") != formula_of("$( k)")
    assert formula_of("$(1)") != formula_of("$(true)")
