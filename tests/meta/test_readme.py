"""The README is short, and what it says to type works.

Lines `$ kspec …` of ```console blocks run one after the other in an empty folder with
a copy of the bundled specs. A block below `<!-- not run: why -->` is left out.
"""

from __future__ import annotations

import os
import re
import shlex
import shutil
import subprocess
import sys
from pathlib import Path

from tests.meta.package import ROOT

README = ROOT / "README.md"
LIMIT_LINES = 150
BLOCK = re.compile(r"(?P<above>[^\n]*)\n+```console\n(?P<body>.*?)```", re.DOTALL)


def commands(text: str) -> list[str]:
    """The kspec commands of a Markdown text that are meant to be run.

    The next line continues a command that ends with a backslash.
    """
    blocks = (b for b in BLOCK.finditer(text) if "<!-- not run:" not in b["above"])
    lines = (line for b in blocks for line in b["body"].replace("\\\n", "").split("\n"))
    return [line[2:] for line in lines if line.startswith("$ kspec ")]


def test_commands_are_found_in_blocks_that_run() -> None:
    block = "```console\n$ kspec check a.yaml\nfine\n$ ls\n```\n"
    assert commands(f"text\n\n{block}<!-- not run: slow -->\n{block}") == [
        "kspec check a.yaml"
    ]


def test_the_readme_is_short() -> None:
    assert len(README.read_text(encoding="utf-8").splitlines()) <= LIMIT_LINES


def test_the_commands_of_the_readme_run(tmp_path: Path) -> None:
    shutil.copytree(ROOT / "specs", tmp_path / "specs")
    found = commands(README.read_text(encoding="utf-8"))
    assert found, "no command to run"
    for command in found:
        words = shlex.split(command, comments=True)[1:]
        done = subprocess.run(
            [sys.executable, "-m", "kspec", *words],
            cwd=tmp_path,
            env=os.environ | {"PYTHONPATH": str(ROOT)},
            capture_output=True,
            text=True,
            check=False,
        )
        assert done.returncode == 0, f"$ {command}\n{done.stderr}"
