"""Argument types that only objects have: true floats, lists of numbers, names."""

from __future__ import annotations

import re
from dataclasses import dataclass
from typing import Annotated, Any, Literal

from kspec.layers.arguments import Check, Choice, is_number


@dataclass(frozen=True, slots=True)
class FloatCheck(Check):
    """A number that Keras wants as a float: `learning_rate=1` fails there."""

    def parse(self, value: Any) -> float:
        """The value as a float."""
        return float(Check.parse(self, value))


@dataclass(frozen=True, slots=True)
class ListCheck(Check):
    """A sequence that Keras wants as a list, where it takes a tuple for one value."""

    def parse(self, value: Any) -> Any:
        """The value, a tuple turned into a list."""
        plain = Check.parse(self, value)
        return list(plain) if isinstance(plain, tuple) else plain  # pyright: ignore


def is_numbers(value: Any, low: float, high: float) -> bool:
    """Whether the value is a tuple, not empty, of numbers from `low` to `high`."""
    return (
        isinstance(value, tuple)
        and value != ()
        and all(is_number(item, low, high) for item in value)  # pyright: ignore
    )


def is_name(value: Any) -> bool:
    """Whether the value is an identifier of at most 64 characters."""
    return isinstance(value, str) and bool(re.fullmatch(r"[A-Za-z_]\w{0,63}", value))


PositiveReal = Annotated[
    float,
    FloatCheck(
        "a number above 0",
        lambda v: is_number(v, 0) and v > 0,
        {"type": "number", "exclusiveMinimum": 0},
    ),
]
NonNegativeReal = Annotated[
    float,
    FloatCheck(
        "a number, 0 or more",
        lambda v: is_number(v, 0),
        {"type": "number", "minimum": 0},
    ),
]
RealFraction = Annotated[
    float,
    FloatCheck(
        "a number from 0 to 1",
        lambda v: is_number(v, 0, 1),
        {"type": "number", "minimum": 0, "maximum": 1},
    ),
]
PositiveFraction = Annotated[
    float,
    FloatCheck(
        "a number above 0, at most 1",
        lambda v: is_number(v, 0, 1) and v > 0,
        {"type": "number", "exclusiveMinimum": 0, "maximum": 1},
    ),
]
OpenFraction = Annotated[
    float,
    Check(
        "a number between 0 and 1, neither included",
        lambda v: is_number(v, 0, 1) and 0 < v < 1,
        {"type": "number", "exclusiveMinimum": 0, "exclusiveMaximum": 1},
    ),
]
Decay = Annotated[
    float,
    Check(
        "a number, 0 or more, below 1",
        lambda v: is_number(v, 0, 1) and v < 1,
        {"type": "number", "minimum": 0, "exclusiveMaximum": 1},
    ),
]
"""The rate at which a moving average forgets."""

NonPositiveFloat = Annotated[
    float,
    Check(
        "a number, 0 or less",
        lambda v: is_number(v, high=0),
        {"type": "number", "maximum": 0},
    ),
]
NonNegativeFloats = Annotated[
    tuple[float, ...],
    Check(
        "a list of numbers, each 0 or more",
        lambda v: is_numbers(v, 0, float("inf")),
        {"type": "array", "items": {"type": "number", "minimum": 0}, "minItems": 1},
    ),
]
Fractions = Annotated[
    tuple[float, ...],
    Check(
        "a list of numbers from 0 to 1",
        lambda v: is_numbers(v, 0, 1),
        {
            "type": "array",
            "items": {"type": "number", "minimum": 0, "maximum": 1},
            "minItems": 1,
        },
    ),
]
Threshold = Annotated[
    float | list[float],
    ListCheck(
        "a number from 0 to 1, or a list of them",
        lambda v: is_number(v, 0, 1) or is_numbers(v, 0, 1),
        {
            "anyOf": [
                {"type": "number", "minimum": 0, "maximum": 1},
                {
                    "type": "array",
                    "items": {"type": "number", "minimum": 0, "maximum": 1},
                },
            ]
        },
    ),
]
Name = Annotated[
    str,
    Check(
        "a name of letters, digits and underscores",
        is_name,
        {"type": "string", "pattern": "^[A-Za-z_][A-Za-z0-9_]{0,63}$"},
    ),
]
Direction = Annotated[Literal["auto", "min", "max"], Choice()]
