from __future__ import annotations

import pytest

from tests.cli.command import Shell

SPEC = "kspec: 1  # one\r\ninputs: {x: [8]}\r\nlayers: {y: {type: ReLU, from: x}}\r\n"


@pytest.fixture(autouse=True)
def files(shell: Shell) -> None:
    (shell.folder / "a.yaml").write_bytes(SPEC.encode())


def text_of(shell: Shell) -> str:
    return (shell.folder / "a.yaml").read_bytes().decode()


def test_a_name_is_changed_in_the_file(shell: Shell) -> None:
    result = shell("rename", "x", "flow", "a.yaml")
    assert (result.code, result.err) == (0, "")
    assert result.out == "renamed x to flow in a.yaml\n"
    assert text_of(shell) == SPEC.replace("x:", "flow:").replace(": x", ": flow")


def test_a_dry_run_shows_what_would_change(shell: Shell) -> None:
    result = shell("rename", "--dry-run", "y", "z", "a.yaml")
    assert result.code == 0
    assert "-layers: {y: {type: ReLU, from: x}}" in result.out
    assert "+layers: {z: {type: ReLU, from: x}}" in result.out
    assert text_of(shell) == SPEC


def test_a_name_that_cannot_be_changed_is_wrong_usage(shell: Shell) -> None:
    result = shell("rename", "z", "y", "a.yaml")
    assert (result.code, result.out) == (2, "")
    assert "K950" in result.err
    assert shell("rename", "x", "y", "gone.yaml").code == 2
    assert text_of(shell) == SPEC
