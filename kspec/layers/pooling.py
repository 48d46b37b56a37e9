"""Pooling: the largest value or the mean of a window, or of everything."""

# Instances are frozen, so that narrowing a field is sound.
# pyright: reportIncompatibleVariableOverride=false

from __future__ import annotations

from typing import Any, ClassVar

from kspec.layers.arguments import (
    Bool,
    DataFormat,
    PerAxis1,
    PerAxis2,
    PerAxis3,
    spread,
)
from kspec.layers.convolution import Padding
from kspec.layers.layer import Example, Family, Layer, Takes
from kspec.layers.spatial import Window, join, split
from kspec.shape import Shape


class _Pooling(Layer):
    family: ClassVar[Family] = "pooling"
    rank: ClassVar[int]

    pool_size: int | tuple[int, ...]
    strides: int | tuple[int, ...] | None = None
    padding: Padding = "valid"
    data_format: DataFormat | None = None

    def implied(self, name: str) -> Any:
        """Windows lie side by side where no strides are given."""
        return self.pool_size if name == "strides" else super().implied(name)

    def shape_of(self, x: Shape) -> Shape:
        spatial, channels = split(x, self.rank, self.data_format)
        strides = self.pool_size if self.strides is None else self.strides
        window = Window(
            spread(self.pool_size, self.rank),
            spread(strides, self.rank),
            (1,) * self.rank,
            self.padding,
        )
        places = window.slide(x, spatial, "pool_size")
        return join(x[0], places, channels, self.data_format)


class _GlobalPooling(Layer):
    family: ClassVar[Family] = "pooling"
    rank: ClassVar[int]

    data_format: DataFormat | None = None
    keepdims: Bool = False

    def shape_of(self, x: Shape) -> Shape:
        _, channels = split(x, self.rank, self.data_format)
        if not self.keepdims:
            return (x[0], channels)
        return join(x[0], (1,) * self.rank, channels, self.data_format)


class MaxPooling1D(_Pooling):
    """The largest value in each window of a sequence.

    Shapes: (batch, steps, channels) → (batch, steps, channels)
    Source: keras.layers.MaxPooling1D.
    """

    rank: ClassVar[int] = 1
    examples: ClassVar[tuple[Example, ...]] = (
        Example({"pool_size": 2, "strides": 3, "padding": "same"}, ((None, 10, 4),)),
        Example({"pool_size": 2, "data_format": "channels_first"}, ((None, 4, None),)),
    )

    pool_size: PerAxis1 = 2
    strides: PerAxis1 | None = None


class MaxPooling2D(_Pooling):
    """The largest value in each window of an image.

    Shapes: (batch, height, width, channels) → (batch, height, width, channels)
    Source: keras.layers.MaxPooling2D.
    """

    rank: ClassVar[int] = 2
    examples: ClassVar[tuple[Example, ...]] = (
        Example(
            {"pool_size": 2, "strides": 3, "padding": "same"}, ((None, 28, 28, 1),)
        ),
        Example(
            {"pool_size": 2, "data_format": "channels_first"}, ((None, 4, None, 9),)
        ),
    )

    pool_size: PerAxis2 = (2, 2)
    strides: PerAxis2 | None = None


class MaxPooling3D(_Pooling):
    """The largest value in each window of a volume.

    Shapes: (batch, depth, height, width, channels) → (batch, …, channels)
    Source: keras.layers.MaxPooling3D.
    """

    rank: ClassVar[int] = 3
    examples: ClassVar[tuple[Example, ...]] = (
        Example(
            {"pool_size": 2, "strides": 3, "padding": "same"}, ((None, 8, 8, 8, 2),)
        ),
        Example(
            {"pool_size": 2, "data_format": "channels_first"}, ((None, 4, None, 9, 8),)
        ),
    )

    pool_size: PerAxis3 = (2, 2, 2)
    strides: PerAxis3 | None = None


class AveragePooling1D(_Pooling):
    """The mean in each window of a sequence.

    Shapes: (batch, steps, channels) → (batch, steps, channels)
    Source: keras.layers.AveragePooling1D.
    """

    rank: ClassVar[int] = 1
    takes: ClassVar[Takes] = "floats"
    examples: ClassVar[tuple[Example, ...]] = (
        Example({"pool_size": 2, "strides": 3, "padding": "same"}, ((None, 10, 4),)),
        Example({"pool_size": 2, "data_format": "channels_first"}, ((None, 4, None),)),
    )

    pool_size: PerAxis1
    strides: PerAxis1 | None = None


