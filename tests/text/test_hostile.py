"""Texts from strangers: a tree or a `TextError`, never anything else."""

from __future__ import annotations

import pytest
from hypothesis import example, given
from hypothesis import strategies as st

from kspec.errors import TextError
from kspec.text import Node, read, write
from tests.text.strategies import documents, signs

BOMBS = {
    "brackets": "[" * 100_000,
    "braces": "{a: " * 100_000,
    "dashes": "- " * 100_000,
    "questions": "? " * 100_000,
    "mixed": "[ - ? {" * 100_000,
    "closed": "[" * 100_000 + "]" * 100_000,
    "indented": "".join(f"{' ' * depth}a:\n" for depth in range(1000)),
    "entries": "[" + "1," * 300_000 + "]",
    "aliases": "a: &a [x, x]\n" + "".join(f"b{i}: [*a, *a]\n" for i in range(1000)),
    "itself": "&a [*a]",
    "merged": "a: &a {x: 1}\n" + "b:\n  <<: [*a, *a]\n" * 1000,
    "tags": "[" + "!!str a, " * 20_000 + "]",
    "nul": "a: \0",
    "digits": "a: " + "9" * 60_000,
    "hexadecimal": "a: 0x" + "f" * 60_000,
    "sexagesimal": "a: 1" + ":59" * 20_000,
    "underscores": "a: 1" + "_" * 60_000,
    "torn": "{" + "a: $(min(b, c)), " * 20_000 + "}",
    "parentheses": "a: $" + "(" * 60_000,
    "scalar": "a: " + "x" * 70_000,
    "plain": "a: " + "x " * 400_000,
    "quoted": 'a: "' + "x\n" * 400_000,
    "file": "#" * 2_000_000,
    "documents": "--- a\n" * 100_000,
    "directives": "%A b\n" * 100_000 + "---\na",
}


@pytest.mark.parametrize("name", BOMBS)
def test_a_bomb_is_refused_with_a_place(name: str) -> None:
    with pytest.raises(TextError) as caught:
        read(BOMBS[name], file="a.yaml")
    found = caught.value.diagnostics
    assert 1 <= len(found) <= 100
    assert all(one.span and len(one.message) < 200 for one in found)
    assert all(len(one.hint or "") < 200 for one in found)


def check_harmless(data: str | bytes) -> None:
    try:
        node = read(data, file="a.yaml")
    except TextError as error:
        text = data if isinstance(data, str) else data.decode("utf-8", "replace")
        check_places(error, text)
    else:
        assert repr(read(write(node), file="a.yaml")) == repr(node)


def check_places(error: TextError, text: str) -> None:
    lines = text.removeprefix("\ufeff").split("\n")
    assert error.diagnostics
    for found in error.diagnostics:
        for span in (found.span, *(related.span for related in found.related)):
            assert span
            assert 1 <= span.line <= span.end_line <= len(lines)
            assert 1 <= span.column <= len(lines[span.line - 1]) + 1


@given(signs)
@example("{? ")
@example("!")
@example("- !\n- ")
@example("a: &b")
@example("{*a : b}")
@example("? |\n  a\n: b")
@example("%")
@example("'")
@example('"\\')
def test_signs_of_yaml_give_a_tree_or_diagnostics(text: str) -> None:
    check_harmless(text)


@given(st.text())
def test_any_text_gives_a_tree_or_diagnostics(text: str) -> None:
    check_harmless(text)


@given(st.binary())
def test_any_bytes_give_a_tree_or_diagnostics(data: bytes) -> None:
    check_harmless(data)


@given(documents, st.data())
def test_a_damaged_text_gives_a_tree_or_diagnostics(
    node: Node, data: st.DataObject
) -> None:
    text = write(node)
    start = data.draw(st.integers(0, len(text)))
    stop = data.draw(st.integers(start, min(start + 5, len(text))))
    check_harmless(text[:start] + data.draw(signs) + text[stop:])
