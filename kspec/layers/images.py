"""What image layers share: the types of their arguments and checks of their inputs."""

from __future__ import annotations

from collections.abc import Callable
from typing import Annotated, Any, Literal

from kspec.layers.arguments import Check, Choice, is_number
from kspec.layers.layer import Layer
from kspec.layers.spatial import conflict, known_channels, split
from kspec.shape import Shape, ShapeError, show

Nearby = Annotated[Literal["nearest", "bilinear"], Choice()]
FillMode = Annotated[Literal["constant", "nearest", "wrap", "reflect"], Choice()]
Range = float | tuple[float, float]

HALF = ("float16", "mixed_float16")
BRAIN = ("bfloat16", "mixed_bfloat16")
ANY_IMAGE = ((None, 8, 8, 3),)


def one_or_two(
    expected: str, accepts: Callable[[Any], bool], json: dict[str, Any]
) -> Check:
    """The type "one such number, or a list of 2", the bounds of a random one."""
    pair = {"type": "array", "items": json, "minItems": 2, "maxItems": 2}
    return Check(
        f"{expected}, or a list of 2",
        lambda v: accepts(v) or (is_pair(v) and all(map(accepts, v))),
        {"anyOf": [json, pair]},
    )


def is_pair(value: Any) -> bool:
    """Whether the value is a tuple of two."""
    return isinstance(value, tuple) and len(value) == 2  # pyright: ignore


def factor(low: int, high: int) -> Check:
    """The type "a number within the bounds, or a list of 2"."""
    return one_or_two(
        f"a number from {low} to {high}",
        lambda v: is_number(v, low, high),
        {"type": "number", "minimum": low, "maximum": high},
    )


Factor = Annotated[Range, factor(0, 1)]
SignedFactor = Annotated[Range, factor(-1, 1)]
ValueRange = Annotated[
    tuple[float, float],
    Check(
        "a list of 2 numbers, the lower first",
        lambda v: is_pair(v) and all(map(is_number, v)) and v[0] < v[1],
        {"type": "array", "items": {"type": "number"}, "minItems": 2, "maxItems": 2},
    ),
]


def images(layer: Layer, x: Shape) -> Shape:
    """The shape of images, which the layer leaves as it is.

    Raises: ShapeError where it is none of images.
    """
    split(x, 2, getattr(layer, "data_format", None))
    return x


def known_sizes(x: Shape, data_format: str | None) -> tuple[int, int]:
    """The height and the width of images.

    Raises: ShapeError where one is unknown.
    """
    (height, width), _ = split(x, 2, data_format)
    if height is None or width is None:
        raise ShapeError(
            f"needs a known height and width, got {show(x)}",
            hint="put Resizing before it",
        )
    return height, width


def allowed_channels(x: Shape, data_format: str | None, *allowed: int) -> None:
    """Refuse a number of channels that is unknown, or not allowed where some are.

    Raises: ShapeError.
    """
    number = known_channels(split(x, 2, data_format)[1], x)
    if allowed and number not in allowed:
        numbers = " or ".join(map(str, allowed))
        raise ShapeError(f"needs images with {numbers} channels, got {show(x)}")


def no_other_channels(x: Shape, data_format: str | None) -> None:
    """Refuse a number of channels that is known not to be 3.

    Raises: ShapeError.
    """
    if split(x, 2, data_format)[1] is not None:
        allowed_channels(x, data_format, 3)


def refuse_dtype(layer: Layer, *refused: str) -> None:
    """Refuse a precision in which TensorFlow cannot compute the layer."""
    if layer.dtype in refused:
        raise conflict(
            "dtype",
            f"`{type(layer).__name__}` cannot be computed in {layer.dtype}",
            hint="write `dtype: float32` for this layer",
        )
