"""The JSON Schema: valid, complete, and never stricter than kspec itself."""

from __future__ import annotations

import json
import subprocess
import sys
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest
from hypothesis import given
from jsonschema import Draft7Validator
from pydantic import ValidationError
from referencing import Registry
from referencing.jsonschema import DRAFT7

from kspec import TextError, bundled
from kspec.layers.arguments import Arguments
from kspec.layers.catalogue import ALIASES, LAYERS
from kspec.layers.core import Input
from kspec.layers.layer import Layer
from kspec.layers.objects.catalogue import VOCABULARIES
from kspec.schema.document import SECTIONS
from kspec.schema.entries import LANGUAGE_KEYS
from kspec.schema.json_schema import json_schema
from kspec.text import Mapping, Node, Scalar, Sequence, read_file
from tests import specs
from tests.meta.package import ROOT

SCHEMA = json_schema()
DEFINITIONS: dict[str, Any] = SCHEMA["definitions"]
WHOLE = Draft7Validator(SCHEMA)
REGISTRY: Registry[Any] = Registry().with_resource(
    "urn:kspec", DRAFT7.create_resource(SCHEMA)
)
BAD = sorted((ROOT / "tests" / "bad").glob("*.yaml"))
LIMIT_BYTES = 740_000

BEYOND_A_SCHEMA = {
    "K006": "numbers have no length in JSON",
    "K010": "a pattern cannot parse expressions",
    "K011": "it evaluates nothing",
    "K012": "it evaluates nothing",
    "K104-unknown-parameter-of-block": "it does not follow references",
    "K105-block-without-parameter": "it does not follow references",
    "K107-names-differ-by-case": "it compares no keys",
    "K107-copies-with-one-name": "it counts no copies",
    "K108": "it does not follow references",
    "K111": "it does not follow references",
    "K112": "it reads no other file",
    "K2": "it does not follow references",
    "K6": "it does not follow references",
    "K7": "it does not follow references",
}
"""Wrong specs that a schema cannot refuse, by how their names begin."""

VALUES = (
    *(-1, 0, 1, 2, 1.5, 0.5, True, None, "same", "relu", "x"),
    *([1], [2, 2], [1, None], [[1, 1], [1, 1]], {"type": "L2"}, {"rmin": 1}),
)


def errors(spec: Any) -> list[str]:
    return [error.message for error in WHOLE.iter_errors(spec)]


def plain(node: Node) -> Any:
    """The node as JSON, formulas as their source."""
    match node:
        case Scalar(value):
            is_json = value is None or isinstance(value, bool | int | float | str)
            return value if is_json else str(value)
        case Sequence(items):
            return [plain(item) for item in items]
        case Mapping(items):
            return {item.key: plain(item.value) for item in items}


def accepts(definition: str, value: Any) -> bool:
    schema = {"$ref": f"urn:kspec#/definitions/{definition}"}
    return Draft7Validator(schema, registry=REGISTRY).is_valid(value)


def schemas(schema: Any) -> Iterator[dict[str, Any]]:
    if isinstance(schema, dict):
        yield schema
    for inner in schema.values() if isinstance(schema, dict) else schema:
        if isinstance(inner, dict | list):
            yield from schemas(inner)


def test_it_is_a_draft_07_schema() -> None:
    Draft7Validator.check_schema(SCHEMA)
    assert SCHEMA["$schema"] == "http://json-schema.org/draft-07/schema#"


def test_every_reference_leads_to_a_definition_and_stands_alone() -> None:
    found = [schema for schema in schemas(SCHEMA) if "$ref" in schema]
    names = {schema["$ref"].removeprefix("#/definitions/") for schema in found}
    assert names <= DEFINITIONS.keys()
    # Draft-07 reads nothing beside a reference.
    assert all(len(schema) == 1 for schema in found)


def test_nothing_is_defined_that_nothing_uses() -> None:
    used = {schema.get("$ref", "") for schema in schemas(SCHEMA)}
    names = {ref.removeprefix("#/definitions/") for ref in used}
    assert not DEFINITIONS.keys() - names - {"key.from", "key.type"}


def test_it_has_all_keys_layers_and_objects() -> None:
    assert [*SCHEMA["properties"]] == [*SECTIONS]
    kinds = {cls.kind() for cls in LAYERS} - {"Input"}
    assert kinds == {n[6:] for n in DEFINITIONS if n.startswith("layer.")}
    for kind in kinds:
        assert {*LANGUAGE_KEYS} <= DEFINITIONS[f"layer.{kind}"]["properties"].keys()
    for words in VOCABULARIES:
        for cls in words.classes:
            assert f"{words.noun}.{cls.__name__}" in DEFINITIONS


def test_every_property_says_what_it_is() -> None:
    for name, definition in DEFINITIONS.items():
        for key, schema in definition.get("properties", {}).items():
            target = schema.get("$ref", "").removeprefix("#/definitions/")
            said = DEFINITIONS[target] if target else schema
            assert said.get("description") or key == "type", f"{name}: {key}"


