from __future__ import annotations

import math
from pathlib import Path
from typing import Any

import pytest
from hypothesis import given

from kspec.errors import TextError
from kspec.expr import parse
from kspec.text import (
    Item,
    Mapping,
    Node,
    Scalar,
    Sequence,
    from_plain,
    plain,
    read,
    write,
)
from tests.text.strategies import FORMULAS, TRICKY, as_json, documents

CANONICAL = Path(__file__).with_name("canonical.yaml").read_text(encoding="utf-8")


@given(documents)
def test_what_is_written_reads_as_the_same_tree(node: Node) -> None:
    assert repr(read(write(node), file="a.yaml")) == repr(node)


@given(documents)
def test_canonical_text_does_not_depend_on_the_text_it_came_from(node: Node) -> None:
    assert write(read(as_json(node), file="a.yaml")) == write(node)


def test_a_canonical_text_is_written_as_it_is() -> None:
    assert write(read(CANONICAL, file="canonical.yaml")) == CANONICAL


@pytest.mark.parametrize("text", TRICKY)
@pytest.mark.parametrize(
    "around",
    [
        lambda text: Scalar(text),
        lambda text: Sequence((Scalar(text), Scalar(1))),
        lambda text: Mapping((Item("a", Scalar(text)),)),
        lambda text: Mapping((Item(text, Scalar("x" * 120)), Item("b", Scalar(text)))),
        lambda text: Mapping((Item("a", Mapping((Item(text, Scalar(text)),))),)),
        lambda text: Sequence((Mapping((Item(text, Sequence((Scalar(text),))),)),)),
    ],
)
def test_a_text_stays_a_text_wherever_it_stands(text: str, around: Any) -> None:
    node = around(text)
    assert read(write(node), file="a.yaml") == node


@pytest.mark.parametrize("source", FORMULAS)
def test_a_formula_keeps_its_source(source: str) -> None:
    node = Sequence((Scalar(parse(source)), Sequence((Scalar(parse(source)),))))
    assert read(write(node), file="a.yaml") == node


@pytest.mark.parametrize(
    ("value", "text"),
    [
        (None, "null"),
        (True, "true"),
        (-7, "-7"),
        (0.001, "0.001"),
        (1e-07, "1e-07"),
        (1e22, "1e+22"),
        (1.0, "1.0"),
        ("relu", "relu"),
        ("no", '"no"'),
        ("1e-3", '"1e-3"'),
        ("", '""'),
        (" a", '" a"'),
        ("a: b", '"a: b"'),
        ("a:b", "a:b"),
        ("#x", '"#x"'),
        ("x#", "x#"),
        ("-", '"-"'),
        ("-x", "-x"),
        ("a, b", "a, b"),
        ("a\tb", '"a\\tb"'),
        ("a\r\nb", '"a\\r\\nb"'),
        ('"a"', '"\\"a\\""'),
        ("a\\b", "a\\b"),
        ("隐含层1", "隐含层1"),
        ("$(k)", "$$(k)"),
        ({}, "{}"),
        ([], "[]"),
    ],
)
def test_a_value_is_quoted_only_where_it_must_be(value: Any, text: str) -> None:
    assert write(from_plain({"a": value})) == f"a: {text}\n"


@pytest.mark.parametrize(
    ("value", "text"),
    [
        ("a, b", '"a, b"'),
        ("[a]", '"[a]"'),
        ("a?", '"a?"'),
        ("a b", "a b"),
        ("a}", '"a}"'),
    ],
)
def test_brackets_ask_for_more_quotes(value: str, text: str) -> None:
    assert write(from_plain({"a": {"b": value}})) == f"a: {{b: {text}}}\n"


@pytest.mark.parametrize("length", [998, 1000, 1100])
def test_a_key_of_any_length_is_read_back(length: int) -> None:
    key = "x: " + "y" * length
    node = from_plain({key: {"a": {key: ["b", "c"]}}, "d": [{key: 1}, 2]})
    assert read(write(node), file="a.yaml") == node


def test_a_key_that_reads_as_a_name_is_not_quoted() -> None:
    assert write(from_plain({"y": 1, "1": 2, "<<": 3})) == 'y: 1\n"1": 2\n"<<": 3\n'


@pytest.mark.parametrize("length", [101, 102])
def test_a_line_has_at_most_120_characters(length: int) -> None:
    text = write(from_plain({"a": {"b": {"c": "x" * length, "d": 1}}}))
    assert (text.count("\n") == 1) == (length == 101)
    assert max(map(len, text.splitlines())) <= 120


@pytest.mark.parametrize(
    ("value", "code"),
    [
        ("a\0", "K001"),
        ("\u202e", "K001"),
        ("\ud800", "K001"),
        ("x" * 65_537, "K006"),
        (10**20, "K006"),
        (-(10**4000), "K006"),
        (math.nan, "K004"),
        (-math.inf, "K004"),
    ],
)
@pytest.mark.parametrize("around", [lambda v: v, lambda v: {"a": v}, lambda v: [[v]]])
def test_what_could_not_be_read_is_not_written(
    value: Any, code: str, around: Any
) -> None:
    with pytest.raises(TextError, match=code):
        write(from_plain(around(value)))


def test_a_key_that_could_not_be_read_is_not_written() -> None:
    with pytest.raises(TextError, match="K001"):
        write(from_plain({"a\0": 1}))


def test_a_tree_is_written_as_deep_as_it_is_read() -> None:
    deepest: Any = []
    for _ in range(63):
        deepest = [deepest]
    assert plain(read(write(from_plain(deepest)), file="a.yaml")) == deepest
    with pytest.raises(TextError, match="K006 expected at most 64 levels"):
        write(from_plain([deepest]))
