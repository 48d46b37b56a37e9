from __future__ import annotations

import io
import sys
from pathlib import Path
from types import SimpleNamespace

import pytest

from kspec import format_text
from tests.cli.command import Result, Shell
from tests.meta.package import ROOT

UNTIDY = "kspec:  1 # one\nname: 'untidy'\n"
TIDY = "kspec: 1  # one\nname: untidy\n"


@pytest.fixture(autouse=True)
def files(shell: Shell) -> None:
    shell.write("a.yaml", UNTIDY)
    shell.write("b.yaml", TIDY)


def text_of(shell: Shell, name: str) -> str:
    return (shell.folder / name).read_text(encoding="utf-8")


def test_a_file_is_laid_out_once(shell: Shell) -> None:
    assert shell("fmt", "a.yaml").out == "formatted a.yaml\n1 file formatted\n"
    assert text_of(shell, "a.yaml") == TIDY
    assert shell("fmt", "a.yaml").out == "1 file unchanged\n"


def test_a_folder_is_laid_out(shell: Shell) -> None:
    assert shell("fmt", ".").out.endswith("1 file formatted, 1 file unchanged\n")


def test_check_writes_nothing_and_names_what_would_change(shell: Shell) -> None:
    result = shell("fmt", "--check", "a.yaml", "b.yaml")
    assert (result.code, result.err) == (1, "")
    assert result.out.startswith("would format a.yaml\n1 file would be formatted")
    assert text_of(shell, "a.yaml") == UNTIDY
    assert shell("fmt", "--check", "b.yaml").code == 0


def test_diff_writes_nothing_and_shows_what_would_change(shell: Shell) -> None:
    result = shell("fmt", "--diff", ".")
    assert (result.code, result.err) == (0, "")
    assert result.out == (
        "--- a.yaml\n+++ a.yaml\n@@ -1,2 +1,2 @@\n"
        "-kspec:  1 # one\n-name: 'untidy'\n+kspec: 1  # one\n+name: untidy\n"
    )
    assert shell("fmt", "--diff", "--check", "a.yaml").code == 1
    assert text_of(shell, "a.yaml") == UNTIDY


def piped(shell: Shell, text: str, *options: str) -> Result:
    stdin = SimpleNamespace(buffer=io.BytesIO(text.encode()))
    shell.monkeypatch.setattr(sys, "stdin", stdin)
    return shell("fmt", *options, "-")


def test_standard_input_goes_to_standard_output(shell: Shell) -> None:
    for text in (UNTIDY, TIDY):
        assert piped(shell, text) == Result(0, TIDY, "")
    assert piped(shell, UNTIDY, "--check") == Result(1, "would format <stdin>\n", "")
    assert piped(shell, "a: no").code == 1


def test_a_wrong_file_is_left_as_it_is_and_the_others_are_laid_out(
    shell: Shell,
) -> None:
    shell.write("wrong.yaml", "a: no  # b\n")
    result = shell("fmt", "wrong.yaml", "a.yaml")
    assert result.code == 1
    assert result.err.startswith("wrong.yaml:1:4: K004")
    assert text_of(shell, "wrong.yaml") == "a: no  # b\n"
    assert text_of(shell, "a.yaml") == TIDY
    assert shell("fmt", "nowhere.yaml", "b.yaml").code == 2


def test_a_file_keeps_its_mode_and_a_link_stays_a_link(shell: Shell) -> None:
    target = shell.folder / "a.yaml"
    target.chmod(0o640)
    (shell.folder / "link.yaml").symlink_to(target)
    shell("fmt", "link.yaml")
    assert (shell.folder / "link.yaml").is_symlink()
    assert text_of(shell, "a.yaml") == TIDY
    assert target.stat().st_mode & 0o777 == 0o640


@pytest.mark.parametrize(
    "path", sorted((ROOT / "specs").rglob("*.yaml")), ids=lambda p: p.stem
)
def test_the_bundled_specs_are_laid_out(path: Path) -> None:
    text = path.read_text(encoding="utf-8")
    assert format_text(text) == text
