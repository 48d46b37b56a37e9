"""Transposed convolutions, which lay a kernel out for each place of the input."""

# Instances are frozen, so that narrowing a field is sound.
# pyright: reportIncompatibleVariableOverride=false

from __future__ import annotations

from typing import Annotated, ClassVar, Self

from pydantic import model_validator

from kspec.layers.arguments import (
    Bool,
    DataFormat,
    PerAxis1,
    PerAxis2,
    PerAxis3,
    PositiveInt,
    per_axis,
    spread,
)
from kspec.layers.convolution import Padding, refuse_strided_dilation, window
from kspec.layers.layer import Example, Family, Layer, Takes
from kspec.layers.objects.activations import Activation
from kspec.layers.objects.constraints import Constraint
from kspec.layers.objects.initializers import Initializer
from kspec.layers.objects.regularizers import Regularizer
from kspec.layers.slips import written
from kspec.layers.spatial import conflict, join, known_channels, split
from kspec.shape import Shape, Weight, elements, transposed_length

OutputPadding1 = Annotated[int | tuple[int], per_axis(1, low=0)]
OutputPadding2 = Annotated[int | tuple[int, int], per_axis(2, low=0)]
OutputPadding3 = Annotated[int | tuple[int, int, int], per_axis(3, low=0)]


class _ConvTranspose(Layer):
    family: ClassVar[Family] = "convolution"
    takes: ClassVar[Takes] = "floats"
    rank: ClassVar[int]

    filters: PositiveInt
    kernel_size: int | tuple[int, ...]
    strides: int | tuple[int, ...] = 1
    padding: Padding = "valid"
    output_padding: int | tuple[int, ...] | None = None
    data_format: DataFormat | None = None
    dilation_rate: int | tuple[int, ...] = 1
    activation: Activation | None = None
    use_bias: Bool = True
    kernel_initializer: Initializer = "glorot_uniform"
    bias_initializer: Initializer = "zeros"
    kernel_regularizer: Regularizer | None = None
    bias_regularizer: Regularizer | None = None
    activity_regularizer: Regularizer | None = None
    kernel_constraint: Constraint | None = None
    bias_constraint: Constraint | None = None

    @model_validator(mode="after")
    def _fits_together(self) -> Self:
        refuse_strided_dilation(self)
        added = self._output_padding()
        pairs = zip(added, spread(self.strides, self.rank), strict=True)
        if any(more is not None and more >= stride for more, stride in pairs):
            raise conflict(
                "output_padding",
                "`output_padding` has to be below `strides`, got "
                f"{written(self.output_padding)} and {written(self.strides)}",
            )
        return self

    def shape_of(self, x: Shape) -> Shape:
        spatial, channels = split(x, self.rank, self.data_format)
        known_channels(channels, x)
        kernel = window(self)
        axes = zip(
            spatial, kernel.covered, kernel.strides, self._output_padding(), strict=True
        )
        lengths = [
            transposed_length(
                length,
                size,
                stride=stride,
                padding=self.padding,
                output_padding=more,
            )
            for length, size, stride, more in axes
        ]
        return join(x[0], lengths, self.filters, self.data_format)

    def weights_of(self, x: Shape) -> tuple[Weight, ...]:
        _, channels = split(x, self.rank, self.data_format)
        sizes = spread(self.kernel_size, self.rank)
        kernel = Weight("kernel", (*sizes, self.filters, known_channels(channels, x)))
        return (kernel, Weight("bias", (self.filters,)))[: 1 + self.use_bias]

    def multiply_adds_of(self, x: Shape) -> int:
        """Every element of the input meets every filter of its channel once."""
        sizes = spread(self.kernel_size, self.rank)
        return elements(x) * elements(sizes) * self.filters

    def _output_padding(self) -> tuple[int | None, ...]:
        if self.output_padding is None:
            return (None,) * self.rank
        return spread(self.output_padding, self.rank)


class Conv1DTranspose(_ConvTranspose):
    """Enlarges a sequence by convolution.

    Shapes: (batch, steps, channels) → (batch, steps, filters)
    Source: keras.layers.Conv1DTranspose.
    """

    rank: ClassVar[int] = 1
    examples: ClassVar[tuple[Example, ...]] = (
        Example(
            {"filters": 8, "kernel_size": 3, "strides": 2, "padding": "same"},
            ((None, 10, 4),),
        ),
        Example(
            {
                "filters": 8,
                "kernel_size": 2,
                "strides": 2,
                "output_padding": 1,
                "data_format": "channels_first",
            },
            ((None, 4, None),),
        ),
    )

    kernel_size: PerAxis1
    strides: PerAxis1 = 1
    output_padding: OutputPadding1 | None = None
    dilation_rate: PerAxis1 = 1


class Conv2DTranspose(_ConvTranspose):
    """Enlarges an image by convolution.

    Shapes: (batch, height, width, channels) → (batch, height, width, filters)
    Source: keras.layers.Conv2DTranspose.
    """

    rank: ClassVar[int] = 2
    examples: ClassVar[tuple[Example, ...]] = (
        Example(
            {"filters": 8, "kernel_size": 3, "strides": 2, "padding": "same"},
            ((None, 28, 28, 1),),
        ),
        Example(
            {
                "filters": 8,
                "kernel_size": 2,
                "strides": 2,
                "output_padding": 1,
                "data_format": "channels_first",
            },
            ((None, 4, None, 9),),
        ),
    )

    kernel_size: PerAxis2
    strides: PerAxis2 = (1, 1)
    output_padding: OutputPadding2 | None = None
    dilation_rate: PerAxis2 = (1, 1)


class Conv3DTranspose(_ConvTranspose):
    """Enlarges a volume by convolution.

    Shapes: (batch, depth, height, width, channels) → (batch, …, filters)
    Source: keras.layers.Conv3DTranspose.
    """

    rank: ClassVar[int] = 3
    examples: ClassVar[tuple[Example, ...]] = (
        Example(
            {"filters": 8, "kernel_size": 3, "strides": 2, "padding": "same"},
            ((None, 8, 8, 8, 2),),
        ),
        Example(
            {
                "filters": 8,
                "kernel_size": 2,
                "strides": 2,
                "output_padding": 1,
                "data_format": "channels_first",
            },
            ((None, 4, None, 9, 8),),
        ),
    )

    kernel_size: PerAxis3
    strides: PerAxis3 = (1, 1, 1)
    output_padding: OutputPadding3 | None = None
    dilation_rate: PerAxis3 = (1, 1, 1)
