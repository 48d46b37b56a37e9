"""The types of arguments: what each accepts, and the phrase that messages use.

Keras checks few of its arguments (`use_bias="no"` passes there), so kspec types
all of them. A type is an `Annotated` alias that carries one `Check`; pydantic runs
it strictly, so `true` is no integer and `"8"` is no number.
"""

from __future__ import annotations

import math
from collections.abc import Callable
from dataclasses import dataclass, field
from typing import Annotated, Any, Literal, get_args

from pydantic import BaseModel, ConfigDict, GetCoreSchemaHandler
from pydantic_core import CoreSchema, PydanticCustomError, core_schema

from kspec.errors import did_you_mean

MAX_DIMENSION = 2**31 - 1


class Arguments(BaseModel):
    """A closed set of typed, named arguments; the base of layers and objects."""

    model_config = ConfigDict(
        strict=True, extra="forbid", frozen=True, allow_inf_nan=False, defer_build=True
    )


def mismatch(expected: str, *, hint: str | None = None) -> PydanticCustomError:
    """The error for a value of the wrong type or range."""
    return PydanticCustomError(
        "expected", "expected {expected}", {"expected": expected, "hint": hint}
    )


@dataclass(frozen=True, slots=True)
class Check:
    """One argument type.

    Args:
        expected: completes "expected …" in messages.
        accepts: whether a plain value is of the type.
        json: its JSON Schema.
    """

    expected: str
    accepts: Callable[[Any], bool]
    json: dict[str, Any] = field(hash=False)

    def parse(self, value: Any) -> Any:
        """The value, lists turned into tuples, or an "expected …" error."""
        plain = frozen(value)
        if not self.accepts(plain):
            raise mismatch(self.expected)
        return plain

    def __get_pydantic_core_schema__(
        self, source: Any, handler: GetCoreSchemaHandler
    ) -> CoreSchema:
        return core_schema.no_info_plain_validator_function(self.parse)

    def __get_pydantic_json_schema__(self, schema: Any, handler: Any) -> dict[str, Any]:
        return dict(self.json)


class FileName(str):
    """A text that names a file, by its way from the spec that holds it."""

    __slots__ = ()


@dataclass(frozen=True, slots=True)
class Choice:
    """One of the strings of the `Literal` that this annotates."""

    def __get_pydantic_core_schema__(
        self, source: Any, handler: GetCoreSchemaHandler
    ) -> CoreSchema:
        choices: tuple[str, ...] = get_args(source)

        def describe(*_: Any) -> dict[str, Any]:
            return {"enum": choices}

        def parse(value: Any) -> str:
            if isinstance(value, str) and value in choices:
                return value
            raise mismatch(one_of(choices), hint=did_you_mean(str(value), choices))

        return core_schema.no_info_plain_validator_function(
            parse, metadata={"pydantic_js_functions": [describe]}
        )


def frozen(value: Any) -> Any:
    """The value with every list turned into a tuple."""
    if isinstance(value, list | tuple):
        return tuple(frozen(item) for item in value)  # pyright: ignore
    if isinstance(value, dict):
        return {key: frozen(item) for key, item in value.items()}  # pyright: ignore
    return value


def one_of(names: tuple[str, ...]) -> str:
    """The names as a phrase.

    Example:
    >>> one_of(("valid", "same", "causal"))
    '`valid`, `same` or `causal`'
    """
    quoted = [f"`{name}`" for name in names]
    return " or ".join([", ".join(quoted[:-1]), quoted[-1]] if quoted[1:] else quoted)


def is_int(value: Any, low: int = -MAX_DIMENSION, high: int = MAX_DIMENSION) -> bool:
    """Whether the value is an integer (no boolean) from `low` to `high`."""
    return type(value) is int and low <= value <= high


def is_number(value: Any, low: float = -math.inf, high: float = math.inf) -> bool:
    """Whether the value is a finite number (no boolean) from `low` to `high`."""
    return type(value) in (int, float) and math.isfinite(value) and low <= value <= high


