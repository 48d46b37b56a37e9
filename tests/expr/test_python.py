from __future__ import annotations

import math
from collections.abc import Collection

import pytest

from kspec.expr import Expression, Formula, evaluate, needs_math, parse, to_python

MINIMAL = [
    ("(k)", "k"),
    ("((k + 1)) * 2", "(k + 1) * 2"),
    ("(k * 2) + 1", "k * 2 + 1"),
    ("k - (n - 1)", "k - (n - 1)"),
    ("(k - n) - 1", "k - n - 1"),
    ("k // (n * 2)", "k // (n * 2)"),
    ("-(k + 1)", "-(k + 1)"),
    ("(-k) * 2", "-k * 2"),
    ("2 * (-k)", "2 * -k"),
    ("not (deep and wide)", "not (deep and wide)"),
    ("(not deep) and wide", "not deep and wide"),
    ("(not deep) == wide", "(not deep) == wide"),
    ("not (k == 1)", "not k == 1"),
    ("deep and (wide or deep)", "deep and (wide or deep)"),
    ("(k < n) == deep", "(k < n) == deep"),
    ("0<k<=n", "0 < k <= n"),
    ("(k + 1) < (n)", "k + 1 < n"),
    ("(1 if deep else 2) if wide else 3", "(1 if deep else 2) if wide else 3"),
    ("1 if deep else (2 if wide else 3)", "1 if deep else 2 if wide else 3"),
    ("1 + (2 if deep else 3)", "1 + (2 if deep else 3)"),
    ("min((k), (n if deep else 1))", "min(k, n if deep else 1)"),
    ("floor(k / 4) + ceil(1.5)", "math.floor(k / 4) + math.ceil(1.5)"),
    ("true or false", "True or False"),
    ("1E3", "1000.0"),
    ("'same'", '"same"'),
    ("'say \"so\"'", "'say \"so\"'"),
    ('"it\'s"', '"it\'s"'),
]
TEMPLATES = [
    ("层$(k)", 'f"层{k}"'),
    ("$(k) $(n)", 'f"{k} {n}"'),
    ("{$(k)}", 'f"{{{k}}}"'),
    ('say "$(k)"', 'f"say \\"{k}\\""'),
    ("a\n\\$(k)", 'f"a\\n\\\\{k}"'),
    ("$('a' if deep else 'b') ", "f\"{'a' if deep else 'b'} \""),
    ("{$(\"it's\" if deep else 'b')", '"{{{}".format("it\'s" if deep else \'b\')'),
    ("$(deep) $(mode)", "f\"{'true' if deep else 'false'} {mode}\""),
    ("$(k > 1) ", "f\"{'true' if k > 1 else 'false'} \""),
    ("$(true) ", "f\"{'true'} \""),
    ("$(k if deep else wide) ", "f\"{k if deep else 'true' if wide else 'false'} \""),
    ("$$(k)", '"$(k)"'),
    ("{$$(k)}", '"{$(k)}"'),
    ('"$$(k)"', "'\"$(k)\"'"),
]
VALUES = {"k": 3, "n": 4, "deep": True, "wide": False, "mode": "same"}


def formula_of(text: str) -> Formula:
    formula = parse(text)
    assert not isinstance(formula, str)
    return formula


@pytest.mark.parametrize(("source", "printed"), MINIMAL)
def test_python_has_only_the_parentheses_it_needs(source: str, printed: str) -> None:
    formula = formula_of(f"$({source})")
    assert to_python(formula) == printed


@pytest.mark.parametrize(("source", "printed"), TEMPLATES)
def test_a_template_is_an_f_string(source: str, printed: str) -> None:
    formula = formula_of(source)
    booleans: Collection[str] = ("deep", "wide")
    assert to_python(formula, booleans=booleans) == printed
    assert eval(printed, dict(VALUES)) == evaluate(formula, VALUES)


def test_names_are_renamed_wherever_they_stand() -> None:
    source = to_python(formula_of("$(k if deep else -n)"), "p_{}".format)
    assert source == "p_k if p_deep else -p_n"
    template = to_python(formula_of("$(k), $(deep)"), str.upper, booleans={"deep"})
    assert template == "f\"{K}, {'true' if DEEP else 'false'}\""


@pytest.mark.parametrize(
    ("text", "needed"),
    [
        ("$(floor(k))", True),
        ("$(1 + ceil(k / 2))", True),
        ("层 $(k) $(ceil(k))", True),
        ("$(int(k) + round(k) + abs(k))", False),
        ("$$(floor(k))", False),
    ],
)
def test_only_floor_and_ceil_need_math(text: str, needed: bool) -> None:
    formula = formula_of(text)
    assert needs_math(formula) is needed
    printed = to_python(formula)
    assert eval(printed, {"k": 3, "math": math}) == evaluate(formula, {"k": 3})


@pytest.mark.parametrize(
    ("condition", "opposite"),
    [
        ("a", "not a"),
        ("a and b", "not (a and b)"),
        ("not a", "a"),
        ("1 < k", "not 1 < k"),
    ],
)
def test_the_opposite_of_a_condition(condition: str, opposite: str) -> None:
    formula = parse(f"$({condition})")
    assert isinstance(formula, Expression)
    assert to_python(formula.negated()) == opposite
