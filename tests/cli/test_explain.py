"""`kspec explain` and `kspec schema` as commands."""

from __future__ import annotations

import json
import sys

import pytest

from kspec import explain
from kspec.schema.json_schema import json_schema
from tests.cli.command import Shell


def test_explain_prints_the_page(shell: Shell) -> None:
    result = shell("explain", "Conv2D.padding")
    assert (result.code, result.out, result.err) == (0, explain("Conv2D.padding"), "")


def test_explain_lists_everything_without_a_name(shell: Shell) -> None:
    assert shell("explain").out == explain()


def test_explain_of_an_unknown_name_is_wrong_usage(shell: Shell) -> None:
    result = shell("explain", "Cov2D")
    assert (result.code, result.out) == (2, "")
    assert "K908 nothing is called `Cov2D`" in result.err
    assert "hint: did you mean `Conv2D`?" in result.err


def test_explain_is_laid_out_on_a_terminal(
    shell: Shell, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(sys.stdout, "isatty", lambda: True)
    out = shell("explain", "Conv2D.padding").out
    assert "Conv2D.padding" in out
    assert "# Conv2D" not in out


def test_schema_prints_the_json_schema(shell: Shell) -> None:
    result = shell("schema")
    assert (result.code, result.err) == (0, "")
    assert json.loads(result.out) == json_schema()


def test_schema_writes_a_file(shell: Shell) -> None:
    result = shell("schema", "-o", "kspec.schema.json")
    assert result.out == "wrote kspec.schema.json\n"
    text = (shell.folder / "kspec.schema.json").read_text(encoding="utf-8")
    assert json.loads(text) == json_schema()
    assert shell("schema", "-o", "no/folder.json").code == 3