def is_ints(value: Any, low: int = -MAX_DIMENSION, count: int | None = None) -> bool:
    """Whether the value is a tuple of `count` (or any number of) integers."""
    return (
        isinstance(value, tuple)
        and (count is None or len(value) == count)  # pyright: ignore
        and all(is_int(item, low) for item in value)  # pyright: ignore
    )


Bool = Annotated[
    bool,
    Check("`true` or `false`", lambda v: type(v) is bool, {"type": "boolean"}),
]
Int = Annotated[int, Check("an integer", is_int, {"type": "integer"})]
PositiveInt = Annotated[
    int,
    Check(
        "a positive integer", lambda v: is_int(v, 1), {"type": "integer", "minimum": 1}
    ),
]
NonNegativeInt = Annotated[
    int,
    Check(
        "an integer, 0 or more",
        lambda v: is_int(v, 0),
        {"type": "integer", "minimum": 0},
    ),
]
Float = Annotated[float, Check("a number", is_number, {"type": "number"})]
PositiveFloat = Annotated[
    float,
    Check(
        "a number above 0",
        lambda v: is_number(v, 0) and v > 0,
        {"type": "number", "exclusiveMinimum": 0},
    ),
]
NonNegativeFloat = Annotated[
    float,
    Check(
        "a number, 0 or more",
        lambda v: is_number(v, 0),
        {"type": "number", "minimum": 0},
    ),
]
Fraction = Annotated[
    float,
    Check(
        "a number from 0 to 1",
        lambda v: is_number(v, 0, 1),
        {"type": "number", "minimum": 0, "maximum": 1},
    ),
]
Text = Annotated[str, Check("a text", lambda v: isinstance(v, str), {"type": "string"})]
Seed = Annotated[
    int | None,
    Check(
        "an integer, 0 or more, or null",
        lambda v: v is None or is_int(v, 0),
        {"type": ["integer", "null"], "minimum": 0},
    ),
]
Ints = Annotated[
    tuple[int, ...],
    Check(
        "a list of integers", is_ints, {"type": "array", "items": {"type": "integer"}}
    ),
]
Axes = Annotated[
    int | tuple[int, ...],
    Check(
        "an integer or a list of integers",
        lambda v: is_int(v) or is_ints(v),
        {
            "anyOf": [
                {"type": "integer"},
                {"type": "array", "items": {"type": "integer"}},
            ]
        },
    ),
]
DType = Annotated[
    Literal[
        "float32", "float16", "bfloat16", "float64", "int8", "int16", "int32", "int64",
        "uint8", "uint16", "uint32", "uint64", "bool", "string",
    ],
    Choice(),
]  # fmt: skip
DataFormat = Annotated[Literal["channels_last", "channels_first"], Choice()]


def per_axis(count: int, *, low: int = 1) -> Check:
    """The type "an integer, or a list of one for each of `count` axes"."""
    noun = "a positive integer" if low == 1 else f"an integer, {low} or more"
    return Check(
        noun if count == 1 else f"{noun}, or a list of {count}",
        lambda v: is_int(v, low) or is_ints(v, low, count),
        {
            "anyOf": [
                {"type": "integer", "minimum": low},
                {
                    "type": "array",
                    "items": {"type": "integer", "minimum": low},
                    "minItems": count,
                    "maxItems": count,
                },
            ]
        },
    )


PerAxis1 = Annotated[int | tuple[int], per_axis(1)]
PerAxis2 = Annotated[int | tuple[int, int], per_axis(2)]
PerAxis3 = Annotated[int | tuple[int, int, int], per_axis(3)]


def spread(value: int | tuple[int, ...], count: int) -> tuple[int, ...]:
    """One value for each axis.

    Example:
    >>> spread(3, 2), spread((1, 2), 2)
    ((3, 3), (1, 2))
    """
    return (value,) * count if isinstance(value, int) else value
