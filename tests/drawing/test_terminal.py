from __future__ import annotations

import unicodedata

import pytest
from hypothesis import given

from kspec.drawing import DrawOptions, stage, terminal
from kspec.drawing.scene import Scene
from kspec.errors import width_of
from kspec.graph import Graph
from tests.drawing import networks
from tests.drawing.graphs import HOSTILE, graphs, labelled, two_branches

DOTS = "○●◉"


def rows(scene: Scene) -> list[str]:
    return terminal.write(scene).split("\n\n")[0].splitlines()


def test_wires_join_where_tensors_do() -> None:
    assert terminal.write(stage(two_branches())) == (
        "○      x       Input           (None, 4)  【input】\n"
        "├─●    a       Dense 4 · relu  (None, 4) · 20 params  【left】\n"
        "├─┼─●  b       Dense 4         (None, 4) · 20 params frozen\n"
        "│ ● │  twice   Add             (None, 4)  ← a, a\n"
        "◉─╯─╯  merged  Concatenate     (None, 12)  ← b, twice, x\n"
        "\n"
        "model · 40 parameters · 20 trainable\n"
    )


def test_open_and_closed_groups_are_marked() -> None:
    found = rows(stage(networks.encoder_stack()))
    assert found[1].endswith("▾ 【encoder】  enc · encoder  units 64 ×6")
    (_, closed, _) = rows(stage(networks.encoder_stack(), DrawOptions(fold="all")))
    assert "▸ enc ×6" in closed


@given(graphs())
def test_every_box_has_a_row_in_order_with_one_dot(graph: Graph) -> None:
    scene = stage(graph, DrawOptions(fold="none"))
    found = rows(scene)
    assert len(found) == len(scene.boxes)
    for row, box in zip(found, scene.boxes, strict=True):
        assert sum(row.count(dot) for dot in DOTS) == 1
        assert f" {box.name} " in row


@given(graphs())
def test_names_begin_in_one_column(graph: Graph) -> None:
    scene = stage(graph, DrawOptions(fold="none"))
    columns = {
        width_of(row[: row.index(f" {box.name} ")])
        for row, box in zip(rows(scene), scene.boxes, strict=True)
    }
    assert len(columns) == 1


@pytest.mark.parametrize("text", HOSTILE)
def test_nothing_in_a_label_reaches_the_terminal_as_a_control(text: str) -> None:
    written = terminal.write(stage(labelled(text)))
    kinds = {unicodedata.category(char) for char in written} - {"Cf"}
    assert "Cc" not in {unicodedata.category(c) for c in written.replace("\n", "")}
    assert not kinds & {"Cs", "Zl", "Zp"}
    assert len(rows(stage(labelled(text)))) == 2
