"""Preprocessing of images: sizes and contrast, the same in training and in use."""

from __future__ import annotations

from typing import Annotated, ClassVar, Literal, Self

from pydantic import model_validator

from kspec.layers.arguments import (
    Bool,
    Check,
    Choice,
    DataFormat,
    Float,
    NonNegativeFloat,
    PositiveInt,
    Seed,
    is_ints,
)
from kspec.layers.images import ANY_IMAGE, Factor, ValueRange, images, known_sizes
from kspec.layers.layer import Example, Family, Layer
from kspec.layers.resizing import Interpolation
from kspec.layers.spatial import conflict, join, split
from kspec.shape import Shape, ShapeError, show

Grid = Annotated[
    tuple[int, int],
    Check(
        "a list of 2 positive integers",
        lambda v: is_ints(v, 1, 2),
        {
            "type": "array",
            "items": {"type": "integer", "minimum": 1},
            "minItems": 2,
            "maxItems": 2,
        },
    ),
]


class _Sized(Layer):
    """A layer that gives every image one size.

    Args:
        height: the height of the result.
        width: the width of the result.
    """

    family: ClassVar[Family] = "preprocessing"
    examples: ClassVar[tuple[Example, ...]] = (
        Example({"height": 4, "width": 5}, ((None, None, None, 3),)),
        Example(
            {"height": 4, "width": 5, "data_format": "channels_first"},
            ((None, 3, 8, 9),),
        ),
    )

    height: PositiveInt
    width: PositiveInt

    def shape_of(self, x: Shape) -> Shape:
        data_format: str | None = getattr(self, "data_format", None)
        _, channels = split(x, 2, data_format)
        return join(x[0], (self.height, self.width), channels, data_format)


class Resizing(_Sized):
    """Gives every image one size, by interpolation.

    Shapes: (batch, rows, columns, channels) → (batch, height, width, channels)

    Args:
        crop_to_aspect_ratio: whether to cut off what does not fit, undistorted.
        pad_to_aspect_ratio: whether to fill up what is missing, undistorted.
        fill_mode: what stands in the padding.
        fill_value: the value of pixels in the padding.
        antialias: whether to smooth before making an image smaller.
    Source: keras.layers.Resizing.
    """

    interpolation: Interpolation = "bilinear"
    crop_to_aspect_ratio: Bool = False
    pad_to_aspect_ratio: Bool = False
    fill_mode: Annotated[Literal["constant"], Choice()] = "constant"
    fill_value: Float = 0.0
    antialias: Bool = False
    data_format: DataFormat | None = None

    @model_validator(mode="after")
    def _fits_together(self) -> Self:
        if self.crop_to_aspect_ratio and self.pad_to_aspect_ratio:
            raise conflict(
                "pad_to_aspect_ratio",
                "an image is either cropped or padded, not both",
                hint="delete one of the two",
            )
        return self


class CenterCrop(_Sized):
    """Cuts the middle out of every image; enlarges one that is smaller.

    Shapes: (batch, rows, columns, channels) → (batch, height, width, channels)
    Source: keras.layers.CenterCrop.
    """

    data_format: DataFormat | None = None


class _PixelLayer(Layer):
    family: ClassVar[Family] = "preprocessing"
    examples: ClassVar[tuple[Example, ...]] = (Example({}, ANY_IMAGE),)

    def shape_of(self, x: Shape) -> Shape:
        return images(self, x)


class AutoContrast(_PixelLayer):
    """Stretches the values of each image over the whole range.

    Shapes: (batch, height, width, channels) → the same
    Source: keras.layers.AutoContrast.
    """

    value_range: ValueRange = (0, 255)


class Solarization(_PixelLayer):
    """Inverts the pixels above a threshold, after adding to all; in training only.

    Shapes: (batch, height, width, channels) → the same

    Args:
        addition_factor: the most that is added, or the least and the most.
        threshold_factor: the highest threshold, or the lowest and the highest.
    Source: keras.layers.Solarization.
    """

    examples: ClassVar[tuple[Example, ...]] = (
        Example({"addition_factor": 0.2, "threshold_factor": [0.2, 0.5]}, ANY_IMAGE),
    )

    addition_factor: Factor = 0.0
    threshold_factor: Factor = 0.0
    value_range: ValueRange = (0, 255)
    seed: Seed = None


class ContrastLimitedAdaptiveHistogramEqualization(_PixelLayer):
    """Spreads the values of each tile of an image evenly, up to a limit.

    Shapes: (batch, height, width, channels) → the same; height and width are known

    Args:
        clip_limit: how far one value may stand out in a tile's histogram.
        tile_grid_size: the number of tiles along the height and the width.
    Source: keras.layers.ContrastLimitedAdaptiveHistogramEqualization.
    """

    value_range: ValueRange = (0, 255)
    clip_limit: NonNegativeFloat = 4.0
    tile_grid_size: Grid = (8, 8)
    data_format: DataFormat | None = None

    def shape_of(self, x: Shape) -> Shape:
        sizes = known_sizes(x, self.data_format)
        for size, tiles in zip(sizes, self.tile_grid_size, strict=True):
            if -size % tiles > size:
                raise ShapeError(
                    f"`tile_grid_size` asks for {tiles} tiles along {size} pixels of "
                    f"{show(x)}",
                    hint=f"{size} tiles at most fit",
                    argument="tile_grid_size",
                )
        return x