class AveragePooling2D(_Pooling):
    """The mean in each window of an image.

    Shapes: (batch, height, width, channels) → (batch, height, width, channels)
    Source: keras.layers.AveragePooling2D.
    """

    rank: ClassVar[int] = 2
    takes: ClassVar[Takes] = "floats"
    examples: ClassVar[tuple[Example, ...]] = (
        Example(
            {"pool_size": 2, "strides": 3, "padding": "same"}, ((None, 28, 28, 1),)
        ),
        Example(
            {"pool_size": 2, "data_format": "channels_first"}, ((None, 4, None, 9),)
        ),
    )

    pool_size: PerAxis2
    strides: PerAxis2 | None = None


class AveragePooling3D(_Pooling):
    """The mean in each window of a volume.

    Shapes: (batch, depth, height, width, channels) → (batch, …, channels)
    Source: keras.layers.AveragePooling3D.
    """

    rank: ClassVar[int] = 3
    takes: ClassVar[Takes] = "floats"
    examples: ClassVar[tuple[Example, ...]] = (
        Example(
            {"pool_size": 2, "strides": 3, "padding": "same"}, ((None, 8, 8, 8, 2),)
        ),
        Example(
            {"pool_size": 2, "data_format": "channels_first"}, ((None, 4, None, 9, 8),)
        ),
    )

    pool_size: PerAxis3
    strides: PerAxis3 | None = None


class GlobalMaxPooling1D(_GlobalPooling):
    """The largest value of each channel of a sequence.

    Shapes: (batch, steps, channels) → (batch, channels)
    Source: keras.layers.GlobalMaxPooling1D.
    """

    rank: ClassVar[int] = 1
    examples: ClassVar[tuple[Example, ...]] = (
        Example({}, ((None, 10, 4),)),
        Example({"keepdims": True}, ((None, 10, 4),)),
    )


class GlobalMaxPooling2D(_GlobalPooling):
    """The largest value of each channel of an image.

    Shapes: (batch, height, width, channels) → (batch, channels)
    Source: keras.layers.GlobalMaxPooling2D.
    """

    rank: ClassVar[int] = 2
    examples: ClassVar[tuple[Example, ...]] = (
        Example({}, ((None, 28, 28, 1),)),
        Example({"keepdims": True}, ((None, 28, 28, 1),)),
    )


class GlobalMaxPooling3D(_GlobalPooling):
    """The largest value of each channel of a volume.

    Shapes: (batch, depth, height, width, channels) → (batch, channels)
    Source: keras.layers.GlobalMaxPooling3D.
    """

    rank: ClassVar[int] = 3
    examples: ClassVar[tuple[Example, ...]] = (
        Example({}, ((None, 8, 8, 8, 2),)),
        Example({"keepdims": True}, ((None, 8, 8, 8, 2),)),
    )


class GlobalAveragePooling1D(_GlobalPooling):
    """The mean of each channel of a sequence.

    Shapes: (batch, steps, channels) → (batch, channels)
    Source: keras.layers.GlobalAveragePooling1D.
    """

    rank: ClassVar[int] = 1
    masks: ClassVar[tuple[str, ...]] = ("mask",)
    examples: ClassVar[tuple[Example, ...]] = (
        Example({}, ((None, 10, 4),)),
        Example({"keepdims": True}, ((None, 10, 4),)),
    )


class GlobalAveragePooling2D(_GlobalPooling):
    """The mean of each channel of an image.

    Shapes: (batch, height, width, channels) → (batch, channels)
    Source: keras.layers.GlobalAveragePooling2D.
    """

    rank: ClassVar[int] = 2
    examples: ClassVar[tuple[Example, ...]] = (
        Example({}, ((None, 28, 28, 1),)),
        Example({"keepdims": True}, ((None, 28, 28, 1),)),
    )


class GlobalAveragePooling3D(_GlobalPooling):
    """The mean of each channel of a volume.

    Shapes: (batch, depth, height, width, channels) → (batch, channels)
    Source: keras.layers.GlobalAveragePooling3D.
    """

    rank: ClassVar[int] = 3
    examples: ClassVar[tuple[Example, ...]] = (
        Example({}, ((None, 8, 8, 8, 2),)),
        Example({"keepdims": True}, ((None, 8, 8, 8, 2),)),
    )
