"""All rules together."""

from __future__ import annotations

from pathlib import Path

import pytest

from kspec import bundled, check
from kspec.graph.lint import RULES
from tests.meta.package import ROOT

BUNDLED = [bundled.path(name) for name in bundled.names()]


@pytest.mark.parametrize("path", BUNDLED, ids=lambda path: path.stem)
def test_no_rule_has_a_word_against_a_bundled_spec(path: Path) -> None:
    assert not check(path)


def test_every_rule_names_its_code_first() -> None:
    codes = [(rule.__doc__ or "")[:4] for rule in RULES]
    assert codes == sorted(set(codes))
    assert all((ROOT / "docs" / "errors" / f"{code}.md").exists() for code in codes)
