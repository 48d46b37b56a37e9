from __future__ import annotations

import pytest

from kspec.expr import parse
from kspec.expr.tokens import tokens
from tests.expr.marked import refusal

HINTS = [
    ("$(k ¦** 2)", "there are no powers; multiply, such as `k * k`"),
    ("$(k ¦^ 2)", "there are no powers; multiply, such as `k * k`"),
    ("$(deep ¦&& wide)", "write `and`"),
    ("$(deep ¦|| wide)", "write `or`"),
    ("$(¦!deep)", "write `not`"),
    ("$(k ¦= 2)", "write `==` to compare"),
    ("$(k ¦=== 2)", "write `==`"),
    ("$(k ¦<> 2)", "write `!=`"),
    ("$(deep ¦? 2 : 3)", "write `a if condition else b`"),
    ("$(k ¦<< 2)", "multiply by a power of two"),
    ("$(k¦.real)", "there are no attributes; write the name of a parameter"),
    ("$(¦$(k))", "inside `$(…)` a name stands alone, such as `k`"),
]
LOOKALIKES = [
    ("$(k ¦× 2)", "unexpected character `×`", "write `*`"),
    ("$(k ¦− 2)", "unexpected character `−`", "write `-`"),
    ("$(¦（k + 1）)", "unexpected character `（`", "write `(`"),
    ("$(min(k¦，2))", "unexpected character `，`", "write `,`"),
    ("$(¦ｋ)", "unexpected character `ｋ`", "write `k`"),
    ("$(k ¦· 2)", "unexpected character `·`", "write `*`"),
    ("$(k ¦÷ 2)", "unexpected character `÷`", "write `/`"),
    ("$(k ¦∕ 2)", "unexpected character `∕`", "write `/`"),
    ("$(k ¦– 2)", "unexpected character `–`", "write `-`"),
    ("$(k ¦— 2)", "unexpected character `—`", "write `-`"),
    ("$(min(k¦、2))", "unexpected character `、`", "write `,`"),
    ("$(k ¦≤ 2)", "unexpected character `≤`", "write `<=`"),
    ("$(k ¦≥ 2)", "unexpected character `≥`", "write `>=`"),
    ("$(k ¦≠ 2)", "unexpected character `≠`", "write `!=`"),
    ("$(mode == ¦‘same’)", "unexpected character `‘`", "write `'`"),
    ("$(mode == ¦“same”)", "unexpected character `“`", 'write `"`'),
    ("$(¦层数)", "unexpected character `层`", None),
    ("$(¦ｅval(k))", "unexpected character `ｅ`", "write `e`"),
    ("$(k¦\N{COMBINING ACUTE ACCENT})", "unexpected character `\u0301`", None),
]
INVISIBLE = [
    ("$(k¦\0)", "unexpected character U+0000"),
    ("$(k¦\u200b)", "unexpected character U+200B"),
    ("$(k¦\u202e + 1)", "unexpected character U+202E"),
    ("$(k¦\ud800)", "unexpected character U+D800"),
    ("$(¦\u3000k)", "unexpected character U+3000"),
    ("$(mode == 'a¦\\n')", "texts have no backslashes or controls, got `\\`"),
    ("$(mode == 'a¦\n')", "texts have no backslashes or controls, got U+000A"),
    ("$(mode == 'a¦\u2028')", "texts have no backslashes or controls, got U+2028"),
]


@pytest.mark.parametrize(("marked", "hint"), HINTS)
def test_an_operator_of_another_language_says_what_to_write(
    marked: str, hint: str
) -> None:
    assert refusal(marked, parse).hint == hint


@pytest.mark.parametrize(
    "symbol",
    [
        "**",
        "^",
        "&&",
        "&",
        "||",
        "|",
        "!",
        "~",
        "=",
        "===",
        "!==",
        "<>",
        ":=",
        "?",
        ":",
        "<<",
        ">>",
        "@",
        ".",
        "[",
        "]",
        "{",
        "}",
        "$",
    ],
)
def test_every_refused_operator_is_named_where_it_stands(symbol: str) -> None:
    found = refusal(f"$(k ¦{symbol} 2)", parse)
    assert found.message == f"`{symbol}` is not part of expressions"
    assert found.hint


@pytest.mark.parametrize(("marked", "message", "hint"), LOOKALIKES)
def test_a_character_that_looks_like_another_is_named(
    marked: str, message: str, hint: str | None
) -> None:
    found = refusal(marked, parse)
    assert (found.message, found.hint) == (message, hint)


@pytest.mark.parametrize(("marked", "message"), INVISIBLE)
def test_a_character_that_cannot_be_seen_is_given_by_number(
    marked: str, message: str
) -> None:
    assert refusal(marked, parse).message == message


def test_a_text_that_is_never_closed_is_blamed_at_its_quote() -> None:
    found = refusal("¦'same", lambda text: list(tokens(text, 0, len(text))))
    assert (found.message, found.hint) == ("the text is never closed", "add '")


def test_spaces_and_ends_of_lines_separate_tokens() -> None:
    found = [token.text for token in tokens("a\t+\r\n b", 0, 7)]
    assert found == ["a", "+", "b", ""]


def test_the_longest_operator_wins() -> None:
    text = "a//b<=c!=-1"
    symbols = [t.text for t in tokens(text, 0, len(text)) if t.kind == "operator"]
    assert symbols == ["//", "<=", "!=", "-"]
