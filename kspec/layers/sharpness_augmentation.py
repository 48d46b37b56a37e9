"""Random blur and sharpening; they act in training alone."""

from __future__ import annotations

from typing import Annotated, ClassVar, Self

from pydantic import model_validator

from kspec.layers.arguments import DataFormat, Seed, is_int
from kspec.layers.images import (
    ANY_IMAGE,
    HALF,
    Factor,
    ValueRange,
    images,
    one_or_two,
    refuse_dtype,
)
from kspec.layers.layer import Example, Family, Layer
from kspec.shape import Shape

OddSizes = Annotated[
    int | tuple[int, int],
    one_or_two(
        "an odd positive integer",
        lambda v: is_int(v, 1) and v % 2 == 1,
        {"type": "integer", "minimum": 1},
    ),
]


class _SharpnessLayer(Layer):
    family: ClassVar[Family] = "preprocessing"
    examples: ClassVar[tuple[Example, ...]] = (Example({"factor": 0.2}, ANY_IMAGE),)

    def shape_of(self, x: Shape) -> Shape:
        return images(self, x)


class RandomSharpness(_SharpnessLayer):
    """Blends an image with a smoothed one, or away from it.

    Shapes: (batch, height, width, channels) → the same
    Source: keras.layers.RandomSharpness.
    """

    factor: Factor
    value_range: ValueRange = (0, 255)
    data_format: DataFormat | None = None
    seed: Seed = None


class RandomGaussianBlur(_SharpnessLayer):
    """Blurs some images.

    Shapes: (batch, height, width, channels) → the same

    Args:
        factor: how likely that is.
        kernel_size: the odd number of pixels that are blended, along both axes or each.
        sigma: the standard deviation, or the least and the most of it.
    Source: keras.layers.RandomGaussianBlur.
    """

    factor: Factor = 1.0
    kernel_size: OddSizes = 3
    sigma: Factor = 1.0
    value_range: ValueRange = (0, 255)
    data_format: DataFormat | None = None
    seed: Seed = None

    @model_validator(mode="after")
    def _fits_together(self) -> Self:
        refuse_dtype(self, *HALF)
        return self
