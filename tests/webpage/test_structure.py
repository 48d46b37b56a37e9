"""Blocks, repeats, nested models and other files: many lines for many layers."""

from __future__ import annotations

from pathlib import Path
from xml.etree.ElementTree import Element

import pytest

from kspec import load, loads, page
from tests.webpage.html import by_class, parsed, text
from tests.webpage.specs import BLOCKS

LIBRARY = """\
blocks:
  two:
    layers:
      a: {type: Dense, units: 4}
      b: {type: Dense, units: 4}
"""
ENCODER = """\
kspec: 1
name: encoder
inputs: {x: [8]}
layers:
  c: {type: Dense, units: 8}
  d: {type: Dense, units: 8}
"""
MAIN = """\
kspec: 1
name: main
blocks: {from: ./parts/library.yaml}
inputs: {left: [8], right: [8]}
layers:
  encoder: {spec: parts/encoder.yaml, from: left}
  again: {use: encoder, from: right}
  one: {block: two, from: encoder}
  sum: {type: Concatenate, from: [one, again]}
"""


@pytest.fixture
def main(tmp_path: Path) -> Path:
    (tmp_path / "parts").mkdir()
    (tmp_path / "parts" / "library.yaml").write_text(LIBRARY, encoding="utf-8")
    (tmp_path / "parts" / "encoder.yaml").write_text(ENCODER, encoding="utf-8")
    (tmp_path / "main.yaml").write_text(MAIN, encoding="utf-8")
    return tmp_path / "main.yaml"


def layers(line: Element) -> set[str]:
    return set(line.get("data-for", "").split())


def line(root: Element, part: str, start: str) -> Element:
    """The first line of a part whose text begins so."""
    (pane,) = by_class(root, part)
    return next(
        one
        for one in by_class(pane, "line")
        if text(next(one.iter("code"))).strip().startswith(start)
    )


def test_a_line_of_a_block_stands_for_the_layers_of_all_its_instances() -> None:
    root = parsed(page(loads(BLOCKS)))
    convs = {"block1_conv1", "block1_conv2", "block2_conv1"}
    pools = {"block1_pool", "block2_pool"}
    assert layers(line(root, "spec", "conv:")) == convs
    assert layers(line(root, "spec", "pool:")) == pools
    assert layers(line(root, "code", "layers.Conv2D(")) == convs
    assert layers(line(root, "code", "layers.MaxPooling2D(")) == pools


def test_the_line_of_an_instance_stands_for_its_layers_and_folds_them() -> None:
    root = parsed(page(loads(BLOCKS)))
    inside = {"block1_conv1", "block1_conv2", "block1_pool"}
    for start, part in (("block1:", "spec"), ('*conv_block("block1"', "code")):
        found = line(root, part, start)
        assert layers(found) == inside
        assert "block1" in found.get("data-anchor", "").split()
    assert layers(line(root, "spec", "convs: 1")) == {"block2_conv1", "block2_pool"}


def test_flat_code_has_a_line_for_each_layer() -> None:
    root = parsed(page(loads(BLOCKS)))
    (flat,) = (e for e in root.iter("div") if e.get("data-style-of") == "flat")
    linked = [layers(one) for one in by_class(flat, "line") if layers(one)]
    assert {"block1_conv1"} in linked
    assert all(len(found) == 1 for found in linked)


def test_the_files_that_a_spec_is_made_of_stand_below_it(main: Path) -> None:
    root = parsed(page(load(main)))
    titles = [text(heading) for heading in root.iter("h3")]
    assert sorted(titles) == ["parts/encoder.yaml", "parts/library.yaml"]
    assert layers(line(root, "spec", "a:")) == {"one_a"}
    assert layers(line(root, "spec", "c:")) == {"encoder", "again"}
    assert str(main.parent) not in "".join(map(text, by_class(root, "spec")))


def test_a_nested_model_is_one_layer_of_several_boxes(main: Path) -> None:
    root = parsed(page(load(main)))
    boxes = [box for box in by_class(root, "node") if layers(box) == {"encoder"}]
    assert len(boxes) == 3
    (block,) = (e for e in root.iter("li") if e.get("data-layer") is not None)
    assert (block.get("data-layers"), block.get("data-id")) == ("encoder", "encoder/")
    (frame,) = (e for e in root.iter() if e.get("data-frame") == "encoder/")
    assert "cluster" in frame.get("class", "").split()
