"""Types of arguments as JSON Schema, draft-07; any scalar may be a `$(…)` instead."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator
from types import NoneType
from typing import Any, get_args, get_origin

from pydantic.fields import FieldInfo

from kspec.layers.annotations import alternatives
from kspec.layers.arguments import Arguments, Choice
from kspec.layers.catalogue import ALIASES
from kspec.layers.descriptions import describe
from kspec.layers.nesting import Nested, NestedList, NestedOrList
from kspec.layers.objects.object import Vocabulary
from kspec.schema.forms import Form, Listed

Json = dict[str, Any]

FORMULA: Json = {"$ref": "#/definitions/formula"}
SCALARS = {"boolean", "integer", "number", "string"}


def argument(cls: type[Arguments], name: str) -> Json:
    """An argument: its type, its default, what it means."""
    info = cls.model_fields[name]
    described: Json = {"description": described_argument(cls, name)}
    if has_plain_default(info):
        described["default"] = plain(info.default)
    return beside(described, one_of(_types(info.annotation, info.metadata)))


def beside(described: Json, schema: Json) -> Json:
    """A schema with what is said of it; beside a `$ref` draft-07 reads nothing."""
    return described | ({"allOf": [schema]} if "$ref" in schema else schema)


def described_argument(cls: type[Arguments], name: str) -> str:
    """What an argument means, as a sentence."""
    text = describe(cls, name)
    return f"{text[:1].upper()}{text[1:]}." if text else name


def has_plain_default(info: FieldInfo) -> bool:
    """Whether leaving the argument out means one value that a spec could write."""
    made = info.is_required() or info.default_factory is not None
    return not made and not isinstance(info.default, Arguments)


def plain(value: Any) -> Any:
    """A default as JSON has it: tuples are lists."""
    return [plain(item) for item in value] if isinstance(value, tuple) else value  # pyright: ignore


def one_of(types: Iterable[Json]) -> Json:
    """A schema for one of several types; where a scalar may stand, a formula may.

    Example:
    >>> one_of([{"type": "integer"}])["anyOf"][1]
    {'$ref': '#/definitions/formula'}
    >>> one_of([{"type": "array"}])
    {'type': 'array'}
    """
    found: list[Json] = []
    for one in types:
        found += [other for other in one.get("anyOf", [one]) if other not in found]
    kept = [one for one in found if one != FORMULA]
    if any(map(_takes_scalar, found)):
        kept.append(FORMULA)
    return kept[0] if len(kept) == 1 else {"anyOf": kept}


def with_formulas(schema: Json) -> Json:
    """The schema, open to formulas in every place where a scalar may stand.

    Example:
    >>> with_formulas({"type": "array", "items": {"type": "integer"}})["items"]
    {'anyOf': [{'type': 'integer'}, {'$ref': '#/definitions/formula'}]}
    """
    if "anyOf" in schema:
        return one_of(map(_opened, schema["anyOf"]))
    return one_of([_opened(schema)])


def _opened(schema: Json) -> Json:
    opened = dict(schema)
    for key in ("items", "additionalProperties"):
        if isinstance(schema.get(key), dict):
            opened[key] = with_formulas(schema[key])
    if "properties" in schema:
        members: Json = schema["properties"]
        opened["properties"] = {k: with_formulas(v) for k, v in members.items()}
    return opened


def _takes_scalar(schema: Json) -> bool:
    kinds = schema.get("type", ())
    kinds = {kinds} if isinstance(kinds, str) else set(kinds)
    return (
        bool(kinds & SCALARS)
        or bool({"enum", "const"} & schema.keys())
        or schema == FORMULA
    )


def _types(annotation: Any, marks: Iterable[Any] = ()) -> Iterator[Json]:
    for type_, mark in alternatives(annotation, [*marks]):
        yield from _marked(type_, mark) if mark else [_unmarked(type_)]


def _marked(type_: Any, mark: Any) -> Iterator[Json]:
    match mark:
        case Vocabulary():
            yield from mark.besides
            yield {"anyOf": [{"$ref": f"#/definitions/{mark.noun}"}, FORMULA]}
        case Choice():
            yield {"enum": list(get_args(type_))}
        case Form():
            for other in mark.types.values():
                yield from _types(other)
        case Listed():
            yield {"type": "array", "items": one_of(_types(mark.item))}
        case Nested() | NestedList() | NestedOrList():
            yield from _layers(mark)
        case _:
            yield with_formulas(mark.__get_pydantic_json_schema__(None, None))


def _layers(mark: Nested | NestedList | NestedOrList) -> Iterator[Json]:
    match mark:
        case Nested():
            yield _layer(mark)
        case NestedList():
            yield {"type": "array", "items": _layer(mark.item), "minItems": 1}
        case NestedOrList():
            yield from _layers(mark.one)
            yield from _layers(mark.several)


def _layer(mark: Nested) -> Json:
    names = mark.names()
    types: list[Json] = [{"enum": [*names]}]
    if second := [alias for alias, meant in ALIASES.items() if meant in names]:
        types.append({"type": "string", "pattern": pattern(second)})
    return {
        "type": "object",
        "properties": {"type": one_of(types)},
        "required": ["type"],
        "allOf": [{"$ref": "#/definitions/inner"}],
    }


def pattern(names: Iterable[str]) -> str:
    """A regular expression for one of the names."""
    return f"^({'|'.join(map(re.escape, names))})$"


def _unmarked(type_: Any) -> Json:
    if type_ is NoneType:
        return {"type": "null"}
    if get_origin(type_) is dict:
        members = one_of(_types(get_args(type_)[1]))
        return {"type": "object", "additionalProperties": members}
    if isinstance(type_, type) and issubclass(type_, Arguments):
        return {"$ref": f"#/definitions/{type_.__name__}"}
    raise TypeError(f"no JSON Schema for {type_!r}")
