"""Random changes of colours; they act in training alone."""

from __future__ import annotations

from typing import Annotated, ClassVar, Self

from pydantic import model_validator

from kspec.layers.arguments import DataFormat, Fraction, Seed, is_int
from kspec.layers.images import (
    ANY_IMAGE,
    Factor,
    SignedFactor,
    ValueRange,
    allowed_channels,
    images,
    no_other_channels,
    one_or_two,
)
from kspec.layers.layer import Example, Family, Layer, Takes
from kspec.layers.spatial import FIRST, conflict
from kspec.shape import Shape

Bits = Annotated[
    int | tuple[int, int],
    one_or_two(
        "an integer from 1 to 8",
        lambda v: is_int(v, 1, 8),
        {"type": "integer", "minimum": 1, "maximum": 8},
    ),
]


class _ColorLayer(Layer):
    family: ClassVar[Family] = "preprocessing"
    examples: ClassVar[tuple[Example, ...]] = (Example({"factor": 0.2}, ANY_IMAGE),)

    def shape_of(self, x: Shape) -> Shape:
        return images(self, x)


class RandomBrightness(_ColorLayer):
    """Adds a random number to all pixels of an image.

    Shapes: (batch, height, width, channels) → the same
    Source: keras.layers.RandomBrightness.
    """

    factor: SignedFactor
    value_range: ValueRange = (0, 255)
    seed: Seed = None


class RandomContrast(_ColorLayer):
    """Moves the pixels of each channel away from their mean, or towards it.

    Shapes: (batch, height, width, channels) → the same
    Source: keras.layers.RandomContrast.
    """

    takes: ClassVar[Takes] = "floats"

    factor: Factor
    value_range: ValueRange = (0, 255)
    seed: Seed = None


class RandomColorDegeneration(_ColorLayer):
    """Blends an image with itself in grey.

    Shapes: (batch, height, width, 3) → the same
    Source: keras.layers.RandomColorDegeneration.
    """

    factor: SignedFactor
    value_range: ValueRange = (0, 255)
    data_format: DataFormat | None = None
    seed: Seed = None

    def shape_of(self, x: Shape) -> Shape:
        allowed_channels(x, self.data_format, 3)
        return x


class RandomColorJitter(_ColorLayer):
    """Changes brightness, contrast, saturation and hue, each where it has a factor.

    Shapes: (batch, height, width, channels) → the same; 3 channels for the latter two

    Args:
        brightness_factor: how far the brightness changes.
        contrast_factor: how far the contrast changes.
        saturation_factor: how far the saturation changes.
        hue_factor: how far the hue turns.
    Source: keras.layers.RandomColorJitter.
    """

    examples: ClassVar[tuple[Example, ...]] = (
        Example({"brightness_factor": 0.2, "hue_factor": [0.1, 0.2]}, ANY_IMAGE),
    )

    value_range: ValueRange = (0, 255)
    brightness_factor: SignedFactor | None = None
    contrast_factor: Factor | None = None
    saturation_factor: SignedFactor | None = None
    hue_factor: Factor | None = None
    seed: Seed = None
    data_format: DataFormat | None = None

    @property
    def colored(self) -> bool:
        """Whether it needs the three channels of a colour."""
        return self.saturation_factor is not None or self.hue_factor is not None

    @model_validator(mode="after")
    def _fits_together(self) -> Self:
        if self.colored and self.data_format == FIRST:
            raise conflict(
                "data_format",
                "`saturation_factor` and `hue_factor` read the channels from the last "
                "axis here",
                hint="take RandomSaturation and RandomHue instead",
            )
        return self

    def shape_of(self, x: Shape) -> Shape:
        if self.colored:
            no_other_channels(x, self.data_format)
        return super().shape_of(x)


class RandomGrayscale(_ColorLayer):
    """Turns some images grey.

    Shapes: (batch, height, width, channels) → the same; 1 or 3 channels

    Args:
        factor: the fraction of the images.
    Source: keras.layers.RandomGrayscale.
    """

    keeps_dtype: ClassVar[bool] = True

    factor: Fraction = 0.5
    data_format: DataFormat | None = None
    seed: Seed = None

    def shape_of(self, x: Shape) -> Shape:
        allowed_channels(x, self.data_format, 1, 3)
        return x


class RandomHue(_ColorLayer):
    """Turns the hue of an image.

    Shapes: (batch, height, width, 3) → the same
    Source: keras.layers.RandomHue.
    """

    factor: Factor
    value_range: ValueRange = (0, 255)
    data_format: DataFormat | None = None
    seed: Seed = None

    def shape_of(self, x: Shape) -> Shape:
        no_other_channels(x, self.data_format)
        return x


class RandomSaturation(_ColorLayer):
    """Makes the colours of an image stronger or weaker.

    Shapes: (batch, height, width, 3) → the same
    Source: keras.layers.RandomSaturation.
    """

    takes: ClassVar[Takes] = "floats"

    factor: SignedFactor
    value_range: ValueRange = (0, 255)
    data_format: DataFormat | None = None
    seed: Seed = None

    def shape_of(self, x: Shape) -> Shape:
        no_other_channels(x, self.data_format)
        return x


class RandomInvert(_ColorLayer):
    """Inverts the colours of some images.

    Shapes: (batch, height, width, channels) → the same

    Args:
        factor: how likely that is.
    Source: keras.layers.RandomInvert.
    """

    factor: Factor = 1.0
    value_range: ValueRange = (0, 255)
    seed: Seed = None
    data_format: DataFormat | None = None


class RandomPosterization(_ColorLayer):
    """Keeps only the first bits of each pixel.

    Shapes: (batch, height, width, channels) → the same

    Args:
        factor: the number of bits, or the least and one above the most.
    Source: keras.layers.RandomPosterization.
    """

    examples: ClassVar[tuple[Example, ...]] = (Example({"factor": 3}, ANY_IMAGE),)

    factor: Bits
    value_range: ValueRange = (0, 255)
    data_format: DataFormat | None = None
    seed: Seed = None
