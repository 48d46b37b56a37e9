"""Layers as arguments of layers: `layer: {type: LSTM, units: 8}` in a `Bidirectional`.

A nested layer is written as the layer itself would be, without `from:`. Its faults are
told at its own keys.
"""

from __future__ import annotations

from collections.abc import Callable, Generator, Mapping
from contextlib import contextmanager
from dataclasses import dataclass, replace
from typing import Annotated, Any

from pydantic import GetCoreSchemaHandler, TypeAdapter, ValidationError
from pydantic_core import CoreSchema, InitErrorDetails, PydanticCustomError, core_schema

from kspec.errors import did_you_mean
from kspec.layers.arguments import mismatch
from kspec.layers.layer import Layer
from kspec.layers.objects.object import article
from kspec.shape import ShapeError, Tensor, Weight

Refuses = Callable[[type[Layer]], str | None]


@dataclass(frozen=True)
class Nested:
    """The type of an argument that is a layer.

    Args:
        noun: what it is called in messages, such as "recurrent layer".
        refuses: why a class of the catalogue cannot stand there, or None where it can.
    """

    noun: str
    refuses: Refuses

    def parse(self, value: Any) -> Layer:
        """The layer that a mapping describes."""
        if isinstance(value, Layer) and self.refuses(type(value)) is None:
            return value
        if not isinstance(value, Mapping) or "type" not in value:
            raise mismatch(f"{article(self.noun)}, such as {self._such_as()}")
        arguments: dict[str, Any] = dict(value)  # pyright: ignore[reportUnknownArgumentType]
        cls = self._find(arguments.pop("type"))
        made = cls.model_validate(arguments)
        for name in arguments:
            if name in cls.refused:
                raise _at(name, "extra_forbidden", arguments[name])
        return made

    def class_of(self, value: Any) -> type[Layer] | None:
        """The class that a mapping names, where it can stand there."""
        name: Any = value.get("type") if isinstance(value, Mapping) else None  # pyright: ignore
        cls = _catalogued(name) if isinstance(name, str) else None
        return cls if cls and self.refuses(cls) is None else None

    def _find(self, name: Any) -> type[Layer]:
        if not isinstance(name, str):
            raise _at("type", mismatch(f"the name of {article(self.noun)}"), name)
        cls = _catalogued(name)
        reason = self.refuses(cls) if cls else _refusal(name)
        if cls and reason is None:
            return cls
        if reason is None:
            raise _at("type", self._unknown(name), name)
        raise _at("type", mismatch(article(self.noun), hint=reason), name)

    def _unknown(self, name: str) -> PydanticCustomError:
        context = {"noun": self.noun, "hint": did_you_mean(name, self.names())}
        return PydanticCustomError("unknown_object", "no {noun} is called so", context)

    def names(self) -> tuple[str, ...]:
        """The types that can stand there."""
        from kspec.layers.catalogue import CELLS, LAYERS

        every = (*LAYERS, *CELLS)
        return tuple(cls.kind() for cls in every if self.refuses(cls) is None)

    def _such_as(self) -> str:
        return f"{{type: {self.names()[0]}, …}}"

    def __get_pydantic_core_schema__(
        self, source: Any, handler: GetCoreSchemaHandler
    ) -> CoreSchema:
        return core_schema.no_info_plain_validator_function(self.parse)

    def __get_pydantic_json_schema__(self, schema: Any, handler: Any) -> dict[str, Any]:
        return {
            "type": "object",
            "properties": {"type": {"enum": list(self.names())}},
            "required": ["type"],
        }


@dataclass(frozen=True)
class NestedList:
    """The type of an argument that is a list of layers, at least one."""

    item: Nested

    def parse(self, value: Any) -> tuple[Layer, ...]:
        """The layers that the mappings describe."""
        if not isinstance(value, list | tuple) or not value:
            raise mismatch(f"a list of {self.item.noun}s, at least one")
        adapter = TypeAdapter(list[Annotated[Layer, self.item]])
        return tuple(adapter.validate_python(list(value)))  # pyright: ignore[reportUnknownArgumentType]

    def class_of(self, value: Any) -> type[Layer] | None:
        """The class that an item of the list names."""
        return self.item.class_of(value)

    def __get_pydantic_core_schema__(
        self, source: Any, handler: GetCoreSchemaHandler
    ) -> CoreSchema:
        return core_schema.no_info_plain_validator_function(self.parse)

    def __get_pydantic_json_schema__(self, schema: Any, handler: Any) -> dict[str, Any]:
        item = self.item.__get_pydantic_json_schema__(schema, handler)
        return {"type": "array", "items": item, "minItems": 1}


@dataclass(frozen=True)
class NestedOrList:
    """The type of an argument that is one layer, or a list of them."""

    one: Nested
    several: NestedList

    def parse(self, value: Any) -> Layer | tuple[Layer, ...]:
        """The layer or the layers, by the form that is written."""
        if isinstance(value, list | tuple):
            return self.several.parse(value)
        return self.one.parse(value)

    def class_of(self, value: Any) -> type[Layer] | None:
        """The class that the mapping or an item of the list names."""
        return self.one.class_of(value)

    def __get_pydantic_core_schema__(
        self, source: Any, handler: GetCoreSchemaHandler
    ) -> CoreSchema:
        return core_schema.no_info_plain_validator_function(self.parse)

    def __get_pydantic_json_schema__(self, schema: Any, handler: Any) -> dict[str, Any]:
        forms = (self.one, self.several)
        return {
            "anyOf": [
                form.__get_pydantic_json_schema__(schema, handler) for form in forms
            ]
        }


def _catalogued(name: str) -> type[Layer] | None:
    """The layer or cell of that name; inputs are none."""
    from kspec.layers.catalogue import CELLS, find

    found = {cls.kind(): cls for cls in CELLS}.get(name) or find(name)
    return None if found and found.family == "input" else found


def _refusal(name: str) -> str | None:
    from kspec.layers.refusals import REFUSED

    return REFUSED.get("InputLayer" if name == "Input" else name)


def _at(key: str, error: str | PydanticCustomError, value: Any) -> ValidationError:
    """The error for one key of the mapping that describes a layer."""
    line = InitErrorDetails(type=error, loc=(key,), input=value)
    return ValidationError.from_exception_data("layer", [line])


@contextmanager
def nested(argument: str, layer: Layer) -> Generator[None]:
    """Let a nested layer's error blame the argument that holds it."""
    try:
        yield
    except ShapeError as error:
        raise ShapeError(
            f"`{layer.kind()}` inside {error.message}",
            hint=error.hint,
            argument=argument,
        ) from error


def parts(
    *named: tuple[str, Layer, Tensor], frozen: bool = False
) -> tuple[Weight, ...]:
    """The weights of the layers inside, each part's name before its weights' names.

    Args:
        frozen: whether none of them is trained, since the layer around is not.
    """
    return tuple(
        replace(
            weight,
            name=f"{name}/{weight.name}" if name else weight.name,
            trainable=weight.trainable and not frozen,
        )
        for name, layer, given in named
        for weight in layer.variables_of(given)
    )
