from __future__ import annotations

import keyword

import pytest
from hypothesis import given
from hypothesis import strategies as st

from kspec.expr import RESERVED, ExprError, parse
from tests.expr.marked import outcome, refusal

FUNCTIONS = "the functions are min, max, abs, round, floor, ceil, int"

UNEXPECTED = [
    ("$(¦)", "the expression is empty"),
    ("$(¦ \n )", "the expression is empty"),
    ("$(k +¦)", "expected a value, got the end"),
    ("$(k + ¦* 2)", "expected a value, got `*`"),
    ("$(k ¦n)", "expected an operator, got `n`"),
    ("$(2¦(k + 1))", "expected an operator, got `(`"),
    ("$((¦))", "expected a value, got `)`"),
    ("$((k¦, n))", "expected `)`, got `,`"),
    ("$(k¦, n)", "expected an operator, got `,`"),
    ("$(k if deep¦)", "expected `else`, got the end"),
    ("$(k if deep else¦)", "expected a value, got the end"),
    ("$(min(k, n,¦))", "expected a value, got `)`"),
    ("$(min(k ¦n))", "expected `)`, got `n`"),
    ("$(¦lambda: 1)", "expected a value, got `lambda`"),
    ("$(¦and)", "expected a value, got `and`"),
    ("$(1 + ¦not deep)", "`not` after an operator needs parentheses"),
    ("$(deep == ¦not wide)", "`not` after an operator needs parentheses"),
    ("$(-¦not deep)", "`not` after an operator needs parentheses"),
    ("$(¦min + 1)", "`min` is a function"),
    ("$(¦round(k, 2))", "`round` takes one argument, got 2"),
    ("$(¦int())", "`int` takes one argument, got 0"),
    ("$(1 + ¦min(k))", "`min` takes two arguments or more, got 1"),
    ("$(¦max())", "`max` takes two arguments or more, got 0"),
]
WORDS = [
    ("$(¦True)", "write `true`"),
    ("$(deep == ¦False)", "write `false`"),
    ("$(¦None)", "values are numbers, texts, `true` and `false`"),
    ("$(k ¦is 3)", "write `==`"),
    ("$(k ¦in 3)", "write `==` and `or`"),
    ("$(deep ¦AND wide)", "write `and`"),
    ("$(deep ¦OR wide)", "write `or`"),
    ("$(¦NOT(deep))", "write `not`"),
    ("$(1 + ¦not deep)", "write `(not …)`"),
    ("$(k ¦div 2)", "write `//`"),
    ("$(¦pow(k, 2))", "there are no powers; multiply, such as `k * k`"),
    ("$(¦float(k))", "write `x * 1.0`"),
    ("$(¦str(k))", "a text is put together outside: `layer $(i)`"),
    ("$(k if deep¦, n)", "write `a if condition else b`"),
    ("$(k + ¦max)", "write `max(…)`"),
    ("$(k if deep ¦then n)", "write `a if condition else b`"),
    ("$(k ¦mod 2)", "write `%`"),
    ("$(¦mni(k, 2))", "did you mean `min`?"),
    ("$(¦sqrt(k))", f"there are no roots; {FUNCTIONS}"),
    ("$(¦open('x'))", FUNCTIONS),
    ("$(¦__import__('os'))", FUNCTIONS),
]
NUMBERS = [
    ("$(¦012)", "expected a number such as 10 or 1e-3, got `012`"),
    ("$(¦1_000)", "expected a number such as 10 or 1e-3, got `1_000`"),
    ("$(¦0x10)", "expected a number such as 10 or 1e-3, got `0x10`"),
    ("$(¦1e)", "expected a number such as 10 or 1e-3, got `1e`"),
    ("$(k + ¦1.2.3)", "expected a number such as 10 or 1e-3, got `1.2.3`"),
    ("$(¦2k)", "expected a number such as 10 or 1e-3, got `2k`"),
    ("$(¦1j)", "expected a number such as 10 or 1e-3, got `1j`"),
    ("$(¦1e400)", "expected a number within ±2^53, got 1e400"),
    ("$(¦9007199254740993)", "expected a number within ±2^53, got 9007199254740993"),
    ("$(-¦1e16)", "expected a number within ±2^53, got 1e16"),
]
HOSTILE = [
    "(" * 10_000,
    f"{'(' * 10_000}k{')' * 10_000}",
    f"{'(' * 100}k{')' * 100}",
    f"{'-' * 10_000}1",
    f"{'-' * 200}1",
    f"{'not ' * 50}true",
    "9" * 250,
    f"9{'9' * 100_000}",
    "2**9999999",
    "9**9**9",
    "9007199254740992 * 9007199254740992",
    "'%1000000000d' % 1",
    "'a' * 9007199254740992",
    "1e308 * 10",
    "(-8) ** 0.5",
    "0 / 0",
    "k" * 300,
    "+".join("k" * 100),
    f"{'abs(' * 40}1{')' * 40}",
    " if true else ".join("1" * 18),
    "__import__('os').system('id')",
    "().__class__.__bases__[0]",
    "(lambda: 1)()",
    "[x for x in (1, 2)]",
    "eval('1')",
    "getattr(1, 'real')",
    "1 .real",
    "f'{k}'",
    "k\0",
    "ｅval('1')",
    "rand()",
    "oc.env:HOME",
    "${HOME}",
    "`id`",
]
GRAMMAR = "kn01.9e-+*/%()<>=!,\"' $\\ifelsandortrue\0层"


@pytest.mark.parametrize(("marked", "message"), UNEXPECTED + NUMBERS)
def test_a_refusal_points_at_the_character_to_blame(marked: str, message: str) -> None:
    assert refusal(marked, parse).message == message


@pytest.mark.parametrize(("marked", "hint"), WORDS)
def test_a_word_of_another_language_says_what_to_write(marked: str, hint: str) -> None:
    assert refusal(marked, parse).hint == hint


@pytest.mark.parametrize("source", HOSTILE)
def test_a_hostile_expression_has_no_value(source: str) -> None:
    assert isinstance(outcome(f"$({source})", {"k": 1}), ExprError)


@given(st.text() | st.text(st.sampled_from(GRAMMAR), max_size=40), st.text(max_size=5))
def test_random_text_raises_nothing_but_expression_errors(
    source: str, rest: str
) -> None:
    text = f"$({source}){rest}"
    found = outcome(text, {"k": 3})
    assert not isinstance(found, ExprError) or 0 <= found.offset <= len(text)


@pytest.mark.parametrize(
    ("most", "one_more", "message"),
    [
        (f"{'k' * 256}", f"{'k' * 257}", "expected at most 256 characters, got 257"),
        (f"{'-' * 16}k", f"{'-' * 17}k", "expected at most 16 levels of nesting"),
        (
            f"{'(' * 16}k{')' * 16}",
            f"{'(' * 17}k{')' * 17}",
            "expected at most 16 levels of nesting",
        ),
        (
            f"-{'+'.join('k' * 32)}",
            f"--{'+'.join('k' * 32)}",
            "expected at most 64 operators, names and values",
        ),
    ],
)
def test_a_limit_holds_what_it_says(most: str, one_more: str, message: str) -> None:
    assert str(parse(f"$({most})")) == f"$({most})"
    with pytest.raises(ExprError, match=message):
        parse(f"$({one_more})")


@pytest.mark.parametrize("word", sorted(RESERVED))
def test_a_reserved_word_is_no_name(word: str) -> None:
    assert outcome(f"$({word})", {word: "a parameter"}) != "a parameter"


def test_pythons_keywords_are_reserved() -> None:
    assert set(keyword.kwlist) <= RESERVED
