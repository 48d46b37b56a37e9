"""K713: blocks that nothing makes."""

from __future__ import annotations

from pathlib import Path

from kspec import check, load
from tests.graph.lint.linting import blamed, found

BLOCKS = """kspec: 1
blocks:
  part: {layers: {inner: {type: Dense, units: 4}}}
  whole: {layers: {outer: {block: part}}}
inputs: {x: [8]}
layers:
  out: %s
"""


def test_the_name_of_the_outermost_is_blamed() -> None:
    assert blamed(BLOCKS % "{type: Dense, units: 2}", "K713") == "whole"


def test_a_block_in_a_block_that_is_made_is_made() -> None:
    assert not found(BLOCKS % "{block: whole}")


def test_a_block_that_a_condition_leaves_out_is_one_that_may_be_made() -> None:
    assert not found(BLOCKS % "{block: whole, when: $(1 > 2)}\n  y: {type: ReLU}")


def test_a_library_may_have_more_than_is_needed(tmp_path: Path) -> None:
    library = "kspec: 1\nblocks:\n  b: {layers: {a: {type: ReLU}}}\n"
    (tmp_path / "library.yaml").write_text(library, encoding="utf-8")
    spec = tmp_path / "spec.yaml"
    text = "kspec: 1\nblocks: {from: library.yaml}\ninputs: {x: [8]}\n"
    spec.write_text(text + "layers: {out: {type: Dense, units: 2}}\n", encoding="utf-8")
    assert check(load(spec)) == ()
