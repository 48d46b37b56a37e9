"""What nobody asked for is not imported."""

from __future__ import annotations

import json
import subprocess
import sys
from pathlib import Path

import pytest

from tests.meta.package import ROOT

BACKENDS = {"keras", "tensorflow", "jax", "torch", "pandas", "matplotlib"}
HEAVY = BACKENDS | {"networkx", "numpy", "pydantic", "rich", "typer", "yaml"}

IMPORT = "import kspec"
COMMAND = """
from kspec.__main__ import main
sys.argv = ["kspec", *json.loads(sys.argv[1])]
try:
    main()
except SystemExit as done:
    assert not done.code, done.code
"""


def imported(program: str, *arguments: str) -> set[str]:
    """The top-level packages that a program leaves imported, in a fresh Python."""
    script = (
        f"import json, sys\n{program}\n"
        "print(json.dumps(sorted({n.partition('.')[0] for n in sys.modules})))"
    )
    done = subprocess.run(
        [sys.executable, "-c", script, json.dumps(arguments)],
        cwd=ROOT,
        capture_output=True,
        text=True,
        check=False,
    )
    assert done.returncode == 0, done.stderr
    return set(json.loads(done.stdout.splitlines()[-1]))


def test_importing_kspec_imports_nothing_heavy() -> None:
    assert not imported(IMPORT) & HEAVY


@pytest.mark.parametrize(
    "command",
    [
        ["check"],
        ["show"],
        ["draw", "-o", "{folder}/mlp.dot"],
        ["draw", "-o", "{folder}/mlp.svg"],
        ["code", "-o", "{folder}/mlp.py"],
        ["page", "-o", "{folder}/mlp.html"],
    ],
    ids=" ".join,
)
def test_a_command_that_computes_nothing_imports_no_backend(
    command: list[str], tmp_path: Path
) -> None:
    options = [option.format(folder=tmp_path) for option in command[1:]]
    assert not imported(COMMAND, command[0], "specs/mlp.yaml", *options) & BACKENDS
