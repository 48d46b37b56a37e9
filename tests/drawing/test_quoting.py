from __future__ import annotations

import html
import re
import unicodedata
from xml.etree import ElementTree

import pytest
from hypothesis import given
from hypothesis import strategies as st

from kspec.drawing.quoting import identifier, identifiers, markup, shortened, visible
from tests.drawing.graphs import HOSTILE


@given(st.text(st.characters()))
def test_visible_text_has_no_character_that_hides_or_reorders(text: str) -> None:
    kept = set(visible(text)) - set("\u200c\u200d")
    assert not {unicodedata.category(c) for c in kept} & {"Cc", "Cf", "Cs", "Zl", "Zp"}


@given(st.text(st.characters(categories=["L", "M", "N", "P", "S"])))
def test_letters_marks_numbers_and_signs_stay_as_they_are(text: str) -> None:
    assert visible(text) == text


@given(st.text(st.characters()))
def test_markup_is_xml_that_says_the_text(text: str) -> None:
    shown = visible(text)
    content = ElementTree.fromstring(f"<td>{markup(shown)}</td>").text or ""
    assert content == html.unescape(markup(shown))
    assert content == shown.replace("\\", "\\\\")


@pytest.mark.parametrize("text", HOSTILE)
def test_markup_leaves_nothing_that_graphviz_gives_meaning_to(text: str) -> None:
    assert not re.search(r'[<>"\\]', markup(visible(text)))


@given(st.lists(st.text(max_size=5)))
def test_identifiers_are_distinct_and_plain(names: list[str]) -> None:
    found = identifiers(names)
    assert list(found) == list(dict.fromkeys(names))
    assert len(set(found.values())) == len(found)
    assert all(re.fullmatch(r"[A-Za-z0-9_]+", id) for id in found.values())


@given(st.lists(st.from_regex(r"[a-z_]{1,4}", fullmatch=True)), st.lists(st.text()))
def test_a_name_that_is_an_identifier_keeps_it_in_any_company(
    names: list[str], others: list[str]
) -> None:
    found = identifiers([*others, *names])
    assert all(found[name] == name for name in names)


def test_an_identifier_is_never_empty() -> None:
    assert identifier("") == "_"


@given(st.text(), st.integers(1, 20))
def test_shortened_text_is_short_and_begins_as_the_text(
    text: str, longest: int
) -> None:
    short = shortened(text, longest)
    assert len(short) <= longest
    assert short == text or text.startswith(short[:-1])
