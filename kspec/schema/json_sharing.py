"""Properties that many definitions share, written once."""

from __future__ import annotations

import json
from collections import Counter
from itertools import count

from kspec.schema.json_types import Json


def shared(definitions: dict[str, Json]) -> dict[str, Json]:
    """The definitions with every property that occurs twice as one of their own.

    Example:
    >>> units = {"type": "integer", "minimum": 1, "description": "neurons"}
    >>> found = shared({"A": {"properties": {"n": units}},
    ...                 "B": {"properties": {"n": units}}})
    >>> found["A"], found["argument.n"] == units
    ({'properties': {'n': {'$ref': '#/definitions/argument.n'}}}, True)
    """
    times = Counter(
        _text(name, schema)
        for definition in definitions.values()
        for name, schema in definition.get("properties", {}).items()
    )
    names: dict[str, str] = {}
    common: dict[str, Json] = {}

    def replaced(name: str, schema: Json) -> Json:
        text = _text(name, schema)
        if times[text] == 1 or len(schema) < 2:
            return schema
        if text not in names:
            names[text] = _free(f"argument.{name}", common)
            common[names[text]] = schema
        return {"$ref": f"#/definitions/{names[text]}"}

    result: dict[str, Json] = {}
    for key, definition in definitions.items():
        properties: Json = definition.get("properties", {})
        members = {name: replaced(name, schema) for name, schema in properties.items()}
        result[key] = definition | ({"properties": members} if members else {})
    return result | common


def _text(name: str, schema: Json) -> str:
    return name + json.dumps(schema)


def _free(name: str, taken: dict[str, Json]) -> str:
    if name not in taken:
        return name
    return next(other for at in count(2) if (other := f"{name}.{at}") not in taken)
