"""Preprocessing inside the model."""

from __future__ import annotations

from typing import Annotated, Any, ClassVar

from kspec.layers.arguments import Check, is_number
from kspec.layers.layer import Example, Family, Layer
from kspec.shape import Shape, ShapeError, show


def _is_numbers(value: Any) -> bool:
    return isinstance(value, tuple) and all(is_number(v) for v in value) and value != ()  # pyright: ignore


Numbers = Annotated[
    float | tuple[float, ...],
    Check(
        "a number, or a list with one for each channel",
        lambda v: is_number(v) or _is_numbers(v),
        {
            "anyOf": [
                {"type": "number"},
                {"type": "array", "items": {"type": "number"}, "minItems": 1},
            ]
        },
    ),
]


class Rescaling(Layer):
    """`x * scale + offset`; a list has one number for each channel.

    Args:
        scale: the factor.
    Source: keras.layers.Rescaling.
    """

    family: ClassVar[Family] = "preprocessing"
    examples: ClassVar[tuple[Example, ...]] = (
        Example({"scale": 0.5, "offset": -1}, ((None, 28, 28, 1),)),
        Example({"scale": [1.0, 2.0, 3.0]}, ((None, 8, 3),)),
    )

    scale: Numbers
    offset: Numbers = 0.0

    def shape_of(self, x: Shape) -> Shape:
        for name, value in (("scale", self.scale), ("offset", self.offset)):
            if isinstance(value, tuple) and x[-1] not in (None, len(value)):
                raise ShapeError(
                    f"`{name}` has {len(value)} numbers for the last dimension of "
                    f"{show(x)}",
                    hint=f"give one number, or {x[-1]}",
                    argument=name,
                )
        return x
