"""The canonical layout: nothing that a text says is lost, and it is a fixed point."""

from __future__ import annotations

from collections import Counter
from pathlib import Path
from typing import TYPE_CHECKING

import pytest
from hypothesis import given

from kspec.errors import TextError
from kspec.text import Node, format_text, read, write
from kspec.text.comments import comments
from kspec.text.source import Source
from tests.meta.package import ROOT
from tests.specs import specs, text_of
from tests.text.layouts import layouts, remarked
from tests.text.strategies import documents

if TYPE_CHECKING:
    from tests.conftest import Golden

WRITTEN = sorted(
    path
    for folder in ("specs", "tests/models", "tests/bad")
    for path in (ROOT / folder).glob("*.yaml")
    if not path.name.startswith(("K00", "K010"))
)
UNTIDY = Path(__file__).with_name("untidy.yaml").read_text(encoding="utf-8")


def check_kept(text: str) -> None:
    tidy = format_text(text)
    assert repr(read(tidy, file="a.yaml")) == repr(read(text, file="a.yaml"))
    assert words_of(tidy) == words_of(text)
    assert format_text(tidy) == tidy


def words_of(text: str) -> Counter[str]:
    """The comments of a text without their signs and blanks."""
    found = comments(Source("a.yaml", text))
    return Counter(comment.text.replace("#", "").strip() for comment in found)


@given(remarked(layouts()))
def test_any_text_keeps_what_it_says_and_its_comments(text: str) -> None:
    check_kept(text)


@given(remarked(specs().map(text_of)))
def test_any_spec_keeps_what_it_says_and_its_comments(text: str) -> None:
    check_kept(text)


@pytest.mark.parametrize("path", WRITTEN, ids=lambda path: path.stem)
def test_a_written_spec_keeps_what_it_says_and_its_comments(path: Path) -> None:
    check_kept(path.read_text(encoding="utf-8"))


@pytest.mark.parametrize("path", WRITTEN[:6], ids=lambda path: path.stem)
def test_windows_line_ends_change_nothing(path: Path) -> None:
    text = path.read_text(encoding="utf-8")
    assert format_text(text.replace("\n", "\r\n")) == format_text(text)


@given(documents)
def test_a_canonical_text_stays_as_it_is(node: Node) -> None:
    assert format_text(write(node)) == write(node)


def test_an_untidy_text_is_laid_out(golden: Golden) -> None:
    check_kept(UNTIDY)
    golden("fmt/untidy.yaml", format_text(UNTIDY))


@pytest.mark.parametrize(
    ("text", "tidy"),
    [
        ("a: 1", "a: 1\n"),
        ("{a: 1}", "a: 1\n"),
        ("- {a: 1, b: [ ]}", "- {a: 1, b: []}\n"),
        ("a: 0x1F\nb: 1e-3\nc: ~\nd: True", "a: 0x1F\nb: 1e-3\nc: ~\nd: True\n"),
        ("a: 'b'\nc: \"no\"\n'd': '1'", 'a: b\nc: "no"\nd: "1"\n'),
        ("a: 'say \"x\": y'", "a: 'say \"x\": y'\n"),
        ("a: {b: , c}", "a: {b: , c: }\n"),
        ("a:\n- b\n-   c: 1\n    d: 2", "a:\n  - b\n  - c: 1\n    d: 2\n"),
        ("? a\n: b", "a: b\n"),
        ("-\n- # a\n- b", "-\n-  # a\n- b\n"),
        ("[-]", '- "-"\n'),
        ("{a: {-: 1, b: [-]}, c: 1}", 'a: {"-": 1, b: ["-"]}\nc: 1\n'),
        ("a: one\n   two", "a: one two\n"),
        ('a: "b\\nc"', "a: |-\n  b\n  c\n"),
        ("a: {b: 'c\n\n  d'}", 'a: {b: "c\\nd"}\n'),
        ("layers: {a: {type: X}}", "layers:\n  a: {type: X}\n"),
        ("# a\n\n\n\n#b\na: 1\n\n\nb: 2\n\n", "# a\n\n# b\na: 1\n\nb: 2\n"),
        ("# a\n\n\na: 1", "# a\n\na: 1\n"),
        ("{ # a\n # b\n\n c: 1\n}", "# a\n# b\n\nc: 1\n"),
        ("- { # a\n b: # c\n  1}", "# a\n- b: 1  # c\n"),
        ("a: # b\n   1", "a: 1  # b\n"),
        ("a:\n  # b\n  1 # c", "# b\na: 1  # c\n"),
        ("a: [1, # b\n 2]\n", "a: [1, 2]  # b\n"),
        ("a: [1,\n 2 # b\n]\n", "a:\n  - 1\n  - 2  # b\n"),
        ("- # a\n  b: 1", "# a\n- b: 1\n"),
        ("- [ # a\n  1,\n # b\n 2]", "# a\n- - 1\n  # b\n  - 2\n"),
        ("a: | # b\n  c\n  d\n", "a: |  # b\n  c\n  d\n"),
        ("a: {} # b\n# c", "a: {}  # b\n# c\n"),
        ("{a: 1} # b", "a: 1\n# b\n"),
        ("1 # a", "1\n# a\n"),
        ("a:\n  b: 1\n # c\nd: 2", "a:\n  b: 1\n# c\nd: 2\n"),
        ("a:\n  b: 1\n  # c\nd: 2", "a:\n  b: 1\n  # c\nd: 2\n"),
        ("a:\n- 1\n# b\nc: 2", "a:\n  - 1\n# b\nc: 2\n"),
    ],
)
def test_the_layout_of_small_things(text: str, tidy: str) -> None:
    assert format_text(text) == tidy
    check_kept(text)


def test_a_list_of_scalars_in_brackets_fills_its_lines() -> None:
    tidy = format_text(f"a: [{', '.join(map(str, range(1000, 1040)))}]")
    first, *rest = tidy.splitlines()
    assert first == "a:"
    assert [line[:3] for line in rest] == ["  [", "   ", "   "]
    assert all(len(line) <= 120 for line in rest)


def test_a_text_that_does_not_read_is_not_formatted() -> None:
    with pytest.raises(TextError, match="K004"):
        format_text("a: no")
