"""`kspec page`: the file that it writes, and what it refuses."""

from __future__ import annotations

import pytest

from kspec import load, page
from tests.cli.command import Shell

SPEC = """\
kspec: 1
inputs: {x: [8]}
layers:
  out: {type: Dense, units: $(k)}
params: {k: 2}
"""


@pytest.fixture(autouse=True)
def files(shell: Shell) -> None:
    shell.write("small.yaml", SPEC)


def test_page_writes_what_the_function_gives(shell: Shell) -> None:
    result = shell("page", "small.yaml")
    assert (result.code, result.out, result.err) == (0, "wrote small.html\n", "")
    written = (shell.folder / "small.html").read_text(encoding="utf-8")
    assert written == page(load("small.yaml"))


def test_page_takes_other_values_of_parameters(shell: Shell) -> None:
    assert shell("page", "small.yaml", "-p", "k=7", "-o", "seven.htm").code == 0
    assert "63 parameters" in (shell.folder / "seven.htm").read_text(encoding="utf-8")


def test_a_page_of_a_wrong_spec_is_not_written(shell: Shell) -> None:
    shell.write("wrong.yaml", SPEC.replace("units", "unit"))
    result = shell("page", "wrong.yaml")
    assert result.code == 1
    assert "did you mean `units`?" in result.err
    assert not (shell.folder / "wrong.html").exists()


def test_a_page_has_the_ending_of_one(shell: Shell) -> None:
    result = shell("page", "small.yaml", "-o", "small.pdf")
    assert result.code == 2
    assert "write `-o small.html`" in result.err


def test_a_page_that_cannot_be_written_is_the_machines_fault(shell: Shell) -> None:
    assert shell("page", "small.yaml", "-o", "nowhere/small.html").code == 3
