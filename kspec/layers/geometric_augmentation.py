"""Random changes of where pixels stand; they act in training alone."""

from __future__ import annotations

from typing import Annotated, ClassVar, Literal, Self

from pydantic import model_validator

from kspec.layers.arguments import (
    Choice,
    DataFormat,
    Float,
    Fraction,
    Seed,
    is_number,
)
from kspec.layers.images import (
    ANY_IMAGE,
    HALF,
    Factor,
    FillMode,
    Nearby,
    Range,
    SignedFactor,
    ValueRange,
    images,
    known_sizes,
    one_or_two,
    refuse_dtype,
)
from kspec.layers.layer import Example, Family, Layer
from kspec.layers.spatial import known_channels, split
from kspec.shape import Shape, ShapeError, show

Zoom = Annotated[
    Range,
    one_or_two(
        "a number above -1, at most 1",
        lambda v: is_number(v, -1, 1) and v > -1,
        {"type": "number", "exclusiveMinimum": -1, "maximum": 1},
    ),
]


class _GeometricLayer(Layer):
    family: ClassVar[Family] = "preprocessing"
    examples: ClassVar[tuple[Example, ...]] = (Example({}, ANY_IMAGE),)

    def shape_of(self, x: Shape) -> Shape:
        return images(self, x)


class RandomFlip(_GeometricLayer):
    """Mirrors some images.

    Shapes: (batch, height, width, channels) → the same

    Args:
        mode: from left to right, upside down, or both.
    Source: keras.layers.RandomFlip.
    """

    mode: Annotated[
        Literal["horizontal", "vertical", "horizontal_and_vertical"], Choice()
    ] = "horizontal_and_vertical"
    seed: Seed = None
    data_format: DataFormat | None = None


class RandomRotation(_GeometricLayer):
    """Turns images around their middle.

    Shapes: (batch, height, width, channels) → the same

    Args:
        factor: how far, 1 being a whole turn: the most, or the least and the most.
    Source: keras.layers.RandomRotation.
    """

    examples: ClassVar[tuple[Example, ...]] = (Example({"factor": 0.1}, ANY_IMAGE),)

    factor: SignedFactor
    fill_mode: FillMode = "reflect"
    interpolation: Nearby = "bilinear"
    seed: Seed = None
    fill_value: Float = 0.0
    data_format: DataFormat | None = None


class RandomShear(_GeometricLayer):
    """Slants images.

    Shapes: (batch, height, width, channels) → the same

    Args:
        x_factor: how far sideways: the most, or the least and the most.
        y_factor: how far up and down: the most, or the least and the most.
    Source: keras.layers.RandomShear.
    """

    examples: ClassVar[tuple[Example, ...]] = (Example({"x_factor": 0.1}, ANY_IMAGE),)

    x_factor: Factor = 0.0
    y_factor: Factor = 0.0
    interpolation: Nearby = "bilinear"
    fill_mode: FillMode = "reflect"
    fill_value: Float = 0.0
    data_format: DataFormat | None = None
    seed: Seed = None


class RandomTranslation(_GeometricLayer):
    """Shifts images.

    Shapes: (batch, height, width, channels) → the same

    Args:
        height_factor: how far down, as a fraction of the height.
        width_factor: how far right, as a fraction of the width.
    Source: keras.layers.RandomTranslation.
    """

    examples: ClassVar[tuple[Example, ...]] = (
        Example({"height_factor": 0.1, "width_factor": [-0.2, 0.3]}, ANY_IMAGE),
    )

    height_factor: SignedFactor
    width_factor: SignedFactor
    fill_mode: FillMode = "reflect"
    interpolation: Nearby = "bilinear"
    seed: Seed = None
    fill_value: Float = 0.0
    data_format: DataFormat | None = None


class RandomZoom(_GeometricLayer):
    """Makes what images show larger or smaller.

    Shapes: (batch, height, width, channels) → the same

    Args:
        height_factor: how much smaller along the height; below 0 it grows.
        width_factor: the same along the width; null for the factor of the height.
    Source: keras.layers.RandomZoom.
    """

    examples: ClassVar[tuple[Example, ...]] = (
        Example({"height_factor": 0.1}, ANY_IMAGE),
        Example({"height_factor": 0.1, "width_factor": [-0.2, 0.3]}, ANY_IMAGE),
    )

    height_factor: Zoom
    width_factor: Zoom | None = None
    fill_mode: FillMode = "reflect"
    interpolation: Nearby = "bilinear"
    seed: Seed = None
    fill_value: Float = 0.0
    data_format: DataFormat | None = None


class RandomPerspective(_GeometricLayer):
    """Shows some images from another side.

    Shapes: (batch, height, width, channels) → the same; height and width are 2 or more

    Args:
        factor: how likely that is.
        scale: how far the corners move.
        fill_value: the pixels where the image ended.
    Source: keras.layers.RandomPerspective.
    """

    factor: Factor = 1.0
    scale: Fraction = 1.0
    interpolation: Nearby = "bilinear"
    fill_value: Float = 0.0
    seed: Seed = None
    data_format: DataFormat | None = None

    def shape_of(self, x: Shape) -> Shape:
        if 1 in known_sizes(x, self.data_format):
            raise ShapeError(
                f"needs a height and width of 2 or more, got {show(x)}",
                hint="corners that stand in one place cannot move apart",
            )
        return x


class RandomElasticTransform(_GeometricLayer):
    """Bends some images as if they were of rubber.

    Shapes: (batch, height, width, channels) → the same; all but the batch are known

    Args:
        factor: how likely that is.
        scale: how far pixels move: the most, or the least and the most.
    Source: keras.layers.RandomElasticTransform; Simard et al. (2003).
    """

    factor: Factor = 1.0
    scale: Factor = 1.0
    interpolation: Nearby = "bilinear"
    fill_mode: FillMode = "reflect"
    fill_value: Float = 0.0
    value_range: ValueRange = (0, 255)
    seed: Seed = None
    data_format: DataFormat | None = None

    @model_validator(mode="after")
    def _fits_together(self) -> Self:
        refuse_dtype(self, *HALF)
        return self

    def shape_of(self, x: Shape) -> Shape:
        known_sizes(x, self.data_format)
        known_channels(split(x, 2, self.data_format)[1], x)
        return x
