"""No command writes over what it reads."""

from __future__ import annotations

import pytest

from tests.cli.command import Shell

SPEC = "kspec: 1\ninputs: {x: [8]}\nlayers: {y: {type: Dense, units: 2}}\n"


@pytest.mark.parametrize(
    "words",
    [
        "code spec.json -o spec.json",
        "code spec.json -o ./spec.json",
        "code spec.json -o linked.json",
        "code spec.json -o y.py --map spec.json",
        "draw spec.json -o spec.json",
        "resolve spec.json -o spec.json",
        "diff spec.json other.json -o other.json",
        "code spec.json -o y.json --map y.json",
    ],
)
def test_the_spec_is_kept_and_nothing_is_written(shell: Shell, words: str) -> None:
    for name in ("spec.json", "other.json", "y.json"):
        shell.write(name, SPEC)
    (shell.folder / "linked.json").symlink_to(shell.folder / "spec.json")
    before = {one: one.read_bytes() for one in shell.folder.iterdir()}
    result = shell(*words.split())
    assert (result.code, result.out) == (2, "")
    assert "K907" in result.err
    assert {one: one.read_bytes() for one in shell.folder.iterdir()} == before


def test_another_file_may_be_written_anew(shell: Shell) -> None:
    shell.write("spec.yaml", SPEC)
    assert shell("code", "spec.yaml", "-o", "y.py").code == 0
    assert shell("code", "spec.yaml", "-o", "y.py").code == 0
