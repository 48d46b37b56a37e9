"""The manual: a page for each code, and every example on it is what it says."""

from __future__ import annotations

from pathlib import Path

import pytest

from kspec import Diagnostic, KspecError, check, loads, manual
from kspec.schema.document import SECTIONS
from kspec.schema.entries import LANGUAGE_KEYS
from tests.meta.documents import Block, blocks
from tests.meta.package import ROOT
from tests.meta.test_codes import codes

ERRORS = ROOT / "docs" / "errors"
PAGES = sorted(ERRORS.glob("*.md"))
SPECS = [
    block
    for page in PAGES
    for block in blocks(page, "yaml")
    if block.text.startswith("kspec:")
]
LONGEST_LINES = 50


def found_in(text: str) -> tuple[Diagnostic, ...]:
    try:
        return check(loads(text))
    except KspecError as error:
        return getattr(error, "diagnostics", ())


def test_every_code_has_a_page_and_no_other() -> None:
    assert {*manual.errors()} == codes()


@pytest.mark.parametrize("code", manual.errors())
def test_a_page_begins_with_its_code_and_is_short(code: str) -> None:
    title, blank, first, *_ = lines = manual.errors()[code].split("\n")
    assert title.startswith(f"# {code}: ")
    assert (blank, bool(first)) == ("", True)
    assert len(lines) <= LONGEST_LINES
    assert "<!--" not in manual.errors()[code]


@pytest.mark.parametrize("block", SPECS, ids=str)
def test_the_wrong_example_gives_the_code_and_the_right_one_nothing(
    block: Block,
) -> None:
    found = {one.code for one in found_in(block.text)}
    assert found == ({block.page.stem} if block.is_wrong else set())


@pytest.mark.parametrize("page", PAGES, ids=lambda path: path.stem)
def test_what_a_spec_can_get_wrong_is_shown_wrong_and_right(page: Path) -> None:
    shown = [block.is_wrong for block in blocks(page, "yaml") if block in SPECS]
    # What the machine, the data or the call gets wrong has no spec to show.
    is_in_a_spec = page.stem[:2] in ("K0", "K1", "K2", "K7") and page.stem != "K209"
    assert shown == ([True, False] if is_in_a_spec else [])


def test_every_key_of_the_language_is_in_the_manual() -> None:
    assert {*SECTIONS, *LANGUAGE_KEYS} <= manual.keys().keys()


@pytest.mark.parametrize("name", manual.keys())
def test_a_key_says_in_a_line_what_it_is(name: str) -> None:
    assert manual.key(name).endswith(".")
    assert len(manual.key(name)) < 120
