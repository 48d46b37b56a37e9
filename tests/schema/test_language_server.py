"""The schema in the language server that editors use for YAML."""

from __future__ import annotations

import json
from collections.abc import Iterator
from pathlib import Path

import pytest

from kspec.schema.json_schema import json_schema
from tests.schema.language_server import MISSING, Client, executable

HEAD = "kspec: 1\ninputs:\n  x: {shape: [8]}\nlayers:\n"
CONV = "type: Conv2D, filters: 8, kernel_size: 3"


@pytest.fixture(scope="module")
def editor(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Client]:
    command = executable()
    if command is None:
        pytest.skip(MISSING)
    schema: Path = tmp_path_factory.mktemp("schema") / "kspec.schema.json"
    schema.write_text(json.dumps(json_schema()), encoding="utf-8")
    with Client(command, schema) as client:
        yield client


@pytest.mark.parametrize(
    "layer", ["{type: Con¦}", "\n    type: Con¦\n    caption: y"], ids=["flow", "block"]
)
def test_a_type_is_completed_with_what_it_is(editor: Client, layer: str) -> None:
    offered = editor.complete(f"{HEAD}  y: {layer}\n")
    assert offered["Conv2D"] == "Slides kernels over an image."
    assert "MaxPool2D" not in offered


@pytest.mark.parametrize(
    "layer", ["{type: Dense, u¦}", "\n    type: Dense\n    ¦"], ids=["flow", "block"]
)
def test_arguments_are_those_of_the_type(editor: Client, layer: str) -> None:
    offered = editor.complete(f"{HEAD}  y: {layer}\n")
    assert offered["use_bias"] == "Whether to add a learned bias."
    assert {"units", "from", "caption"} <= offered.keys()
    assert "filters" not in offered


def test_before_the_type_only_the_type_is_offered(editor: Client) -> None:
    # The server offers all that is required as one more entry, `layer`.
    assert editor.complete(f"{HEAD}  y:\n    ¦\n").keys() == {"type", "layer"}


def test_an_argument_offers_its_choices(editor: Client) -> None:
    offered = editor.complete(f"{HEAD}  y: {{{CONV}, padding: ¦}}\n")
    assert offered.keys() == {"valid", "same"}


def test_an_object_offers_its_arguments(editor: Client) -> None:
    layer = f"{{{CONV}, kernel_initializer: {{type: HeNormal, s¦}}}}"
    assert "seed" in editor.complete(f"{HEAD}  y: {layer}\n")


def test_an_empty_line_offers_the_sections(editor: Client) -> None:
    offered = editor.complete("kspec: 1\n¦\n")
    assert {"inputs", "layers", "train"} <= offered.keys()


@pytest.mark.parametrize(
    ("layer", "shown"),
    [
        ("type: Con¦v2D, filters: 8, kernel_size: 3", "Slides kernels over an image"),
        (f"{CONV}, pad¦ding: same", "keeps the window inside"),
        (f"{CONV}, cap¦tion: y", "that readers see in the diagram"),
    ],
)
def test_hovering_says_what_it_is(editor: Client, layer: str, shown: str) -> None:
    assert shown in editor.hover(f"{HEAD}  y: {{{layer}}}\n")


@pytest.mark.parametrize(
    ("layer", "message"),
    [
        ("type: Dense, units: -3", "Value is below the minimum of 1."),
        ("type: Dense, units: five", 'Incorrect type. Expected "integer".'),
        ("type: Dense, units: 3, actvation: relu", "Property actvation is not allowed"),
        ("type: Dense", 'Missing property "units".'),
        ("typ: Dense, units: 3", 'Missing property "type".'),
        ("type: Dens", 'Value must be "Dense" |'),
        (f"{CONV}, padding: sane", 'Valid values: "valid", "same".'),
    ],
)
def test_a_mistake_is_told_in_one_sentence(
    editor: Client, layer: str, message: str
) -> None:
    ((line, found),) = editor.diagnose(f"{HEAD}  y: {{{layer}}}\n")
    assert (line, message in found) == (5, True), found


@pytest.mark.parametrize(
    "layer",
    [
        "type: Dense, units: $(k)",
        "type: MaxPool2D, pool_size: 2",
        f"{CONV}, kernel_initializer: {{type: HeNormal, seed: $(k)}}",
    ],
)
def test_a_right_layer_is_left_alone(editor: Client, layer: str) -> None:
    assert not editor.diagnose(f"{HEAD}  y: {{{layer}}}\n")
