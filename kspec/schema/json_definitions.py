"""The parts of the JSON Schema: a definition for each layer, object and section."""

from __future__ import annotations

from collections.abc import Iterable, Iterator

from kspec import manual
from kspec.layers import docstrings
from kspec.layers.applications import APPLICATIONS
from kspec.layers.arguments import Arguments
from kspec.layers.calling import Training
from kspec.layers.catalogue import ALIASES, CELLS, LAYERS
from kspec.layers.core import Input
from kspec.layers.layer import Layer
from kspec.layers.objects.catalogue import VOCABULARIES
from kspec.layers.objects.object import Vocabulary, article
from kspec.layers.operation import Operation
from kspec.layers.plugins import given
from kspec.schema.binding import INSTANCE_KEYS, NESTED_KEYS
from kspec.schema.blocks import BLOCK_KEYS, FREEZING
from kspec.schema.entries import HEADS, LANGUAGE_KEYS, USE_KEYS
from kspec.schema.expectation import LayerExpectation
from kspec.schema.json_types import Json, argument, beside, one_of, pattern
from kspec.schema.sections import sections

INPUT_KEYS = ("caption", "note", "expect")
REFERENCE = one_of(
    [{"type": "string", "pattern": r"^[A-Za-z_][A-Za-z0-9_]*(\.[A-Za-z0-9_]+)?$"}]
)
TEXT = one_of([{"type": ["string", "number", "boolean"]}])
FLAG = one_of([{"type": "boolean"}])
OPTIONAL = one_of([{"type": ["string", "number", "boolean", "null"]}])


def definitions() -> Iterator[tuple[str, Json]]:
    """Each definition by its name."""
    yield "formula", {"type": "string", "pattern": r"\$\("}
    yield "tensors", tensors(REFERENCE)
    yield "input", _input()
    yield "layer", _layer()
    yield "application", _application()
    yield "use", _keys(USE_KEYS, "A layer that is called again.", required="use")
    yield "nested", _keys(NESTED_KEYS, "The model of another spec.", required="spec")
    yield "instance", _instance()
    yield "block", _block()
    for key in dict.fromkeys((*LANGUAGE_KEYS, *USE_KEYS, *NESTED_KEYS, *INSTANCE_KEYS)):
        if key != FREEZING:
            yield f"key.{key}", described(key, _language(key))
    for layer in _layers():
        yield f"layer.{layer.kind()}", _members(layer, LANGUAGE_KEYS)
    inner = [cls for cls in (*_layers(), *CELLS) if _can_be_inside(cls)]
    yield "inner", {"allOf": [_when_kind(cls, "inner") for cls in inner]}
    for layer in inner:
        yield f"inner.{layer.kind()}", _object(layer)
    for vocabulary in VOCABULARIES:
        yield from _vocabulary(vocabulary)
    for section in sections():
        yield section.__name__, _members(section)


def _layers() -> list[type[Layer]]:
    """The types under `layers:`, those of the plugins that the user names last."""
    return [cls for cls in (*LAYERS, *given().values()) if cls is not Input]


def _can_be_inside(cls: type[Layer]) -> bool:
    """Whether another layer may take it as an argument."""
    return cls is not Input and not issubclass(cls, Operation)


def ref(name: str) -> Json:
    """A reference to a definition."""
    return {"$ref": f"#/definitions/{name}"}


def tensors(by_name: Json) -> Json:
    """One reference, a list of them, or a mapping."""
    listed: Json = {"type": "array", "items": REFERENCE, "minItems": 1}
    return one_of([REFERENCE, listed, by_name])


def described(key: str, schema: Json) -> Json:
    """The schema of a key, with what the manual says of it."""
    return beside({"description": manual.key(key)}, schema)


def _input() -> Json:
    shape = argument(Input, "shape")
    return {"anyOf": [_members(Input, INPUT_KEYS), shape]}


def _layer() -> Json:
    layers = _layers()
    names = [(cls.kind(), docstrings.summary(cls)) for cls in layers]
    second: Json = {"type": "string", "pattern": pattern(ALIASES)}
    return {
        "type": "object",
        "properties": {
            "type": one_of([*_choices(names), second, *_applications()]),
            **{head: described(head, {"type": "string"}) for head in HEADS[1:]},
        },
        "anyOf": [{"required": [head]} for head in HEADS],
        "allOf": [
            *(_when_kind(cls, "layer") for cls in layers),
            _when((cls.kind() for cls in APPLICATIONS), ref("application")),
            *(_when_head(head, name) for head, name in OTHERS.items()),
        ],
    }


def _applications() -> list[Json]:
    return _choices((cls.kind(), docstrings.summary(cls)) for cls in APPLICATIONS)


def _application() -> Json:
    """A model of Keras with the arguments that such a model may have."""
    arguments: Json = {}
    for cls in APPLICATIONS:
        for name in cls.argument_names():
            arguments.setdefault(name, argument(cls, name))
    keys = {key: ref(f"key.{key}") for key in LANGUAGE_KEYS}
    return {
        "type": "object",
        "properties": arguments | keys,
        "additionalProperties": False,
    }


OTHERS = {"use": "use", "block": "instance", "spec": "nested"}
"""What a layer is that has another key in the place of its type."""


