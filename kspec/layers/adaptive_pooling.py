"""Adaptive pooling: windows as large as it takes for an output of a given size."""

# Instances are frozen, so that narrowing a field is sound.
# pyright: reportIncompatibleVariableOverride=false

from __future__ import annotations

from typing import ClassVar

from kspec.layers.arguments import DataFormat, PerAxis1, PerAxis2, PerAxis3, spread
from kspec.layers.layer import Example, Family, Layer, Takes
from kspec.layers.spatial import join, split
from kspec.shape import Shape


class _AdaptivePooling(Layer):
    family: ClassVar[Family] = "pooling"
    rank: ClassVar[int]

    output_size: int | tuple[int, ...]
    data_format: DataFormat | None = None

    def shape_of(self, x: Shape) -> Shape:
        _, channels = split(x, self.rank, self.data_format)
        sizes = spread(self.output_size, self.rank)
        return join(x[0], sizes, channels, self.data_format)


class AdaptiveMaxPooling1D(_AdaptivePooling):
    """The largest value in each of a given number of windows of a sequence.

    Shapes: (batch, steps, channels) → (batch, output_size, channels)
    Source: keras.layers.AdaptiveMaxPooling1D.
    """

    rank: ClassVar[int] = 1
    examples: ClassVar[tuple[Example, ...]] = (
        Example({"output_size": 4}, ((None, 10, 4),)),
        Example({"output_size": 3, "data_format": "channels_first"}, ((None, 4, 10),)),
    )

    output_size: PerAxis1


class AdaptiveMaxPooling2D(_AdaptivePooling):
    """The largest value in each of a given number of windows of an image.

    Shapes: (batch, height, width, channels) → (batch, *output_size, channels)
    Source: keras.layers.AdaptiveMaxPooling2D.
    """

    rank: ClassVar[int] = 2
    examples: ClassVar[tuple[Example, ...]] = (
        Example({"output_size": [7, 4]}, ((None, 28, 28, 1),)),
        Example(
            {"output_size": 3, "data_format": "channels_first"}, ((None, 4, 9, 8),)
        ),
    )

    output_size: PerAxis2


class AdaptiveMaxPooling3D(_AdaptivePooling):
    """The largest value in each of a given number of windows of a volume.

    Shapes: (batch, depth, height, width, channels) → (batch, *output_size, channels)
    Source: keras.layers.AdaptiveMaxPooling3D.
    """

    rank: ClassVar[int] = 3
    examples: ClassVar[tuple[Example, ...]] = (
        Example({"output_size": [4, 2, 2]}, ((None, 8, 8, 8, 2),)),
        Example(
            {"output_size": 3, "data_format": "channels_first"}, ((None, 2, 9, 8, 7),)
        ),
    )

    output_size: PerAxis3


class AdaptiveAveragePooling1D(_AdaptivePooling):
    """The mean of each of a given number of windows of a sequence.

    Shapes: (batch, steps, channels) → (batch, output_size, channels)
    Source: keras.layers.AdaptiveAveragePooling1D.
    """

    rank: ClassVar[int] = 1
    takes: ClassVar[Takes] = "floats"
    examples: ClassVar[tuple[Example, ...]] = (
        Example({"output_size": 4}, ((None, 10, 4),)),
        Example({"output_size": 3, "data_format": "channels_first"}, ((None, 4, 10),)),
    )

    output_size: PerAxis1


class AdaptiveAveragePooling2D(_AdaptivePooling):
    """The mean of each of a given number of windows of an image.

    Shapes: (batch, height, width, channels) → (batch, *output_size, channels)
    Source: keras.layers.AdaptiveAveragePooling2D.
    """

    rank: ClassVar[int] = 2
    takes: ClassVar[Takes] = "floats"
    examples: ClassVar[tuple[Example, ...]] = (
        Example({"output_size": [7, 4]}, ((None, 28, 28, 1),)),
        Example(
            {"output_size": 3, "data_format": "channels_first"}, ((None, 4, 9, 8),)
        ),
    )

    output_size: PerAxis2


class AdaptiveAveragePooling3D(_AdaptivePooling):
    """The mean of each of a given number of windows of a volume.

    Shapes: (batch, depth, height, width, channels) → (batch, *output_size, channels)
    Source: keras.layers.AdaptiveAveragePooling3D.
    """

    rank: ClassVar[int] = 3
    takes: ClassVar[Takes] = "floats"
    examples: ClassVar[tuple[Example, ...]] = (
        Example({"output_size": [4, 2, 2]}, ((None, 8, 8, 8, 2),)),
        Example(
            {"output_size": 3, "data_format": "channels_first"}, ((None, 2, 9, 8, 7),)
        ),
    )

    output_size: PerAxis3
