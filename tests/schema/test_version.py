"""Versions of the language: migrated where they are older, refused where newer."""

from __future__ import annotations

from dataclasses import replace
from pathlib import Path
from typing import Any

import pytest

from kspec import SpecError, check, dump, load, loads
from kspec.schema import version
from kspec.schema.findings import Findings
from kspec.schema.version import UPGRADE, Migration, current
from kspec.text import Item, Mapping, Node, Scalar, plain, read

BODY = "inputs: {x: [8]}\nlayers: {y: {type: Dense, units: 2}}\n"
OLD = """\
kspec: -1
layers:
  - {name: y, kind: Dense, unit: 2}   # an older form
"""


def renamed_kinds(root: Mapping) -> Mapping:
    """From version -1 to 0: `kind:` becomes `type:`."""
    layers = root.get("layers")
    assert layers
    return root.replaced("layers", _renamed(layers, {"kind": "type"}))


def named_layers(root: Mapping) -> Mapping:
    """From version 0 to 1: the list of layers becomes a mapping by name."""
    layers: Any = root.get("layers")
    items = [
        Item(
            str(layer.get("name").value),
            replace(layer, items=tuple(i for i in layer if i.key != "name")),
            layer.get("name").span,
        )
        for layer in layers.items
    ]
    return root.replaced("layers", Mapping(tuple(items), layers.span))


def _renamed(node: Node, names: dict[str, str]) -> Node:
    if isinstance(node, Scalar):
        return node
    if isinstance(node, Mapping):
        items = (
            Item(names.get(i.key, i.key), _renamed(i.value, names), i.key_span)
            for i in node
        )
        return replace(node, items=tuple(items))
    return replace(node, items=tuple(_renamed(one, names) for one in node.items))


TABLE: dict[int, Migration] = {-1: renamed_kinds, 0: named_layers}


def test_an_older_document_is_migrated_step_by_step() -> None:
    findings = Findings()
    new = current(read(OLD, file="a.yaml"), findings, migrations=TABLE)
    assert plain(new) == {"kspec": 1, "layers": {"y": {"type": "Dense", "unit": 2}}}
    assert not findings


def test_a_migration_in_between_is_enough_for_a_younger_one() -> None:
    text = "kspec: 0\nlayers: [{name: y, type: Dense}]"
    new = current(read(text, file="a.yaml"), Findings(), migrations=TABLE)
    assert plain(new) == {"kspec": 1, "layers": {"y": {"type": "Dense"}}}


def test_a_document_of_this_version_stays_as_it_is() -> None:
    node = read(f"kspec: 1\n{BODY}", file="a.yaml")
    assert current(node, Findings(), migrations=TABLE) is node


def test_messages_speak_of_the_places_in_the_file(
    monkeypatch: pytest.MonkeyPatch, tmp_path: Path
) -> None:
    defaults = {"migrations": TABLE, "version": 1}
    monkeypatch.setattr(version.current, "__kwdefaults__", defaults)
    path = tmp_path / "a.yaml"
    path.write_text(OLD + "inputs: {x: [8]}\n", encoding="utf-8")
    found = [f"{one.span}: {one.code}".rpartition("/")[2] for one in check(path)]
    assert found == ["a.yaml:3:28: K104"]
    path.write_text(path.read_text().replace("unit:", "units:"), encoding="utf-8")
    assert dump(load(path)).startswith("kspec: 1\ninputs:")


@pytest.mark.parametrize(
    ("given", "shown", "hint"),
    [
        ("2", "2", UPGRADE),
        ("99", "99", UPGRADE),
        ("0", "0", "write `kspec: 1`"),
        ("'1'", '"1"', "write `kspec: 1`"),
        ("1.0", "1.0", "write `kspec: 1`"),
        ("true", "true", "write `kspec: 1`"),
        ("null", "null", "write `kspec: 1`"),
        ("$(1)", "$(1)", "write `kspec: 1`"),
        ("[1]", "more than a number", "write `kspec: 1`"),
    ],
)
def test_another_version_is_refused_once(given: str, shown: str, hint: str) -> None:
    with pytest.raises(SpecError) as caught:
        loads(f"kspec: {given}\n{BODY}")
    (found,) = caught.value.diagnostics
    assert (found.code, found.hint) == ("K110", hint)
    assert found.message == f"this kspec reads version 1 of the language, got {shown}"


def test_of_a_newer_document_nothing_else_is_said(tmp_path: Path) -> None:
    path = tmp_path / "a.yaml"
    path.write_text("kspec: 2\nmodels: {a: [b, c]}\n", encoding="utf-8")
    assert [one.code for one in check(path)] == ["K110"]


def test_the_table_leads_to_this_version_without_a_gap() -> None:
    steps = sorted(version.MIGRATIONS)
    assert steps == [*range(version.VERSION - len(steps), version.VERSION)]


def test_the_versions_that_are_read_are_named() -> None:
    findings = Findings()
    node = read(f"kspec: 7\n{BODY}", file="a.yaml")
    current(node, findings, migrations=TABLE)
    expected = "this kspec reads versions -1 to 1 of the language, got 7"
    assert findings[0].message == expected
