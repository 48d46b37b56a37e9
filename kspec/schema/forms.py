"""Values that may be written in several forms: a name or a mapping, a list or by name.

The form is chosen by the value's own kind, never by trial, so that an error speaks of
the form that the user wrote and its path holds nothing but keys of the spec.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from functools import cached_property
from types import GenericAlias
from typing import Any, Literal

from pydantic import GetCoreSchemaHandler, TypeAdapter
from pydantic_core import CoreSchema, core_schema

from kspec.layers.arguments import mismatch

Kind = Literal["none", "text", "listed", "object", "mapping", "other"]


def kind(value: Any) -> Kind:
    """What a plain value is; a mapping with the key `type` describes an object.

    Example:
    >>> kind("mse"), kind(["mse"]), kind({"type": "Huber"}), kind({"rating": "mse"})
    ('text', 'listed', 'object', 'mapping')
    """
    if value is None:
        return "none"
    if isinstance(value, str):
        return "text"
    if isinstance(value, list | tuple):
        return "listed"
    if isinstance(value, Mapping):
        return "object" if "type" in value else "mapping"
    return "other"


@dataclass(frozen=True)
class Form:
    """One of several types, by the kind of the value.

    Args:
        expected: completes "expected …" for a value of another kind.
        types: the type for each kind.
    """

    expected: str
    types: dict[Kind, Any]

    @cached_property
    def _adapters(self) -> dict[Kind, TypeAdapter[Any]]:
        return {kind: TypeAdapter(type_) for kind, type_ in self.types.items()}

    def parse(self, value: Any) -> Any:
        """The typed value, or an error of the form that was written."""
        if isinstance(value, tuple(t for t in self.types.values() if is_class(t))):
            return value
        adapter = self._adapters.get(kind(value))
        if adapter is None:
            raise mismatch(self.expected)
        return adapter.validate_python(value)

    def __get_pydantic_core_schema__(
        self, source: Any, handler: GetCoreSchemaHandler
    ) -> CoreSchema:
        inner = [handler.generate_schema(type_) for type_ in self.types.values()]
        return _documented(self.parse, core_schema.union_schema([*inner]))


@dataclass(frozen=True)
class Listed:
    """A list, frozen into a tuple."""

    item: Any

    @cached_property
    def _adapter(self) -> TypeAdapter[list[Any]]:
        items: Any = GenericAlias(list, (self.item,))
        return TypeAdapter(items)

    def parse(self, value: Any) -> tuple[Any, ...]:
        """The items, each of the type."""
        if not isinstance(value, list | tuple):
            raise mismatch("a list")
        return tuple(self._adapter.validate_python(list(value)))  # pyright: ignore[reportUnknownArgumentType]

    def __get_pydantic_core_schema__(
        self, source: Any, handler: GetCoreSchemaHandler
    ) -> CoreSchema:
        inner = core_schema.list_schema(handler.generate_schema(self.item))
        return _documented(self.parse, inner)


def is_class(type_: Any) -> bool:
    """Whether `isinstance` takes it: no alias, no `Annotated`."""
    return isinstance(type_, type)


def _documented(parse: Any, json: CoreSchema) -> CoreSchema:
    """Python values through `parse`; the JSON Schema is that of `json`."""
    plain = core_schema.no_info_plain_validator_function(parse)
    return core_schema.json_or_python_schema(json_schema=json, python_schema=plain)
