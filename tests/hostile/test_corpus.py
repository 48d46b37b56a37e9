"""Specs from a stranger: each gets its verdict, and none does anything besides.

A file's name says what is expected: `R-K109-…` is refused with that code, `A-…` is
accepted, and whatever is made of it is inert.
"""

from __future__ import annotations

import ast
import json
import subprocess
import sys
from collections.abc import Iterable
from pathlib import Path
from xml.etree import ElementTree

import pytest

SPECS = sorted((Path(__file__).parent / "specs").glob("*.yaml"))
REFUSED = [path for path in SPECS if path.name.startswith("R-")]
ACCEPTED = [path for path in SPECS if path.name.startswith("A-")]
ROOT = Path(__file__).parents[2]
MOST_MEMORY_KB = 300_000
MOST_SECONDS = 60
"""Far beyond what any takes, so that only what hangs is ended."""


def named(paths: Iterable[Path]) -> pytest.MarkDecorator:
    return pytest.mark.parametrize("path", paths, ids=lambda path: path.stem)


def run(path: Path, folder: Path, *words: str) -> subprocess.CompletedProcess[str]:
    """A command in a process of its own; nothing but its work may be noted."""
    report = folder / "report"
    folders = [str(path.parent), str(folder), str(ROOT / "kspec"), str(ROOT / "specs")]
    folders.append(str(ROOT / "docs"))
    watched = [sys.executable, "-m", "tests.hostile.watched", str(report), *folders]
    done = subprocess.run(
        [*watched, "--", *words],
        cwd=ROOT,
        capture_output=True,
        text=True,
        errors="replace",
        timeout=MOST_SECONDS,
        check=False,
    )
    assert "Traceback" not in done.stderr, done.stderr
    peak, *noted = report.read_text(encoding="utf-8").split("\n")
    assert noted == []
    assert int(peak) < MOST_MEMORY_KB
    control = [char for char in done.stdout + done.stderr if is_control(char)]
    assert control == []
    return done


def is_control(char: str) -> bool:
    return char not in "\n" and (ord(char) < 32 or 127 <= ord(char) < 160)


def test_the_corpus_is_large_enough() -> None:
    assert len(SPECS) >= 80


@named(REFUSED)
def test_a_hostile_spec_is_refused_with_its_code(path: Path, tmp_path: Path) -> None:
    done = run(path, tmp_path, "check", "--format", "json", str(path))
    assert done.returncode == 1
    found = json.loads(done.stdout)["diagnostics"]
    assert path.name[2:6] in {one["code"] for one in found}
    assert len(done.stdout) < 1_000_000


@named(ACCEPTED)
def test_the_code_of_an_accepted_spec_calls_keras_alone(
    path: Path, tmp_path: Path
) -> None:
    done = run(path, tmp_path, "code", str(path))
    assert done.returncode == 0
    calls = [
        ast.unparse(node.func)
        for node in ast.walk(ast.parse(done.stdout))
        if isinstance(node, ast.Call)
    ]
    made = ("keras.", "layers.", "range")
    assert [
        call for call in calls if not call.startswith(made) and "(" not in call
    ] == []


@named([path for path in ACCEPTED if "captions" in path.name])
def test_its_svg_is_well_formed_and_inert(path: Path, tmp_path: Path) -> None:
    from kspec import draw, load

    root = ElementTree.fromstring(draw(load(path)).svg())
    tags = {node.tag.rpartition("}")[2] for node in root.iter()}
    assert not tags & {"script", "a", "image", "foreignObject"}
    names = {name for node in root.iter() for name in node.attrib}
    assert not any(name.startswith("on") for name in names)
