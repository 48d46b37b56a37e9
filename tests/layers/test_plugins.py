"""Layers of other packages: named by the user, or offered by what is installed."""

from __future__ import annotations

import importlib
import re
import sys
from collections.abc import Iterator
from pathlib import Path

import pytest

from kspec import UsageError, check, draw, loads, page, show
from kspec.drawing import DrawOptions
from kspec.layers.catalogue import find, layer_names
from kspec.layers.plugins import plugins
from tests import packages

SPEC = """\
kspec: 1
name: scaled
inputs: {x: [8]}
layers:
  hidden: {type: Project, units: 4}
  scaled: {type: Scale, factor: 3}
  out: {type: Dense, units: 2}
"""
MODULES = ("scaling_rules", "scaling_layers", "odd_rules")


@pytest.fixture
def folder(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Iterator[Path]:
    """The package's folder, on the search path."""
    monkeypatch.syspath_prepend(tmp_path)
    yield packages.write(tmp_path)
    for name in MODULES:
        sys.modules.pop(name, None)


def written(folder: Path, rules: str) -> str:
    """The name of a module with these rules."""
    packages.write(folder, rules=rules, module="odd_rules")
    return "odd_rules"


def message(*modules: str) -> str:
    with pytest.raises(UsageError) as caught, plugins(*modules):
        pass
    (found,) = caught.value.diagnostics
    assert found.code == "K960"
    return found.message


@pytest.mark.usefixtures("folder")
def test_a_spec_names_the_layers_of_a_module_that_the_user_names() -> None:
    with plugins("scaling_rules"):
        spec = loads(SPEC)
        assert {"Scale", "Project"} <= set(layer_names())
    assert check(spec) == ()
    assert [row.output_shape for row in show(spec).rows] == [
        "(None, 8)",
        "(None, 4)",
        "?",
        "?",
    ]
    row = re.search(r'<tr [^>]*data-for="out">.*?</tr>', page(spec), re.DOTALL)
    assert row
    assert '<td class="right" data-value="0">?</td>' in row[0]
    assert "at least 32 parameters" in page(spec)
    folded = draw(spec, DrawOptions(fold="all")).text("text")
    assert "? params" in folded
    assert '"float32[?]"' in draw(spec).text("json")


@pytest.mark.usefixtures("folder")
def test_a_module_may_be_given_itself() -> None:
    with plugins(importlib.import_module("scaling_rules")):
        assert find("Scale")


@pytest.mark.usefixtures("folder")
def test_a_spec_alone_names_no_module() -> None:
    with plugins("scaling_rules"):
        pass
    with pytest.raises(Exception, match="there is no layer type"):
        loads(SPEC)
    for kind in ("scaling_rules.Scale", "scaling_rules:Scale", "scaling_layers.Scale"):
        assert find(kind) is None
    assert "scaling_layers" not in sys.modules


def test_an_installed_package_offers_its_layers(folder: Path) -> None:
    packages.install(folder)
    assert check(loads(SPEC)) == ()
    assert "Scale" in layer_names()
    assert "scaling_layers" not in sys.modules


def test_arguments_are_typed_and_a_misspelt_type_is_told(folder: Path) -> None:
    packages.install(folder)
    with pytest.raises(Exception, match="expected a number above 0"):
        loads(SPEC.replace("factor: 3", "factor: -3"))
    with pytest.raises(Exception, match="there is no layer type `Scael`") as caught:
        loads(SPEC.replace("Scale", "Scael"))
    assert "did you mean `Scale`?" in str(caught.value)


def test_what_cannot_be_imported_is_told(folder: Path) -> None:
    assert "there is no such module" in message("not_there_at_all")
    assert "NameError" in message(written(folder, "nonsense"))


def test_a_module_without_layers_is_no_plugin(folder: Path) -> None:
    assert "has no layer" in message(written(folder, "class Scale: pass"))


def test_a_name_of_keras_is_taken(folder: Path) -> None:
    rules = packages.RULES.replace("class Scale", "class Dense")
    assert "`Dense`, as Keras has" in message(written(folder, rules))
    rules = packages.RULES.replace("class Scale", "class MaxPool2D")
    sys.modules.pop("odd_rules")
    assert "`MaxPool2D`, as Keras has" in message(written(folder, rules))


def test_a_layer_says_what_it_stands_for(folder: Path) -> None:
    rules = packages.RULES.replace('implementation = "scaling_layers.Scale"', "")
    assert "names no Keras layer" in message(written(folder, rules))


@pytest.mark.parametrize(
    ("entry_points", "said"),
    [
        ("[kspec.layers]\nScale = nowhere:Scale\n", "cannot be imported"),
        ("[kspec.layers]\nScale = scaling_rules:Shape\n", "no subclass"),
        (
            "[kspec.layers]\nScale = scaling_rules:Project\n",
            "is `Project`, not `Scale`",
        ),
    ],
)
def test_a_wrong_entry_point_is_told_when_a_spec_needs_it(
    folder: Path, entry_points: str, said: str
) -> None:
    packages.install(folder, entry_points)
    assert find("Dense")
    with pytest.raises(UsageError, match=said):
        loads(SPEC.replace("Project, units: 4", "Dense, units: 4"))


def test_two_packages_that_offer_one_type_are_told(folder: Path) -> None:
    packages.install(folder)
    other = "[kspec.layers]\nScale = scaling_other:Scale\n"
    packages.install(folder, other, name="other")
    with pytest.raises(UsageError, match="two packages offer the layer `Scale`"):
        find("Scale")
