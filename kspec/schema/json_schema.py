"""The spec language as a JSON Schema, draft-07: what editors complete and check with.

Draft-07 because that is what the language servers for YAML read.
"""

from __future__ import annotations

import keyword
from typing import get_args

from kspec.expr import RESERVED
from kspec.schema.document import SECTIONS
from kspec.schema.expectation import Expectation
from kspec.schema.json_definitions import (
    REFERENCE,
    definitions,
    described,
    ref,
    tensors,
)
from kspec.schema.json_sharing import shared
from kspec.schema.json_types import Json, one_of
from kspec.schema.spec import VERSION, Mode
from kspec.schema.training import Train

DIALECT = "http://json-schema.org/draft-07/schema#"
_WORDS = "[A-Za-z_][A-Za-z0-9_]{0,63}$"
NAME: Json = {
    "type": "string",
    "pattern": f"^(?!({'|'.join(keyword.kwlist)})$){_WORDS}",
    "patternErrorMessage": "a name has letters, digits and _, no digit first, at most"
    " 64, and is no Python keyword",
}
PARAMETER: Json = {
    "type": "string",
    "pattern": f"^(?!({'|'.join(sorted(RESERVED))})$){_WORDS}",
    "patternErrorMessage": "a parameter has a name that expressions do not use",
}
VALUE: Json = {"type": ["number", "boolean", "string"]}


def json_schema() -> Json:
    """The JSON Schema of a spec.

    Example:
    >>> json_schema()["required"]
    ['kspec', 'inputs', 'layers']
    """
    sections = _sections()
    return {
        "$schema": DIALECT,
        "title": "kspec",
        "description": "A YAML graph of Keras layers.",
        "type": "object",
        "properties": {key: described(key, sections[key]) for key in SECTIONS},
        "required": ["kspec", "inputs", "layers"],
        "additionalProperties": False,
        "definitions": shared(dict(definitions())),
    }


def _sections() -> dict[str, Json]:
    return {
        "kspec": {"const": VERSION},
        "name": one_of([NAME]),
        "caption": {"type": "string"},
        "note": {"type": "string"},
        "params": _by_name(VALUE, PARAMETER),
        "variants": _by_name(_by_name(VALUE, PARAMETER)),
        "blocks": _blocks(),
        "inputs": _by_name(ref("input")) | {"minProperties": 1},
        "layers": _by_name(ref("layer")) | {"minProperties": 1},
        "outputs": tensors(_by_name(REFERENCE)),
        "mode": one_of([{"enum": [*get_args(Mode)]}]) | {"default": "auto"},
        "expect": ref(Expectation.__name__),
        "train": ref(Train.__name__),
    }


def _blocks() -> Json:
    """The blocks by name; `from`, which is no name, brings in those of other files."""
    path: Json = {"type": "string", "description": "Files with blocks."}
    files: Json = {"anyOf": [path, {"type": "array", "items": path}]}
    named = _by_name(ref("block"), {"anyOf": [NAME, {"const": "from"}]})
    return named | {"properties": {"from": files}}


def _by_name(schema: Json, name: Json = NAME) -> Json:
    return {
        "type": "object",
        "propertyNames": name,
        "additionalProperties": schema,
    }
