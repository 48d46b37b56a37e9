"""The reference in docs/ is what the package says now."""

from __future__ import annotations

from pathlib import Path

import pytest

from kspec.explanation.reference import reference, write_reference
from tests.meta.package import ROOT

DOCS = ROOT / "docs"


@pytest.mark.parametrize("name", reference())
def test_a_page_of_the_reference_is_current(name: str) -> None:
    path = DOCS / name
    text = path.read_text(encoding="utf-8") if path.exists() else ""
    assert text == reference()[name], "write it anew: make docs"


def test_there_is_no_page_of_a_family_that_is_no_more() -> None:
    found = {f"layers/{path.name}" for path in (DOCS / "layers").glob("*")}
    assert not found - reference().keys(), "take it out: make docs"


def test_writing_takes_out_what_is_no_more(tmp_path: Path) -> None:
    (tmp_path / "layers").mkdir()
    (tmp_path / "layers" / "old.md").write_text("old", encoding="utf-8")
    write_reference(tmp_path)
    written = {p.relative_to(tmp_path).as_posix() for p in tmp_path.rglob("*.md")}
    assert written == {*reference()}
