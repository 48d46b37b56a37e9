"""The pages name everything: commands, options, codes, modules, layers, pictures.

Tables that name all types of a kind, and the pictures, are written by `--bless`.
"""

from __future__ import annotations

import hashlib
import re
from collections.abc import Iterator
from importlib import import_module
from types import ModuleType
from typing import Any

import pytest
import typer

from kspec import bundled, draw, load, loads
from kspec.cli.application import application
from kspec.drawing import Diagram, DrawOptions
from kspec.layers.catalogue import find, layer_names
from kspec.layers.objects.object import Vocabulary
from tests.meta.documents import blocks
from tests.meta.package import ROOT
from tests.meta.test_codes import codes

DOCS = ROOT / "docs"
PICTURES = DOCS / "pictures"
SUMS = PICTURES / "dot.sha256"
KINDS = (
    "activations",
    "initializers",
    "regularizers",
    "constraints",
    "optimizers",
    "schedules",
    "losses",
    "metrics",
    "confusion_metrics",
    "callbacks",
)


def text_of(name: str) -> str:
    return (DOCS / name).read_text(encoding="utf-8")


def test_every_code_is_in_the_table_and_no_other() -> None:
    rows = re.findall(r"^\| (K\d{3}) \|", text_of("cli.md"), re.MULTILINE)
    assert rows == sorted(codes())


def test_every_command_and_option_has_its_section() -> None:
    commands: dict[str, Any] = getattr(
        typer.main.get_command(application), "commands", {}
    )
    sections = dict(
        re.findall(r"^## kspec (\w+)\n(.*?)(?=^## )", text_of("cli.md"), re.M | re.S)
    )
    assert sections.keys() == commands.keys()
    silent = [
        f"kspec {name} {option}"
        for name, command in commands.items()
        for parameter in command.params
        for option in (*parameter.opts, *parameter.secondary_opts)
        if option.startswith("-") and f"`{option}" not in sections[name]
    ]
    assert not [option for option in silent if not option.endswith(("-h", "--help"))]


def test_every_part_of_the_package_stands_in_the_architecture() -> None:
    parts = {
        f"{path.name}/" if path.is_dir() else path.name
        for path in (ROOT / "kspec").iterdir()
        if path.suffix == ".py" or (path / "__init__.py").exists()
    }
    rows = set(re.findall(r"^\| `([\w./]+)` \|", text_of("architecture.md"), re.M))
    assert parts - {"__init__.py"} <= rows
    assert not [row for row in rows if not (ROOT / "kspec" / row).exists()]


def layer_rows() -> Iterator[tuple[str, list[str]]]:
    """The types of each family of layers, in the catalogue's order."""
    families: dict[str, list[str]] = {}
    for name in layer_names():
        cls = find(name)
        assert cls
        families.setdefault(cls.family, []).append(name)
    yield from families.items()


def object_rows() -> Iterator[tuple[str, list[str]]]:
    """What each vocabulary names: functions, then classes."""
    for name in KINDS:
        for known in vocabularies(import_module(f"kspec.layers.objects.{name}")):
            classes = [cls.__name__ for cls in known.classes]
            yield known.noun, [*dict.fromkeys((*known.functions, *classes))]


def vocabularies(module: ModuleType) -> list[Vocabulary]:
    return [value for value in vars(module).values() if isinstance(value, Vocabulary)]


@pytest.mark.parametrize(
    ("title", "rows"),
    [("layer types", [*layer_rows()]), ("objects", [*object_rows()])],
    ids=["layers", "objects"],
)
def test_a_table_names_every_type(
    title: str, rows: list[tuple[str, list[str]]], request: pytest.FixtureRequest
) -> None:
    page = text_of("language.md")
    table = re.search(
        rf"<!-- table: {title} -->\n\|[^\n]*\n\|[-|]*\n(.*?)\n\n", page, re.DOTALL
    )
    assert table, f"no line <!-- table: {title} --> above a table"
    lines = [
        f"| {kind} | {' '.join(f'`{name}`' for name in names)} |"
        for kind, names in rows
    ]
    expected = "\n".join(lines)
    if table[1] != expected and request.config.getoption("--bless"):
        page = page[: table.start(1)] + expected + page[table.end(1) :]
        (DOCS / "language.md").write_text(page, encoding="utf-8", newline="\n")
        return
    assert table[1].splitlines() == lines, "accept it: make bless"


def pictures() -> dict[str, Diagram]:
    """The diagrams that the pages show, as they are drawn now."""
    tutorial = blocks(DOCS / "tutorial.md", "yaml")
    digits = [block.text for block in tutorial if block.file == "digits.yaml"][-1]
    return {
        "digits.svg": draw(loads(digits), DrawOptions(direction="LR")),
        "mlp.svg": draw(load(bundled.path("mlp"))),
        "mlp_article.svg": draw(
            load(bundled.path("mlp")), DrawOptions(theme="article")
        ),
        "two_branch.svg": draw(load(bundled.path("two_branch"))),
    }


def test_the_pictures_are_what_kspec_draws(request: pytest.FixtureRequest) -> None:
    drawn = pictures()
    sums = "".join(f"{sha256(found.dot)}  {name}\n" for name, found in drawn.items())
    if request.config.getoption("--bless"):
        bless(drawn, sums)
    assert SUMS.read_text(encoding="utf-8") == sums, "accept them: make bless"
    assert sorted(path.name for path in PICTURES.glob("*.svg")) == sorted(drawn)
    for name, found in drawn.items():
        svg = (PICTURES / name).read_text(encoding="utf-8")
        missing = [b.name for b in found.scene.boxes if f'"layer-{b.name}"' not in svg]
        assert not missing, name


def bless(drawn: dict[str, Diagram], sums: str) -> None:
    """Draw anew where the DOT is another; the engine's bytes differ by machine."""
    PICTURES.mkdir(exist_ok=True)
    if SUMS.exists() and SUMS.read_text(encoding="utf-8") == sums:
        return
    for name, found in drawn.items():
        found.save(PICTURES / name)
    SUMS.write_text(sums, encoding="utf-8", newline="\n")


def sha256(text: str) -> str:
    return hashlib.sha256(text.encode()).hexdigest()
