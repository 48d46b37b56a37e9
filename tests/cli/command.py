"""Runs a command as the shell would, in this process."""

from __future__ import annotations

import sys
from dataclasses import dataclass
from pathlib import Path

import pytest

from kspec.__main__ import main


@dataclass(frozen=True)
class Result:
    code: int
    out: str
    err: str


@dataclass(frozen=True)
class Shell:
    """A folder and what is captured in it."""

    folder: Path
    capsys: pytest.CaptureFixture[str]
    monkeypatch: pytest.MonkeyPatch

    def __call__(self, *words: str) -> Result:
        self.capsys.readouterr()
        self.monkeypatch.setattr(sys, "argv", ["kspec", *words])
        try:
            main()
            code: object = 0
        except SystemExit as done:
            code = done.code or 0
        output = self.capsys.readouterr()
        assert "Traceback" not in output.err
        return Result(int(str(code)), output.out, output.err)

    def write(self, name: str, text: str) -> None:
        (self.folder / name).write_text(text, encoding="utf-8")