def _when_head(head: str, name: str) -> Json:
    return {"if": {"required": [head]}, "then": ref(name)}


def _keys(keys: Iterable[str], description: str, *, required: str) -> Json:
    return {
        "type": "object",
        "description": description,
        "properties": {key: _key(key) for key in keys},
        "required": [required],
        "additionalProperties": False,
    }


def _key(key: str) -> Json:
    return argument(Layer, key) if key == FREEZING else ref(f"key.{key}")


def _instance() -> Json:
    keys = _keys(INSTANCE_KEYS, "A block, made in this place.", required="block")
    return keys | {"additionalProperties": TEXT}


def _block() -> Json:
    inputs: Json = {"type": "array", "items": {"type": "string"}, "minItems": 1}
    sections: Json = {
        "params": {"type": "object", "additionalProperties": OPTIONAL},
        "inputs": inputs,
        "layers": {"type": "object", "additionalProperties": ref("layer")},
        "outputs": tensors({"type": "object", "additionalProperties": REFERENCE}),
        "caption": TEXT,
        "note": TEXT,
    }
    return {
        "type": "object",
        "properties": {key: described(key, sections[key]) for key in BLOCK_KEYS},
        "required": ["layers"],
        "additionalProperties": False,
    }


def _when_kind(cls: type[Layer], group: str) -> Json:
    kind = cls.kind()
    second = (alias for alias, meant in ALIASES.items() if meant == kind)
    return _when([kind, *second], ref(f"{group}.{kind}"))


def _choices(names: Iterable[tuple[str, str]]) -> list[Json]:
    """One of the names, each with its text, which editors show."""
    return [{"const": name, "description": text} for name, text in names]


def _when(names: Iterable[str], then: Json) -> Json:
    """A schema for the mappings whose type is one of the names."""
    # A pattern, since editors would list what stands here as an `enum` once more.
    type_: Json = {"pattern": pattern(names)}
    return {"if": {"properties": {"type": type_}, "required": ["type"]}, "then": then}


def _members(cls: type[Arguments], language: Iterable[str] = ()) -> Json:
    """A mapping with the arguments of a class, and keys of the language beside them."""
    names = cls.argument_names() if issubclass(cls, Layer) else [*cls.model_fields]
    required = [name for name in names if cls.model_fields[name].is_required()]
    keys = {key: ref(f"key.{key}") for key in language}
    if issubclass(cls, Layer) and cls.calling is not Training and "call" in keys:
        keys["call"] = described("call", _members(cls.calling))
    if _named_tensors(cls) and "from" in keys:
        keys["from"] = described("from", {"anyOf": [ref("tensors"), _slots(cls)]})
    schema: Json = {
        "type": "object",
        "title": cls.kind() if issubclass(cls, Layer) else cls.__name__,
        "description": docstrings.summary(cls),
        "properties": {name: argument(cls, name) for name in names} | keys,
        "additionalProperties": False,
    }
    return schema | ({"required": required} if required else {})


def _language(key: str) -> Json:
    schemas: dict[str, Json] = {
        "type": {},
        "from": tensors({"type": "object"}),
        "expect": ref(LayerExpectation.__name__),
        "caption": TEXT,
        "note": TEXT,
        "use": REFERENCE,
        "block": {"type": "string"},
        "spec": {"type": "string"},
        "repeat": one_of([{"type": "integer", "minimum": 0}]),
        "when": FLAG,
        "nested": FLAG,
        "params": {"type": "object", "additionalProperties": TEXT},
        "call": _members(Training),
    }
    return schemas[key]


def _named_tensors(cls: type[Arguments]) -> tuple[str, ...]:
    """The tensors that `from: {…}` may name."""
    return (*cls.slots, *cls.masks) if issubclass(cls, Layer) else ()


def _slots(cls: type[Arguments]) -> Json:
    members = dict.fromkeys(_named_tensors(cls), ref("tensors"))
    return {"type": "object", "properties": members, "additionalProperties": False}


def _vocabulary(words: Vocabulary) -> Iterator[tuple[str, Json]]:
    plain = [name for name in words.functions if name not in words.by_name]
    named = _choices(_documented(words, words.bare_names))
    typed: Json = {
        "type": "object",
        "properties": {"type": one_of(_choices(_documented(words, words.all_names)))},
        "required": ["type"],
        "allOf": [
            _when([cls.__name__, *cls.names], ref(f"{words.noun}.{cls.__name__}"))
            for cls in words.classes
        ],
    }
    if plain:
        alone: Json = {"properties": {"type": {}}, "additionalProperties": False}
        typed["allOf"].append(_when(plain, alone))
    yield words.noun, {"anyOf": [*named, typed]}
    for cls in words.classes:
        yield f"{words.noun}.{cls.__name__}", _object(cls)


def _object(cls: type[Arguments]) -> Json:
    members = _members(cls)
    return members | {"properties": {"type": {}, **members["properties"]}}


def _documented(words: Vocabulary, names: Iterable[str]) -> Iterator[tuple[str, str]]:
    for name in names:
        cls = words.by_name.get(name)
        text = docstrings.summary(cls) if cls else article(words.noun).capitalize()
        yield name, text