def test_it_comes_out_the_same_every_time() -> None:
    command = [sys.executable, "-m", "kspec", "schema"]
    once, again = (
        subprocess.run(command, cwd=ROOT, capture_output=True, check=True).stdout
        for _ in range(2)
    )
    assert once == again
    assert json.loads(once) == SCHEMA


def test_it_stays_readable_for_an_editor() -> None:
    assert len(json.dumps(SCHEMA, ensure_ascii=False).encode()) < LIMIT_BYTES


@pytest.mark.parametrize("name", bundled.names())
def test_it_accepts_the_bundled_specs(name: str) -> None:
    node, _ = read_file(bundled.path(name))
    assert not errors(plain(node))


@pytest.mark.parametrize("path", BAD, ids=lambda path: path.stem)
def test_it_refuses_the_wrong_specs_that_a_schema_can(path: Path) -> None:
    try:
        node, _ = read_file(path)
    except TextError:
        return
    beyond = path.name.startswith((*BEYOND_A_SCHEMA,))
    assert bool(errors(plain(node))) != beyond


def test_every_exception_is_needed() -> None:
    unused = [
        start
        for start in BEYOND_A_SCHEMA
        if not any(path.name.startswith(start) for path in BAD)
    ]
    assert not unused


@given(specs.specs())
def test_it_accepts_what_kspec_accepts(spec: dict[str, Any]) -> None:
    assert not errors(spec)


@pytest.mark.parametrize("cls", LAYERS, ids=lambda cls: cls.kind())
def test_it_is_never_stricter_than_a_layer(cls: type[Layer]) -> None:
    given = cls.examples[0].arguments
    definition = "input" if cls is Input else f"layer.{cls.kind()}"
    typed = {} if cls is Input else {"type": cls.kind()}
    for arguments in [*(one.arguments for one in cls.examples), *variations(cls)]:
        assert accepts(definition, as_json(typed | arguments)), arguments
    assert not accepts(definition, typed | given | {"no_argument": 1})
    for name in cls.argument_names():
        if cls.model_fields[name].is_required():
            rest = {key: value for key, value in given.items() if key != name}
            assert not accepts(definition, typed | rest)


@pytest.mark.parametrize(
    ("noun", "cls"),
    [(words.noun, cls) for words in VOCABULARIES for cls in words.classes],
    ids=lambda value: value if isinstance(value, str) else value.__name__,
)
def test_it_is_never_stricter_than_an_object(noun: str, cls: type[Arguments]) -> None:
    for name in cls.model_fields:
        for value in VALUES:
            if fits(cls, {name: value}):
                assert accepts(noun, {"type": cls.__name__, name: value})
    assert not accepts(noun, {"type": cls.__name__, "no_argument": 1})


@pytest.mark.parametrize("words", VOCABULARIES, ids=lambda words: words.noun)
def test_it_knows_the_names_of_objects(words: Any) -> None:
    assert all(accepts(words.noun, name) for name in words.bare_names)
    assert not accepts(words.noun, "no_such_name")
    assert not accepts(words.noun, {"type": "no_such_name"})


@pytest.mark.parametrize("alias", ALIASES)
def test_it_knows_the_second_names_of_layers(alias: str) -> None:
    named = {"type": ALIASES[alias], "no_argument": 1}
    assert not accepts("layer", named)
    assert not accepts("layer", named | {"type": alias})


@pytest.mark.parametrize(
    ("source", "right"),
    [
        ("a", True),
        ("a.1", True),
        ("$(a)", True),
        (["a", "b.0"], True),
        ({"sequences": "a", "initial_state": ["b", "c"]}, True),
        ("a.b.c", False),
        ([], False),
        ({"query": "a"}, False),
        (1, False),
    ],
)
def test_it_knows_where_a_layer_takes_tensors(source: Any, right: bool) -> None:
    assert accepts("layer", {"type": "LSTM", "units": 2, "from": source}) == right


@pytest.mark.parametrize(
    ("layer", "right"),
    [
        ({"type": "LSTM", "units": 2}, True),
        ({"type": "LSTM", "units": "$(k)"}, True),
        ({"type": "LSTM", "units": 0}, False),
        ({"type": "LSTM", "units": 2, "from": "x"}, False),
        ({"type": "Dense", "units": 2}, False),
        ("LSTM", False),
    ],
)
def test_it_looks_into_layers_inside_layers(layer: Any, right: bool) -> None:
    assert accepts("layer", {"type": "Bidirectional", "layer": layer}) == right


def variations(cls: type[Layer]) -> Iterator[dict[str, Any]]:
    """The first example with another value of one argument, where that is right."""
    given = cls.examples[0].arguments
    for name in cls.argument_names():
        for value in VALUES:
            if fits(cls, given | {name: value}):
                yield given | {name: value}


def fits(cls: type[Arguments], arguments: dict[str, Any]) -> bool:
    try:
        cls.model_validate(arguments)
    except ValidationError:
        return False
    return True


def as_json(value: Any) -> Any:
    return json.loads(json.dumps(value))
