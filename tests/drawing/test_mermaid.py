"""The Mermaid text, and what Mermaid's own parser finds in it.

`KSPEC_MERMAID` names a folder where `npm install mermaid jsdom` was run.
"""

from __future__ import annotations

import json
import os
import re
import shutil
import subprocess
from pathlib import Path
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from kspec import bundled, load
from kspec.drawing import DrawOptions, Scene, draw, draw_graph, mermaid, stage
from kspec.errors import ToolError
from kspec.graph import Graph
from tests.conftest import Golden
from tests.drawing import networks
from tests.drawing.graphs import HOSTILE, graphs, labelled, two_branches

PARSER = Path(__file__).with_name("mermaid_parser.mjs")
MISSING = "no Mermaid to parse with: set KSPEC_MERMAID to a folder that has it"
NODE = re.compile(r"^ +n_(\w+)[\[({]", re.MULTILINE)
EDGE = re.compile(r"^ +n_(\w+) -->(?:\|.*\|)? n_(\w+)$", re.MULTILINE)


@given(graphs())
def test_every_box_and_every_edge_has_a_line_in_order(graph: Graph) -> None:
    scene = stage(graph, DrawOptions(fold="none"))
    text = mermaid.write(scene)
    assert NODE.findall(text) == [box.id for box in scene.boxes]
    assert EDGE.findall(text) == [(edge.tail, edge.head) for edge in scene.edges]


@pytest.mark.parametrize("text", HOSTILE)
def test_no_text_leaves_its_label(text: str) -> None:
    plain = mermaid.write(stage(labelled("plain"))).splitlines()
    hostile = mermaid.write(stage(labelled(text))).splitlines()
    assert len(hostile) == len(plain)
    for line in hostile:
        assert line.count('"') % 2 == 0
        assert "`" not in line
        assert "%%" not in line


@given(st.text(st.characters(), min_size=1))
def test_a_label_says_its_text(text: str) -> None:
    escaped = mermaid.escaped(text)
    said = re.sub(r"#(\d+);", lambda found: chr(int(found[1])), escaped)
    assert said == text


def test_groups_are_subgraphs() -> None:
    text = mermaid.write(stage(networks.vgg16()))
    assert text.count("  subgraph g_block") == text.count("  end\n") == 5


def test_markdown_has_it_in_a_block() -> None:
    text = mermaid.markdown(stage(two_branches()))
    assert text.startswith("```mermaid\nflowchart TB\n")
    assert text.endswith("\n```\n")


def test_what_github_would_not_draw_is_refused_and_a_way_out_is_told() -> None:
    scene = stage(networks.chain(600), DrawOptions(fold="none"))
    with pytest.raises(ToolError, match="600 edges") as caught:
        mermaid.write(scene)
    assert caught.value.diagnostics[0].code == "K511"
    assert "--fold auto" in (caught.value.diagnostics[0].hint or "")
    assert mermaid.write(stage(networks.chain(600)))


def test_a_long_text_is_refused_too() -> None:
    scene = stage(networks.chain(480), DrawOptions(fold="none", detail="full"))
    with pytest.raises(ToolError, match="characters; GitHub draws at most 50,000"):
        mermaid.write(scene)


def test_a_bundled_spec_has_this_text(golden: Golden) -> None:
    written = draw(load(bundled.path("mnist_cnn"))).text("mermaid")
    golden("drawing/mnist_cnn.mmd", written)


@pytest.fixture(scope="module")
def folder() -> Path:
    place = os.environ.get("KSPEC_MERMAID")
    if not place or not shutil.which("node"):
        pytest.skip(MISSING)
    return Path(place)


def parsed(scenes: list[Scene], folder: Path, tmp_path: Path) -> list[dict[str, Any]]:
    files: list[str] = []
    for at, scene in enumerate(scenes):
        file = tmp_path / f"{at}.mmd"
        file.write_text(mermaid.write(scene), encoding="utf-8")
        files.append(str(file))
    command = ["node", str(PARSER), str(folder), *files]
    ran = subprocess.run(command, capture_output=True, text=True, check=False)
    assert ran.returncode == 0, ran.stderr
    return json.loads(ran.stdout)


def test_mermaid_finds_the_boxes_groups_and_edges(folder: Path, tmp_path: Path) -> None:
    scenes = [draw(load(bundled.path(name))).scene for name in bundled.names()]
    scenes += [draw_graph(made()).scene for made in (networks.vgg16, networks.siamese)]
    for scene, found in zip(scenes, parsed(scenes, folder, tmp_path), strict=True):
        assert found["nodes"] == [f"n_{box.id}" for box in scene.boxes]
        assert found["edges"] == [[f"n_{e.tail}", f"n_{e.head}"] for e in scene.edges]
        assert sorted(found["groups"]) == sorted(f"g_{c.id}" for c in scene.clusters)


def test_mermaid_finds_two_boxes_whatever_they_say(
    folder: Path, tmp_path: Path
) -> None:
    scenes = [stage(labelled(text)) for text in HOSTILE]
    for found in parsed(scenes, folder, tmp_path):
        assert len(found["nodes"]) == 2
        assert len(found["edges"]) == 1
