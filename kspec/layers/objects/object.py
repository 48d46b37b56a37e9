"""Objects that arguments name: initializers, losses, optimizers and their like.

An object is written as a name (`he_normal`) or as `{type: HeNormal, seed: 1}`. Each
family is a closed `Vocabulary`; nothing outside it can be named.
"""

from __future__ import annotations

import re
from collections.abc import Mapping
from dataclasses import dataclass, field
from functools import cached_property
from typing import Any, ClassVar

from pydantic import GetCoreSchemaHandler
from pydantic_core import CoreSchema, PydanticCustomError, core_schema

from kspec.errors import closest, did_you_mean
from kspec.layers.arguments import Arguments, mismatch, one_of

CALL = re.compile(r"[\w.]+\((?P<given>[\w.=, +-]+)\)")


class Object(Arguments):
    """A configurable part of a layer or of training; its arguments are the fields.

    `names` are the strings by which Keras knows it, the one that Keras writes first;
    empty where Keras takes no name for it.
    """

    module: ClassVar[str]
    names: ClassVar[tuple[str, ...]] = ()

    @classmethod
    def target(cls) -> str:
        """The dotted path of the Keras constructor."""
        return f"{cls.module}.{cls.__name__}"

    @classmethod
    def required(cls) -> tuple[str, ...]:
        """The arguments that have no default."""
        return tuple(k for k, f in cls.model_fields.items() if f.is_required())


@dataclass(frozen=True)
class Vocabulary:
    """The closed set of one family's objects, usable as the type of an argument.

    Args:
        noun: what an entry is called in messages, such as "initializer".
        classes: those that take arguments.
        functions: names that Keras knows and that take none, such as `relu`.
        refused: what Keras has and a spec cannot use, each with the reason.
    """

    noun: str
    classes: tuple[type[Object], ...]
    functions: tuple[str, ...] = ()
    refused: Mapping[str, str] = field(default_factory=dict[str, str], hash=False)

    besides: ClassVar[tuple[dict[str, Any], ...]] = ()
    """The JSON Schemas of values that may stand in an object's place."""

    @property
    def expected(self) -> str:
        """Completes "expected …" in messages."""
        return f"the name of {article(self.noun)} or {{type: …}}"

    @cached_property
    def by_name(self) -> dict[str, type[Object]]:
        """Every class under its own name and under each of Keras's names."""
        names = {name: cls for cls in self.classes for name in cls.names}
        return {cls.__name__: cls for cls in self.classes} | names

    @property
    def all_names(self) -> tuple[str, ...]:
        """Every name that a spec may write."""
        return tuple(dict.fromkeys((*self.functions, *self.by_name)))

    @property
    def bare_names(self) -> tuple[str, ...]:
        """The names that need no arguments."""
        return tuple(
            name
            for name in self.all_names
            if name in self.functions or not self.by_name[name].required()
        )

    def parse(self, value: Any) -> str | Object:
        """A name in Keras's spelling, or the object that a mapping describes.

        An object without arguments becomes its name where it has one.
        """
        if isinstance(value, Object) and type(value) in self.classes:
            return value
        if isinstance(value, str):
            return self._named(value)
        if isinstance(value, Mapping):
            return self._described(dict(value))  # pyright: ignore[reportUnknownArgumentType]
        raise mismatch(self.expected)

    def _named(self, name: str) -> str | Object:
        if name in self.functions:
            return name
        cls = self._find(name)
        if required := cls.required():
            raise mismatch(f"{{type: {name}, …}}, since it needs {all_of(required)}")
        if not cls.names:
            return cls()
        return cls.names[0] if name == cls.__name__ else name

    def _described(self, value: dict[str, Any]) -> str | Object:
        name = value.pop("type", None)
        if not isinstance(name, str):
            raise mismatch(f"`type:`, the name of {article(self.noun)}")
        if name in self.functions and name not in self.by_name and not value:
            return name
        cls = self._find(name)
        made = cls.model_validate(value)
        return made if made.model_fields_set or not cls.names else cls.names[0]

    def _find(self, name: str) -> type[Object]:
        if name in self.by_name:
            return self.by_name[name]
        if name in self.refused:
            raise PydanticCustomError(
                "refused_object",
                "this {noun} cannot stand in a spec: {reason}",
                {"noun": self.noun, "reason": self.refused[name], "hint": None},
            )
        raise PydanticCustomError(
            "unknown_object",
            "no {noun} is called so",
            {
                "noun": self.noun,
                "hint": self._called(name) or did_you_mean(name, self.all_names),
            },
        )

    def _called(self, text: str) -> str | None:
        """How to write what stands there as a call, such as `l2(0.01)`."""
        found = CALL.fullmatch(text.strip())
        name = closest(text, self.by_name) if found else None
        if not found or not name:
            return None
        cls = self.by_name[name]
        pairs = [one.rpartition("=") for one in found["given"].split(",")]
        named = zip(pairs, cls.model_fields, strict=False)
        given = {
            key.strip() or field: value.strip() for (key, _, value), field in named
        }
        if len(given) < len(pairs) or not given.keys() <= cls.model_fields.keys():
            return None
        written = ", ".join(f"{key}: {value}" for key, value in given.items())
        return f"write {{type: {cls.__name__}, {written}}}"

    def __get_pydantic_core_schema__(
        self, source: Any, handler: GetCoreSchemaHandler
    ) -> CoreSchema:
        return core_schema.no_info_plain_validator_function(self.parse)

    def __get_pydantic_json_schema__(self, schema: Any, handler: Any) -> dict[str, Any]:
        names = list(self.all_names)
        described = {
            "type": "object",
            "properties": {"type": {"enum": names}},
            "required": ["type"],
        }
        return {"anyOf": [{"enum": names}, described]}


def article(noun: str) -> str:
    """The noun with its indefinite article.

    Example:
    >>> article("initializer"), article("loss")
    ('an initializer', 'a loss')
    """
    return f"{'an' if noun[0] in 'aeiou' else 'a'} {noun}"


def all_of(names: tuple[str, ...]) -> str:
    """The names as a phrase.

    Example:
    >>> all_of(("boundaries", "values"))
    '`boundaries` and `values`'
    """
    return one_of(names).replace(" or ", " and ")
