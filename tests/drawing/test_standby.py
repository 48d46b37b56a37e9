from __future__ import annotations

import os
import signal
from pathlib import Path

import pytest

from kspec.drawing import engine
from kspec.drawing.standby import Standby
from kspec.errors import ToolError
from tests.drawing.test_engine import DOT, program


def test_who_waits_draws_as_any_other_time_after_time() -> None:
    with Standby() as standby:
        for _ in range(2):
            standby.prepare()
            standby.prepare()
            assert standby.svg(DOT) == engine.run(DOT, "svg")
        assert standby.svg(DOT) == engine.run(DOT, "svg")


def test_one_that_has_ended_meanwhile_is_replaced() -> None:
    with Standby() as standby:
        standby.prepare()
        process = standby._waiting
        assert process
        os.kill(process.pid, signal.SIGKILL)
        process.wait()
        assert standby.svg(DOT) == engine.run(DOT, "svg")


def test_a_drawing_that_fails_leaves_the_next_unharmed() -> None:
    with Standby() as standby:
        standby.prepare()
        with pytest.raises(ToolError, match="Graphviz"):
            standby.svg("digraph {")
        assert standby.svg(DOT) == engine.run(DOT, "svg")


def test_without_an_engine_the_drawing_says_so(
    monkeypatch: pytest.MonkeyPatch, tmp_path: Path
) -> None:
    monkeypatch.setattr(engine, "find_spec", lambda _: None)
    monkeypatch.setenv("PATH", str(tmp_path))
    with Standby() as standby:
        standby.prepare()
        with pytest.raises(ToolError, match="pip install pygraphviz"):
            standby.svg(DOT)
        program(tmp_path / "dot", "/bin/cat")
        assert standby.svg(DOT) == DOT.encode()


def test_none_is_left_behind() -> None:
    standby = Standby()
    with standby:
        standby.prepare()
        process = standby._waiting
    assert process
    assert process.poll() is not None
