"""The `expect:` contracts of a model and of a layer."""

from __future__ import annotations

from typing import Annotated, Any

from kspec.layers.arguments import Arguments, Check, NonNegativeInt, is_int
from kspec.shape import Shape


def _is_shape(value: Any) -> bool:
    return isinstance(value, tuple) and all(
        dim is None or is_int(dim, 0)
        for dim in value  # pyright: ignore
    )


def _is_shape_by_name(value: Any) -> bool:
    return isinstance(value, dict) and all(map(_is_shape, value.values()))  # pyright: ignore


_DIMENSIONS = {"type": "array", "items": {"type": ["integer", "null"], "minimum": 0}}

ExpectedShape = Annotated[
    Shape,
    Check("a list of dimensions, the batch (null) first", _is_shape, _DIMENSIONS),
]
ExpectedShapes = Annotated[
    Shape | dict[str, Shape],
    Check(
        "a list of dimensions, the batch (null) first, or one for each output by name",
        lambda v: _is_shape(v) or _is_shape_by_name(v),
        {
            "anyOf": [
                _DIMENSIONS,
                {"type": "object", "additionalProperties": _DIMENSIONS},
            ]
        },
    ),
]


class LayerExpectation(Arguments):
    """What a layer's author expects of it; an error where it is false.

    Args:
        shape: of the output, the batch (null) first.
    """

    shape: ExpectedShape | None = None


class Expectation(Arguments):
    """What a model's author expects of it; an error where it is false.

    Args:
        params: number of parameters.
        trainable_params: number of parameters that training changes.
        output_shape: of the output, or by name where there are several.
    """

    params: NonNegativeInt | None = None
    trainable_params: NonNegativeInt | None = None
    output_shape: ExpectedShapes | None = None
