"""Types of arguments that several operations share."""

from __future__ import annotations

from typing import Annotated, Any, Literal

from kspec.layers.arguments import Check, Choice, is_int, is_ints

Pair = Annotated[
    tuple[int, int],
    Check(
        "a list of 2 integers",
        lambda v: is_ints(v, count=2),
        {
            "type": "array",
            "items": {"type": "integer"},
            "minItems": 2,
            "maxItems": 2,
        },
    ),
]
Sizes = Annotated[
    tuple[int, ...],
    Check(
        "a list of positive integers",
        lambda v: is_ints(v, 1),
        {"type": "array", "items": {"type": "integer", "minimum": 1}},
    ),
]
Counts = Annotated[
    int | tuple[int, ...],
    Check(
        "a positive integer, or a list of them",
        lambda v: is_int(v, 1) or (is_ints(v, 1) and len(v) > 0),
        {
            "anyOf": [
                {"type": "integer", "minimum": 1},
                {
                    "type": "array",
                    "items": {"type": "integer", "minimum": 1},
                    "minItems": 1,
                },
            ]
        },
    ),
]


def is_target(value: Any) -> bool:
    """Whether the value is a shape with at most one -1."""
    dims = value if isinstance(value, tuple) else (value,)  # pyright: ignore
    return (
        all(dim == -1 or is_int(dim, 1) for dim in dims)  # pyright: ignore
        and dims.count(-1) <= 1  # pyright: ignore
    )


Target = Annotated[
    int | tuple[int, ...],
    Check(
        "a positive integer or a list of them, at most one of them -1",
        is_target,
        {
            "anyOf": [
                {"type": "integer", "minimum": -1},
                {"type": "array", "items": {"type": "integer", "minimum": -1}},
            ]
        },
    ),
]
Numeric = Annotated[
    Literal[
        "float32", "float16", "bfloat16", "float64", "int8", "int16", "int32", "int64",
        "uint8", "uint16", "uint32", "uint64", "bool",
    ],
    Choice(),
]  # fmt: skip
"""The dtypes of tensors of numbers."""
