from __future__ import annotations

from collections.abc import Mapping
from typing import Any

import pytest

from kspec.expr import Value, evaluate, parse
from tests.expr.marked import refusal

NAMES: dict[str, Value] = {
    "k": 130,
    "n": 0,
    "rate": 1e-3,
    "deep": True,
    "mode": "same",
    "huge": 2**60,
    "endless": float("inf"),
    "nothing": float("nan"),
}

VALUES: list[tuple[str, Value]] = [
    ("k // 4", 32),
    ("k / 2", 65.0),
    ("-k // 4", -33),
    ("-7 % 3", 2),
    ("2 + 3 * 4 - 1", 13),
    ("2 - 3 - 4", -5),
    ("k * rate", 0.13),
    ("1e-3", 0.001),
    ("mode", "same"),
    ("'a' if deep else 'b'", "a"),
    ("mode == 'same' and not n > 0", True),
    ("0 < 1 < 2", True),
    ("0 < 2 < 1", False),
    ("1 < 2 == 2", True),
    ("1 == 1.0", True),
    ("deep != false", True),
    ("round(2.5)", 2),
    ("round(3.5)", 4),
    ("int(-2.7)", -2),
    ("floor(-2.5)", -3),
    ("ceil(2.1)", 3),
    ("abs(-2.5)", 2.5),
    ("min(3, 2.0, 4)", 2.0),
    ("max(1, 2, 3)", 3),
    ("1 if n == 0 else 1 / n", 1),
    ("n == 0 or 1 / n > 0", True),
    ("n != 0 and 1 / n > 0", False),
    ("2 < 1 < 'a'", False),
    ("9007199254740992", 2**53),
    ("-9007199254740992", -(2**53)),
]

COMPARE = "compare it, such as `k > 0`"
REFUSALS = [
    ("$(¦kk)", "unknown name `kk`", "did you mean `k`?"),
    ("a $(k) $(¦dep)", "unknown name `dep`", "did you mean `deep`?"),
    (
        "$(¦null)",
        "unknown name `null`",
        "values are numbers, texts, `true` and `false`",
    ),
    ("$(k ¦/ n)", "`/` by zero", None),
    ("$(k ¦// 0.0)", "`//` by zero", None),
    ("$(k ¦% 0)", "`%` by zero", None),
    ("$(¦true + 1)", "`+` takes numbers, got true", None),
    ("$((k ¦> 1) + 1)", "`+` takes numbers, got true", None),
    (
        "$((k // 4 ¦if deep else 1) and deep)",
        "`and` takes true or false, got 32",
        COMPARE,
    ),
    ("$(1 + ¦deep)", "`+` takes numbers, got true", None),
    ("$(¦mode * 2)", "`*` takes numbers, got 'same'", None),
    ("$(¦'%1000000000d' % 1)", "`%` takes numbers, got '%1000000000d'", None),
    ("$(-¦mode)", "`-` takes numbers, got 'same'", None),
    ("$(min(k, ¦deep))", "`min` takes numbers, got true", None),
    ("$(int(¦'3'))", "`int` takes numbers, got '3'", None),
    ("$(mode ¦== 1)", "`==` compares values of one type, got 'same' and 1", None),
    ("$(1 ¦!= true)", "`!=` compares values of one type, got 1 and true", None),
    ("$(mode ¦< 'b')", "`<` compares numbers, got 'same' and 'b'", None),
    ("$(deep ¦>= false)", "`>=` compares numbers, got true and false", None),
    ("$(0 < k ¦< mode)", "`<` compares numbers, got 130 and 'same'", None),
    (
        "$(1 if ¦k else 2)",
        "`if` takes true or false, got 130",
        COMPARE,
    ),
    ("$(not ¦k)", "`not` takes true or false, got 130", COMPARE),
    (
        "$(deep and k ¦+ 1)",
        "`and` takes true or false, got 131",
        COMPARE,
    ),
    (
        "$(¦'' or deep)",
        "`or` takes true or false, got ''",
        COMPARE,
    ),
    (
        "$(9007199254740992 ¦+ 1)",
        "expected a number within ±2^53, got 9007199254740993",
        None,
    ),
    ("$(1 ¦/ 5e-324)", "expected a number within ±2^53, got inf", None),
    (
        "$(¦huge)",
        "expected a number within ±2^53, got 1152921504606846976",
        None,
    ),
    ("$(1 + ¦endless)", "expected a number within ±2^53, got inf", None),
    ("$(¦nothing)", "expected a number within ±2^53, got nan", None),
]


def value_of(text: str, names: Mapping[str, Any] = NAMES) -> Value:
    formula = parse(text)
    assert not isinstance(formula, str)
    return evaluate(formula, names)


@pytest.mark.parametrize(("source", "expected"), VALUES)
def test_an_expression_has_a_typed_value(source: str, expected: Value) -> None:
    found = value_of(f"$({source})")
    assert (type(found), found) == (type(expected), expected)


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("隐含层$(k // 4)", "隐含层32"),
        ("$(deep) $(not deep)", "true false"),
        ("$(rate) $(k / 4) $(1e-7)", "0.001 32.5 1e-07"),
        ("$(mode)-$(mode)", "same-same"),
        ("$$(k)", "$(k)"),
    ],
)
def test_a_template_has_a_text(text: str, expected: str) -> None:
    assert value_of(text) == expected


@pytest.mark.parametrize(("marked", "message", "hint"), REFUSALS)
def test_a_value_that_does_not_fit_is_blamed_where_it_stands(
    marked: str, message: str, hint: str | None
) -> None:
    found = refusal(marked, value_of)
    assert (found.message, found.hint) == (message, hint)


@pytest.mark.parametrize(
    ("value", "shown"),
    [(None, "None"), ((1, 2), "(1, 2)"), (["a" * 50], f"['{'a' * 37}…")],
)
def test_a_parameter_of_another_kind_is_refused(value: Any, shown: str) -> None:
    expected = "expected `k` to be a number, a text, true or false"
    found = refusal("$(1 + ¦k)", lambda text: value_of(text, {"k": value}))
    assert found.message == f"{expected}, got {shown}"


def test_an_integer_too_long_to_print_is_given_by_its_size() -> None:
    found = refusal("$(¦k)", lambda text: value_of(text, {"k": 10**5000}))
    assert found.message.endswith("got an integer of 16610 bits")


def test_a_template_has_at_most_four_kibibytes() -> None:
    long: dict[str, Value] = {"k": "层" * 1365}
    assert len(str(value_of("a$(k)", long)).encode()) == 4096

    def use(text: str) -> Value:
        return value_of(text, long)

    message = "expected a text of at most 4096 bytes, got more"
    assert refusal("ab$(¦k)", use).message == message
    assert refusal(f"¦{'a' * 4097}$(k)", use).message == message


def test_a_surrogate_is_counted_like_any_character() -> None:
    assert value_of("\ud800$(k)", {"k": 1}) == "\ud8001"


def test_only_the_branch_that_counts_is_looked_at() -> None:
    assert value_of("$(1 if deep else huge)") == 1
    assert value_of("$(huge if not deep else 1)") == 1
