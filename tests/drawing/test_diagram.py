from __future__ import annotations

import subprocess
import sys
from dataclasses import replace
from pathlib import Path
from typing import get_args

import pytest

from kspec import draw, loads
from kspec.drawing import Diagram, DrawOptions, Format, draw_graph, engine
from kspec.errors import GraphError, ToolError, UsageError
from tests.drawing.graphs import two_branches


@pytest.fixture
def diagram() -> Diagram:
    return draw_graph(two_branches())


@pytest.mark.parametrize(
    ("name", "start"),
    [
        ("a.svg", b"<svg "),
        ("a.SVG", b"<svg "),
        ("a.png", b"\x89PNG\r\n"),
        ("a.pdf", b"%PDF-"),
        ("a.dot", b"digraph "),
        ("图.gv", b"digraph "),
        ("a.mmd", b"flowchart TB\n"),
        ("a.md", b"```mermaid\n"),
        ("a.json", b"{"),
        ("a.txt", "○".encode()),
    ],
)
def test_the_ending_names_the_format(
    name: str, start: bytes, diagram: Diagram, tmp_path: Path
) -> None:
    written = diagram.save(str(tmp_path / name))
    assert written == tmp_path / name
    assert written.read_bytes().startswith(start)
    assert list(tmp_path.iterdir()) == [written]


@pytest.mark.parametrize("form", get_args(Format))
def test_two_diagrams_of_one_graph_have_the_same_bytes(form: str) -> None:
    first, second = (draw_graph(two_branches()).render(form) for _ in "ab")  # pyright: ignore[reportArgumentType]
    assert first == second


@pytest.mark.parametrize("name", ["a.jpg", "a.svgz", "a", ".svg", "a.", "svg"])
def test_another_ending_is_refused_and_the_known_ones_listed(
    name: str, diagram: Diagram, tmp_path: Path
) -> None:
    with pytest.raises(
        UsageError, match=r"expected `\.svg`, `\.png`, `\.pdf`"
    ) as caught:
        diagram.save(tmp_path / name)
    assert caught.value.diagnostics[0].code == "K910"
    assert not list(tmp_path.iterdir())


def test_a_misspelt_ending_has_a_hint(diagram: Diagram, tmp_path: Path) -> None:
    with pytest.raises(UsageError, match=r"did you mean `\.svg`"):
        diagram.save(tmp_path / "a.svgz")


def test_another_format_is_refused(diagram: Diagram) -> None:
    with pytest.raises(UsageError, match="the format `gif`"):
        diagram.render("gif")  # pyright: ignore[reportArgumentType]


@pytest.mark.parametrize(
    "place", ["missing/a.dot", "file/a.dot", "folder.dot", "n\0.dot"]
)
def test_a_place_that_cannot_be_written_is_reported_and_left_as_it_was(
    place: str, diagram: Diagram, tmp_path: Path
) -> None:
    (tmp_path / "file").write_text("kept", encoding="utf-8")
    (tmp_path / "folder.dot").mkdir()
    before = sorted(tmp_path.rglob("*"))
    with pytest.raises(ToolError, match="cannot write") as caught:
        diagram.save(tmp_path / place)
    assert caught.value.diagnostics[0].code == "K503"
    assert sorted(tmp_path.rglob("*")) == before


def test_a_drawing_that_fails_leaves_the_file_as_it_was(
    diagram: Diagram, tmp_path: Path
) -> None:
    place = tmp_path / "a.svg"
    place.write_text("the last good one", encoding="utf-8")
    broken = replace(diagram, dot="digraph {")
    with pytest.raises(ToolError):
        broken.save(place)
    assert place.read_text(encoding="utf-8") == "the last good one"


def test_a_new_file_may_be_read_by_whom_the_umask_lets(
    diagram: Diagram, tmp_path: Path
) -> None:
    plain = tmp_path / "plain"
    plain.touch()
    assert diagram.save(tmp_path / "a.dot").stat().st_mode == plain.stat().st_mode


def test_a_notebook_shows_the_drawing_and_reads_the_prose(diagram: Diagram) -> None:
    shown = diagram._repr_mimebundle_()
    assert shown["image/svg+xml"] == diagram.svg()
    assert shown["text/plain"] == diagram.text("text")


def test_a_notebook_without_an_engine_says_what_to_install(
    diagram: Diagram, monkeypatch: pytest.MonkeyPatch, tmp_path: Path
) -> None:
    monkeypatch.setattr(engine, "find_spec", lambda _: None)
    monkeypatch.setenv("PATH", str(tmp_path))
    assert "pip install pygraphviz" in diagram._repr_mimebundle_()["text/plain"]


@pytest.mark.parametrize("name", ["a.svg", "a.dot", "a.txt", "a.png"])
def test_a_file_is_current_until_the_diagram_is_another(
    name: str, diagram: Diagram, tmp_path: Path
) -> None:
    place = tmp_path / name
    assert not diagram.is_current(place)
    diagram.save(place)
    assert diagram.is_current(place)
    other = draw_graph(two_branches(), DrawOptions(detail="brief"))
    assert not other.is_current(place)


def test_an_svg_from_another_machine_is_current_by_what_it_was_drawn_from(
    diagram: Diagram, tmp_path: Path
) -> None:
    place = tmp_path / "a.svg"
    elsewhere = diagram.svg().replace('font-size="12', 'font-size="13')
    place.write_text(elsewhere, encoding="utf-8")
    assert diagram.is_current(place)


def test_a_file_that_cannot_be_read_is_reported(
    diagram: Diagram, tmp_path: Path
) -> None:
    (tmp_path / "folder.svg").mkdir()
    with pytest.raises(ToolError, match="cannot read"):
        diagram.is_current(tmp_path / "folder.svg")


def test_a_spec_shows_its_diagram_in_a_notebook() -> None:
    text = "{kspec: 1, inputs: {x: [8]}, layers: {y: {type: Dense, units: 2}}}"
    spec = loads(text)
    assert spec._repr_mimebundle_() == draw(spec)._repr_mimebundle_()


def test_a_wrong_spec_shows_its_errors_in_a_notebook() -> None:
    text = "{kspec: 1, inputs: {x: [8]}, layers: {y: {type: Dense, units: 2, from: z}}}"
    assert "K201" in loads(text)._repr_mimebundle_()["text/plain"]


def test_a_spec_is_drawn_and_a_wrong_one_is_refused() -> None:
    text = "{kspec: 1, inputs: {x: [8]}, layers: {y: {type: Dense, units: 2}}}"
    assert [box.name for box in draw(loads(text)).scene.boxes] == ["x", "y"]
    with pytest.raises(GraphError):
        draw(loads(text.replace("units: 2", "units: 2, from: z")))


def test_importing_drawing_loads_no_engine_and_no_backend() -> None:
    code = (
        "import sys, kspec.drawing; print({m.split('.')[0] for m in sys.modules} & "
        "{'graphviz', 'pygraphviz', 'networkx', 'keras', 'tensorflow'})"
    )
    ran = subprocess.run(
        [sys.executable, "-c", code], capture_output=True, text=True, check=True
    )
    assert ran.stdout == "set()\n"
