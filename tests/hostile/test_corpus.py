"""Specs from a stranger: each gets its verdict, and none does anything besides.

A file's name says what is expected: `R-K109-…` is refused with that code, `A-…` is
accepted, and whatever is made of it is inert.
"""

from __future__ import annotations

import ast
import json
import os
import re
from collections.abc import Iterable, Iterator
from pathlib import Path
from xml.etree import ElementTree

import pytest

from tests.hostile.corpus import ACCEPTED, REFUSED, SPECS, Done, Watch
from tests.hostile.watched import COMMANDS

MOST_MEMORY_KB = 300_000
FURTHER = [command for command in COMMANDS if command != "check"]
EVERY = os.environ.get("KSPEC_HYPOTHESIS", "quick") != "quick"
"""Whether each command is run over each spec, or the commands take turns."""

LINKS = ("url", "href", "image", "tooltip", "target", "src")
"""How an attribute of DOT ends that leads out of a drawing, or hides a text in it."""


def named(paths: Iterable[Path]) -> pytest.MarkDecorator:
    return pytest.mark.parametrize("path", paths, ids=lambda path: path.stem)


@pytest.fixture(scope="module")
def watch() -> Iterator[Watch]:
    with Watch() as started:
        yield started


def harmless(done: Done) -> Done:
    """What a command did, once it is sure that it did nothing besides."""
    assert done.outcome.noted == []
    assert "Traceback" not in done.complaints
    assert done.outcome.peak < MOST_MEMORY_KB
    told = done.printed + done.complaints
    assert [char for char in told if is_control(char)] == []
    return done


def is_control(char: str) -> bool:
    return char not in "\n" and (ord(char) < 32 or 127 <= ord(char) < 160)


def test_the_corpus_is_large_enough() -> None:
    assert len(SPECS) >= 80


@named(REFUSED)
def test_a_hostile_spec_is_refused_with_its_code(
    path: Path, watch: Watch, tmp_path: Path
) -> None:
    done = harmless(watch.run("check", path, tmp_path, "--format", "json"))
    assert done.outcome.status == 1
    found = json.loads(done.printed)["diagnostics"]
    assert path.name[2:6] in {one["code"] for one in found}
    assert len(done.printed) < 1_000_000


@named(REFUSED)
def test_no_command_goes_further_than_check(
    path: Path, watch: Watch, tmp_path: Path
) -> None:
    turn = REFUSED.index(path) % len(FURTHER)
    for command in FURTHER if EVERY else FURTHER[turn : turn + 1]:
        done = harmless(watch.run(command, path, tmp_path))
        assert (done.outcome.status, done.made) == (1, {}), command
        assert path.name[2:6] in done.complaints


@named(ACCEPTED)
def test_every_command_takes_an_accepted_spec(
    path: Path, watch: Watch, tmp_path: Path
) -> None:
    done = {one: harmless(watch.run(one, path, tmp_path)) for one in COMMANDS}
    assert {one.outcome.status for one in done.values()} == {0}
    assert strange_calls(done["code"].printed) == []
    assert links(done["draw"].made["x.dot"]) == []
    assert list(done["page"].made) == ["x.html"]


def strange_calls(code: str) -> list[str]:
    """The calls in a printed module that are not Keras's."""
    calls = [
        ast.unparse(node.func)
        for node in ast.walk(ast.parse(code))
        if isinstance(node, ast.Call)
    ]
    made = ("keras.", "layers.", "range")
    return [call for call in calls if not call.startswith(made) and "(" not in call]


def links(dot: str) -> list[str]:
    """The attributes of a DOT text, and of its labels' tables, that lead anywhere."""
    labels = [*html_labels(dot)]
    for label in labels:
        dot = dot.replace(label, "")
    names = re.findall(r"([\w:-]+)\s*=", re.sub(r'"(?:[^"\\]|\\.)*"', "", dot))
    for label in labels:
        tree = ElementTree.fromstring(f"<label>{label}</label>")
        names += [node.tag for node in tree.iter()]
        names += [name for node in tree.iter() for name in node.attrib]
    return [name for name in names if name.lower().endswith(LINKS)]


def html_labels(dot: str) -> Iterator[str]:
    """What stands between `=<` and the `>` that belongs to it."""
    for found in re.finditer(r"=<", dot):
        depth, start = 1, found.end()
        for at in range(start, len(dot)):
            depth += {"<": 1, ">": -1}.get(dot[at], 0)
            if not depth:
                yield dot[start:at]
                break


@pytest.mark.parametrize(
    "dot",
    [
        'digraph { x [label="a" URL="javascript:alert(1)"] }',
        'digraph { x [label=<<TABLE><TR><TD HREF="x">a</TD></TR></TABLE>>] }',
        'digraph { x [label=<<IMG SRC="x"/>>] }',
    ],
)
def test_a_link_would_be_noticed(dot: str) -> None:
    assert links(dot)


@pytest.mark.parametrize("command", COMMANDS)
def test_the_hook_sees_what_a_command_imports(command: str, tmp_path: Path) -> None:
    with Watch(bare=True) as bare:
        for path, status in ((ACCEPTED[2], 0), (REFUSED[0], 1)):
            folder = tmp_path / path.stem
            folder.mkdir()
            done = harmless(bare.run(command, path, folder))
            assert done.outcome.status == status


@named([path for path in ACCEPTED if "captions" in path.name])
def test_its_svg_is_well_formed_and_inert(path: Path, tmp_path: Path) -> None:
    from kspec import draw, load

    root = ElementTree.fromstring(draw(load(path)).svg())
    tags = {node.tag.rpartition("}")[2] for node in root.iter()}
    assert not tags & {"script", "a", "image", "foreignObject"}
    names = {name for node in root.iter() for name in node.attrib}
    assert not any(name.startswith("on") for name in names)
