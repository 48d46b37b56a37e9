from __future__ import annotations

import pytest
import yaml

from kspec.errors import TextError
from kspec.text import read
from kspec.text.source import Source
from kspec.text.syntax import explain

KEY_HERE = "a `key: value` cannot stand here"
NOT_BELOW = "the line begins below no key above it"
INDENT = "indent it like the entries it belongs to, with spaces"
BACKSLASH = r"write \\ for a backslash, or put the text in single quotes"
NO_ESCAPE = r"`\{}` does not begin an escape that YAML knows here"
EMPTY = "a spec starts with `kspec: 1`"
NO_VALUE = "write a value, or quote it if it is a text"
ONE_PAIR = "put one pair of quotes around the whole value"

SLIPS = (
    ("", "1:1", "the document is empty", EMPTY),
    ("# only a remark\n", "1:1", "the document is empty", EMPTY),
    ("---\n", "1:1", "the document is empty", EMPTY),
    ("a:\n\tb: 1", "2:1", "a tab indents the line", "indent with spaces"),
    ("a: b: c", "1:5", KEY_HERE, "quote a text that holds a colon and a space"),
    ("a:1\nb: 2", "2:2", KEY_HERE, "write `a: 1` above it"),
    ("a\n  b: 2", "2:4", KEY_HERE, "write `a:` above it, with a colon"),
    (
        "a: 1\n\n  b: 2",
        "3:4",
        KEY_HERE,
        "begin the line below the key above it, at the same column",
    ),
    ("{type:Dense, u: 1}", "1:2", "a space is missing after the colon, got type:Dense",
     "write `type: Dense`"),
    ('a: {type:"Dense"}', "1:5", 'a space is missing after the colon, got type:"Dense"',
     'write `type: "Dense"`'),
    ("a: 1\nkey\nb: 1", "2:1", "expected `key: value`, got key",
     "put a colon and a space after the key"),
    ("a: 1\nkey:2\nb: 1", "2:1", "expected `key: value`, got key:2", "write `key: 2`"),
    ("- a\n-b\n- c", "2:1", "expected `key: value`, got -b", "write `- b`"),
    ("a: [1, 2", "1:4", "`[` is never closed", "add `]`"),
    ("a:\n  {b: 1\n\n", "2:3", "`{` is never closed", "add `}`"),
    ('a: "foo\nb: 1', "1:4", '`"` is never closed', 'add " after the text'),
    ("a: 'foo\n---\n", "1:4", "`'` is never closed", "add ' after the text"),
    ("a:\n  b: 1\n c: 2", "3:2", NOT_BELOW, INDENT),
    ("- a\nb: 1", "2:1", NOT_BELOW, INDENT),
    ("a: 'x'y", "1:7", "expected the end of the line, got y", ONE_PAIR),
    ('a: "b" c', "1:8", "expected the end of the line, got c", ONE_PAIR),
    ("a: @x", "1:4", "an unquoted text cannot start with @", 'quote it: "@x"'),
    ("a: [`x`, 1]", "1:5", "an unquoted text cannot start with `", 'quote it: "`x`"'),
    ("a: %x", "1:4", "an unquoted text cannot start with %", 'quote it: "%x"'),
    ("a: ]", "1:4", "expected a value, got ]", NO_VALUE),
    ("a: {x: ? }", "1:8", "expected a value, got ?", NO_VALUE),
    ("a: - 1", "1:4", "a list cannot start here",
     "write [a, b], or start it on a line of its own"),
    (r'a: "\q"', "1:5", NO_ESCAPE.format("q"), BACKSLASH),
    (r'a: "\uD800"', "1:7", NO_ESCAPE.format("u"),
     BACKSLASH),
    (r'a: "\x4"', "1:7", NO_ESCAPE.format("x"),
     BACKSLASH),
    ("a\n...\nb", "3:1", "text after the end of the document",
     "a file holds one document"),
    ("a: |x\n  b", "1:5", "text beside the sign that begins a block",
     "start it on the next line"),
)  # fmt: skip


@pytest.mark.parametrize(("text", "place", "message", "hint"), SLIPS)
def test_a_slip_says_what_to_write(
    text: str, place: str, message: str, hint: str
) -> None:
    with pytest.raises(TextError) as caught:
        read(text, file="a.yaml")
    (found,) = caught.value.diagnostics
    assert (found.code, str(found.span)) == ("K002", f"a.yaml:{place}")
    assert (found.message, found.hint) == (message, hint)


@pytest.mark.parametrize(
    ("text", "place", "message", "bracket", "opened"),
    [
        ("a: [1, 2\nb: 3", "2:2", "expected `,` or `]`, got :", "]", "1:4"),
        ("a: {b: 1\nc: {d: 2}\n", "2:2", "expected `,` or `}`, got :", "}", "1:4"),
        ("{a: 1, b: 2]", "1:12", "expected `,` or `}`, got ]", "}", "1:1"),
        ('{a: "x" b: 1}', "1:9", "expected `,` or `}`, got b", "}", "1:1"),
    ],
)
def test_a_bracket_that_does_not_close_shows_where_it_opened(
    text: str, place: str, message: str, bracket: str, opened: str
) -> None:
    with pytest.raises(TextError) as caught:
        read(text, file="a.yaml")
    (found,) = caught.value.diagnostics
    assert (found.code, str(found.span)) == ("K002", f"a.yaml:{place}")
    assert found.message == message
    assert found.hint == f"close it with `{bracket}`, or put `,` between the entries"
    assert [str(related.span) for related in found.related] == [f"a.yaml:{opened}"]


@pytest.mark.parametrize("text", ["{'a:b', c: 1}", "{a: 'b:c'}", "a:b", "{a:b: 1}"])
def test_a_colon_inside_a_text_is_no_slip(text: str) -> None:
    read(text, file="a.yaml")


def test_a_problem_without_a_translation_is_told_as_the_parser_does() -> None:
    with pytest.raises(TextError) as caught:
        read("a: |0\n  b", file="a.yaml")
    (found,) = caught.value.diagnostics
    assert (found.code, str(found.span)) == ("K002", "a.yaml:1:5")
    assert (
        found.message == "this is not YAML: found an indentation indicator equal to 0"
    )


def test_a_problem_without_a_place_is_told_as_it_is() -> None:
    found = explain(yaml.YAMLError("out of order"), Source("a.yaml", ""))
    assert str(found) == "a.yaml:1:1: K002 this is not YAML: out of order"


@pytest.mark.parametrize("text", ["a: [b: ", "a: {x: [ype: ", "a: [b: c, d: "])
def test_a_pair_in_a_list_that_is_never_closed_is_a_syntax_error(text: str) -> None:
    with pytest.raises(TextError, match="K002"):
        read(text, file="s.yaml")
