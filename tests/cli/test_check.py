"""`kspec check` over many files."""

from __future__ import annotations

import contextlib
import os
import sys
from pathlib import Path

import pytest

from kspec.cli import waiting
from tests.cli.command import Shell

RIGHT = "kspec: 1\ninputs: {x: [8]}\nlayers: {y: {type: Dense, units: 2}}\n"
WRONG = RIGHT.replace("units", "unit")


@pytest.fixture(autouse=True)
def files(shell: Shell) -> None:
    shell.write("right.yaml", RIGHT)
    shell.write("wrong.yaml", WRONG)


def test_a_missing_file_hides_nothing_in_the_others(shell: Shell) -> None:
    (shell.folder / "empty").mkdir()
    result = shell("check", "empty", "gone.yaml", "wrong.yaml", "right.yaml")
    assert result.code == 2
    assert result.out.startswith("right.yaml: ok")
    for message in ("no specs (*.yaml) in `empty`", "no file `gone.yaml`", "K104"):
        assert message in result.err


def test_an_unknown_parameter_is_told_once(shell: Shell) -> None:
    result = shell("check", "-p", "k=3", "right.yaml", "wrong.yaml")
    assert result.code == 2
    assert result.err.count("K902") == 1


def test_a_file_that_is_named_twice_is_checked_once(shell: Shell) -> None:
    assert shell("check", "right.yaml", ".", "right.yaml").out.count("ok") == 1


def test_a_terminal_shows_how_far_a_slow_check_has_come(
    shell: Shell, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(waiting, "PATIENCE_S", -1)
    reader, writer = os.openpty()
    with os.fdopen(writer, "w") as terminal:
        monkeypatch.setattr(sys, "stderr", terminal)
        monkeypatch.setenv("TERM", "xterm")
        assert [*waiting.watched([Path("a.yaml"), Path("b.yaml")], "checking")]
    shown = everything_from(reader)
    assert "checking" in shown
    assert "/2" in shown


def everything_from(reader: int) -> str:
    """What was written to a terminal whose other end is closed."""
    parts: list[bytes] = []
    # The end of a terminal is an error on Linux, and nothing elsewhere.
    with os.fdopen(reader, "rb", buffering=0) as file, contextlib.suppress(OSError):
        while part := file.read(1000):
            parts.append(part)
    return b"".join(parts).decode()


def test_nothing_is_shown_where_nobody_looks(
    monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    monkeypatch.setattr(waiting, "PATIENCE_S", -1)
    assert len([*waiting.watched([Path("a.yaml")], "checking")]) == 1
    assert capsys.readouterr() == ("", "")
