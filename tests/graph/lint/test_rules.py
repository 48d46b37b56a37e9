"""All rules together."""

from __future__ import annotations

from pathlib import Path

import pytest

from kspec import bundled, check
from kspec.graph.lint import RULES
from tests.graph.lint.linting import blamed
from tests.meta.package import ROOT

BUNDLED = [bundled.path(name) for name in bundled.names()]


@pytest.mark.parametrize("path", BUNDLED, ids=lambda path: path.stem)
def test_no_rule_has_a_word_against_a_bundled_spec(path: Path) -> None:
    assert not check(path)


def test_every_rule_names_its_code_first() -> None:
    codes = [(rule.__doc__ or "")[:4] for rule in RULES]
    assert codes == sorted(set(codes))
    assert all((ROOT / "docs" / "errors" / f"{code}.md").exists() for code in codes)


BLOCK = """kspec: 1
inputs: {x: [8]}
blocks:
  part:
    layers:
      dense: {type: Dense, units: 4}
      norm: {type: BatchNormalization}
      drop: {type: Dropout, rate: 0.5}
layers:
%s
  out: {type: Dense, units: 1}
"""


def test_a_fault_in_a_block_is_told_once_at_its_line() -> None:
    copies = "  a: {block: part}\n  b: {block: part, repeat: 3}"
    assert blamed(BLOCK % copies, "K708") == "dense"


def test_a_block_that_is_a_model_is_looked_into() -> None:
    assert blamed(BLOCK % "  a: {block: part, nested: true}", "K708") == "dense"
