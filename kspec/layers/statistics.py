"""Means and variances: numbers in nested lists, which have a shape."""

from __future__ import annotations

from typing import Annotated, Any

from kspec.layers.arguments import Check, is_number

Nested = float | tuple[Any, ...]
_NUMBERS: dict[str, Any] = {"type": "array", "items": {"type": "number"}, "minItems": 1}


def sizes(values: Any) -> tuple[int, ...] | None:
    """The shape of numbers in nested lists; None where they are no numbers or uneven.

    Example:
    >>> sizes(1.5), sizes(((1, 2, 3), (4, 5, 6))), sizes((1, (2, 3)))
    ((), (2, 3), None)
    """
    if is_number(values):
        return ()
    if not isinstance(values, tuple) or not values:
        return None
    inner = {sizes(value) for value in values}  # pyright: ignore
    shape = inner.pop()
    return None if inner or shape is None else (len(values), *shape)  # pyright: ignore


def lowest(values: Any) -> float:
    """The smallest number in nested lists."""
    return min(map(lowest, values)) if isinstance(values, tuple) else values  # pyright: ignore


Means = Annotated[
    Nested,
    Check(
        "a number, or a list with one for each element of the axis",
        lambda v: sizes(v) is not None,
        {"anyOf": [{"type": "number"}, _NUMBERS]},
    ),
]
Variances = Annotated[
    Nested,
    Check(
        "a number, 0 or more, or a list with one for each element of the axis",
        lambda v: sizes(v) is not None and lowest(v) >= 0,
        {
            "anyOf": [
                {"type": "number", "minimum": 0},
                {**_NUMBERS, "items": {"type": "number", "minimum": 0}},
            ]
        },
    ),
]
