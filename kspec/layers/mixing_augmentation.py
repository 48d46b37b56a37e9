"""Random augmentation that mixes images or kinds of change; in training alone."""

from __future__ import annotations

from typing import ClassVar, Self

from pydantic import model_validator

from kspec.layers.arguments import (
    Bool,
    DataFormat,
    Float,
    PositiveFloat,
    PositiveInt,
    Seed,
)
from kspec.layers.images import (
    ANY_IMAGE,
    BRAIN,
    HALF,
    Factor,
    Nearby,
    ValueRange,
    allowed_channels,
    images,
    known_sizes,
    refuse_dtype,
)
from kspec.layers.layer import Example, Family, Layer
from kspec.shape import Shape


class _MixingLayer(Layer):
    family: ClassVar[Family] = "preprocessing"
    examples: ClassVar[tuple[Example, ...]] = (Example({}, ANY_IMAGE),)

    def shape_of(self, x: Shape) -> Shape:
        return images(self, x)


class AugMix(_MixingLayer):
    """Blends an image with several of its changes.

    Shapes: (batch, height, width, channels) → the same; 1 or 3 channels with `all_ops`

    Args:
        num_chains: the number of changed images.
        chain_depth: how many changes each of them goes through, at most.
        alpha: how evenly they are blended: the parameter of a Dirichlet distribution.
        all_ops: whether brightness, colour, contrast and sharpness change too.
    Source: keras.layers.AugMix; Hendrycks et al. (2020).
    """

    value_range: ValueRange = (0, 255)
    num_chains: PositiveInt = 3
    chain_depth: PositiveInt = 3
    factor: Factor = 0.3
    alpha: PositiveFloat = 1.0
    all_ops: Bool = True
    interpolation: Nearby = "bilinear"
    seed: Seed = None
    data_format: DataFormat | None = None

    def shape_of(self, x: Shape) -> Shape:
        allowed_channels(x, self.data_format, *((1, 3) if self.all_ops else ()))
        return x


class RandAugment(_MixingLayer):
    """Makes a few changes, each drawn from eleven kinds.

    Shapes: (batch, height, width, channels) → the same; 1 or 3 channels

    Args:
        num_ops: the number of changes.
    Source: keras.layers.RandAugment; Cubuk et al. (2020).
    """

    value_range: ValueRange = (0, 255)
    num_ops: PositiveInt = 2
    factor: Factor = 0.5
    interpolation: Nearby = "bilinear"
    seed: Seed = None
    data_format: DataFormat | None = None

    def shape_of(self, x: Shape) -> Shape:
        allowed_channels(x, self.data_format, 1, 3)
        return x


class CutMix(_MixingLayer):
    """Puts a piece of one image into another; the targets stay as they are.

    Shapes: (batch, height, width, channels) → the same; height and width are known
    Source: keras.layers.CutMix; Yun et al. (2019).
    """

    factor: Factor = 1.0
    seed: Seed = None
    data_format: DataFormat | None = None

    @model_validator(mode="after")
    def _fits_together(self) -> Self:
        refuse_dtype(self, *HALF, *BRAIN)
        return self

    def shape_of(self, x: Shape) -> Shape:
        known_sizes(x, self.data_format)
        return x


class MixUp(_MixingLayer):
    """Blends pairs of images; the targets stay as they are.

    Shapes: (batch, height, width, channels) → the same

    Args:
        alpha: how evenly they are blended: the parameter of a beta distribution.
    Source: keras.layers.MixUp; Zhang et al. (2018).
    """

    alpha: PositiveFloat = 0.2
    data_format: DataFormat | None = None
    seed: Seed = None


class RandomErasing(_MixingLayer):
    """Covers a rectangle of some images.

    Shapes: (batch, height, width, channels) → the same; height and width are known

    Args:
        factor: how likely that is.
        scale: the rectangle's part of the area: the most, or the least and the most.
        fill_value: the pixels of the rectangle; null for random ones.
    Source: keras.layers.RandomErasing; Zhong et al. (2020).
    """

    examples: ClassVar[tuple[Example, ...]] = (
        Example({"factor": 0.5, "scale": 0.2}, ANY_IMAGE),
    )

    factor: Factor = 1.0
    scale: Factor = (0.02, 0.33)
    fill_value: Float | None = None
    value_range: ValueRange = (0, 255)
    seed: Seed = None
    data_format: DataFormat | None = None

    @model_validator(mode="after")
    def _fits_together(self) -> Self:
        refuse_dtype(self, *HALF)
        return self

    def shape_of(self, x: Shape) -> Shape:
        known_sizes(x, self.data_format)
        return x
