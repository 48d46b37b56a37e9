from __future__ import annotations

import shutil
import sys
from pathlib import Path

import pytest

from kspec.drawing import DrawOptions, draw_graph, engine
from kspec.errors import ToolError
from kspec.layers.core import Dense, Input
from tests.drawing.graphs import graph, vertex

DOT = "digraph { a -> b }"


def failure(dot: str, **options: float) -> str:
    with pytest.raises(ToolError) as caught:
        engine.run(dot, "svg", **options)
    assert [found.code for found in caught.value.diagnostics] == ["K510"]
    return str(caught.value)


@pytest.fixture
def no_pygraphviz(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> Path:
    """Only the programs of an empty folder can be found."""
    monkeypatch.setattr(engine, "find_spec", lambda _: None)
    monkeypatch.setenv("PATH", str(tmp_path))
    return tmp_path


@pytest.mark.parametrize(
    ("form", "start"), [("svg", b"<?xml"), ("png", b"\x89PNG\r\n"), ("pdf", b"%PDF-")]
)
def test_the_bundled_engine_draws_every_format(
    form: engine.Format, start: bytes
) -> None:
    assert engine.run(DOT, form).startswith(start)


@pytest.mark.parametrize("form", ["svg", "png", "pdf"])
def test_two_runs_give_the_same_bytes(form: engine.Format) -> None:
    assert engine.run(DOT, form) == engine.run(DOT, form)


def test_a_pdf_has_no_date_of_today() -> None:
    assert b"/CreationDate (D:19700101000000" in engine.run(DOT, "pdf")


def test_nothing_reaches_the_terminal(capfd: pytest.CaptureFixture[str]) -> None:
    chain = "; ".join(f"n{at} -> n{at + 1}" for at in range(1_100))
    engine.run(f"digraph {{ {chain} }}", "svg")
    assert capfd.readouterr() == ("", "")


def test_without_an_engine_the_message_says_what_to_install(
    no_pygraphviz: Path,
) -> None:
    with pytest.raises(ToolError, match="pip install pygraphviz") as caught:
        engine.run(DOT, "svg")
    assert caught.value.diagnostics[0].code == "K501"


def test_the_systems_dot_draws_where_pygraphviz_is_missing(no_pygraphviz: Path) -> None:
    program(no_pygraphviz / "dot", "echo drawn by $*; /bin/cat")
    assert engine.run(DOT, "svg") == f"drawn by -Tsvg\n{DOT}".encode()
    assert engine.run(DOT, "png").startswith(b"drawn by -Tpng -Gdpi=192\n")


@pytest.mark.parametrize(
    ("script", "said"),
    [
        ("exit 3", "failed with status 3: it says nothing"),
        ("echo burnt >&2; exit 1", "failed with status 1: burnt"),
        ("true", "failed with status 0: it says nothing"),
        ("echo drawn; echo 'Warning: node a, port b' >&2", "Warning: node a, port b"),
        ("kill -9 $$", "failed with status -9"),
    ],
)
def test_an_engine_that_fails_is_reported(
    script: str, said: str, no_pygraphviz: Path
) -> None:
    program(no_pygraphviz / "dot", script)
    assert said in failure(DOT)


def test_what_font_libraries_say_is_no_failure(no_pygraphviz: Path) -> None:
    program(no_pygraphviz / "dot", "echo drawn; echo 'Fontconfig warning: x' >&2")
    assert engine.run(DOT, "svg") == b"drawn\n"


def test_a_file_that_is_no_program_is_reported(no_pygraphviz: Path) -> None:
    (no_pygraphviz / "dot").write_bytes(b"\x7fELF nonsense")
    (no_pygraphviz / "dot").chmod(0o755)
    assert "does not start" in failure(DOT)


@pytest.mark.parametrize("dot", ["digraph {", "", "digraph { a [label=<<b>x</i>>] }"])
def test_dot_that_graphviz_refuses_or_complains_about_is_an_error(dot: str) -> None:
    assert "Graphviz" in failure(dot)


def test_a_layout_that_takes_too_long_is_stopped() -> None:
    assert "no layout within 0.001 seconds" in failure(DOT, timeout=0.001)


def test_a_bitmap_that_nobody_could_read_is_refused() -> None:
    vertices = [vertex("x", Input(shape=(8,)))]
    # Far beyond the limit: how tall a box is depends on the machine's fonts.
    for at in range(1000):
        vertices.append(vertex(f"d{at}", Dense(units=8), vertices[-1]))
    plain = DrawOptions(fold="none", wrap=False)
    with pytest.raises(ToolError, match=r"too long for a \.png") as caught:
        draw_graph(graph(*vertices), plain).render("png")
    assert caught.value.diagnostics[0].code == "K511"
    assert "save it as .svg or .pdf" in (caught.value.diagnostics[0].hint or "")


def test_the_interpreter_that_runs_is_the_one_that_draws() -> None:
    assert engine.command("svg")[0] == sys.executable
    assert shutil.which(engine.command("svg")[0])


def program(path: Path, script: str) -> None:
    path.write_text(f"#!/bin/sh\n{script}\n", encoding="utf-8")
    path.chmod(0o755)
