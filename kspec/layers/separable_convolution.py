"""Convolutions that keep channels apart, alone or before a mix of the channels."""

# Instances are frozen, so that narrowing a field is sound.
# pyright: reportIncompatibleVariableOverride=false

from __future__ import annotations

from typing import ClassVar

from kspec.layers.arguments import (
    Bool,
    DataFormat,
    PerAxis1,
    PerAxis2,
    PositiveInt,
    spread,
)
from kspec.layers.convolution import Padding, window
from kspec.layers.layer import Example, Family, Layer, Takes
from kspec.layers.objects.activations import Activation
from kspec.layers.objects.constraints import Constraint
from kspec.layers.objects.initializers import Initializer
from kspec.layers.objects.regularizers import Regularizer
from kspec.layers.spatial import join, known_channels, split
from kspec.shape import Shape, Weight, elements


class _DepthwiseConv(Layer):
    family: ClassVar[Family] = "convolution"
    takes: ClassVar[Takes] = "floats"
    rank: ClassVar[int]

    kernel_size: int | tuple[int, ...]
    strides: int | tuple[int, ...] = 1
    padding: Padding = "valid"
    depth_multiplier: PositiveInt = 1
    data_format: DataFormat | None = None
    dilation_rate: int | tuple[int, ...] = 1
    activation: Activation | None = None
    use_bias: Bool = True
    depthwise_initializer: Initializer = "glorot_uniform"
    bias_initializer: Initializer = "zeros"
    depthwise_regularizer: Regularizer | None = None
    bias_regularizer: Regularizer | None = None
    activity_regularizer: Regularizer | None = None
    depthwise_constraint: Constraint | None = None
    bias_constraint: Constraint | None = None

    def shape_of(self, x: Shape) -> Shape:
        spatial, channels = split(x, self.rank, self.data_format)
        filters = known_channels(channels, x) * self.depth_multiplier
        places = window(self).slide(x, spatial, "kernel_size")
        return join(x[0], places, filters, self.data_format)

    def weights_of(self, x: Shape) -> tuple[Weight, ...]:
        _, channels = split(x, self.rank, self.data_format)
        known = known_channels(channels, x)
        sizes = spread(self.kernel_size, self.rank)
        kernel = Weight("kernel", (*sizes, known, self.depth_multiplier))
        bias = Weight("bias", (known * self.depth_multiplier,))
        return (kernel, bias)[: 1 + self.use_bias]

    def multiply_adds_of(self, x: Shape) -> int:
        sizes = spread(self.kernel_size, self.rank)
        return elements(self.shape_of(x)) * elements(sizes)


class _SeparableConv(Layer):
    family: ClassVar[Family] = "convolution"
    takes: ClassVar[Takes] = "floats"
    rank: ClassVar[int]

    filters: PositiveInt
    kernel_size: int | tuple[int, ...]
    strides: int | tuple[int, ...] = 1
    padding: Padding = "valid"
    data_format: DataFormat | None = None
    dilation_rate: int | tuple[int, ...] = 1
    depth_multiplier: PositiveInt = 1
    activation: Activation | None = None
    use_bias: Bool = True
    depthwise_initializer: Initializer = "glorot_uniform"
    pointwise_initializer: Initializer = "glorot_uniform"
    bias_initializer: Initializer = "zeros"
    depthwise_regularizer: Regularizer | None = None
    pointwise_regularizer: Regularizer | None = None
    bias_regularizer: Regularizer | None = None
    activity_regularizer: Regularizer | None = None
    depthwise_constraint: Constraint | None = None
    pointwise_constraint: Constraint | None = None
    bias_constraint: Constraint | None = None

    def shape_of(self, x: Shape) -> Shape:
        spatial, channels = split(x, self.rank, self.data_format)
        known_channels(channels, x)
        places = window(self).slide(x, spatial, "kernel_size")
        return join(x[0], places, self.filters, self.data_format)

    def weights_of(self, x: Shape) -> tuple[Weight, ...]:
        _, channels = split(x, self.rank, self.data_format)
        known = known_channels(channels, x)
        sizes = spread(self.kernel_size, self.rank)
        ones = (1,) * self.rank
        mixed = known * self.depth_multiplier
        depthwise = Weight("depthwise_kernel", (*sizes, known, self.depth_multiplier))
        pointwise = Weight("pointwise_kernel", (*ones, mixed, self.filters))
        bias = Weight("bias", (self.filters,))
        return (depthwise, pointwise, bias)[: 2 + self.use_bias]

    def multiply_adds_of(self, x: Shape) -> int:
        places = elements(self.shape_of(x)) // self.filters
        depthwise, pointwise, *_ = self.weights_of(x)
        return places * (depthwise.size + pointwise.size)


class DepthwiseConv1D(_DepthwiseConv):
    """Slides a kernel over each channel of a sequence.

    Shapes: (batch, steps, channels) → (batch, steps, channels · depth_multiplier)
    Source: keras.layers.DepthwiseConv1D.
    """

    rank: ClassVar[int] = 1
    examples: ClassVar[tuple[Example, ...]] = (
        Example({"kernel_size": 3, "depth_multiplier": 2}, ((None, 10, 4),)),
    )

    kernel_size: PerAxis1
    strides: PerAxis1 = 1
    dilation_rate: PerAxis1 = 1


class DepthwiseConv2D(_DepthwiseConv):
    """Slides a kernel over each channel of an image.

    Shapes: (batch, height, width, channels) → (batch, …, channels · depth_multiplier)
    Source: keras.layers.DepthwiseConv2D.
    """

    rank: ClassVar[int] = 2
    examples: ClassVar[tuple[Example, ...]] = (
        Example({"kernel_size": 3, "depth_multiplier": 2}, ((None, 28, 28, 1),)),
    )

    kernel_size: PerAxis2
    strides: PerAxis2 = (1, 1)
    dilation_rate: PerAxis2 = (1, 1)


class SeparableConv1D(_SeparableConv):
    """A convolution of each channel of a sequence, then a mix of channels.

    Shapes: (batch, steps, channels) → (batch, steps, filters)
    Source: keras.layers.SeparableConv1D.
    """

    rank: ClassVar[int] = 1
    examples: ClassVar[tuple[Example, ...]] = (
        Example({"filters": 8, "kernel_size": 3, "strides": 2}, ((None, 10, 4),)),
    )

    kernel_size: PerAxis1
    strides: PerAxis1 = 1
    dilation_rate: PerAxis1 = 1


class SeparableConv2D(_SeparableConv):
    """A convolution of each channel of an image, then a mix of channels.

    Shapes: (batch, height, width, channels) → (batch, height, width, filters)
    Source: keras.layers.SeparableConv2D.
    """

    rank: ClassVar[int] = 2
    examples: ClassVar[tuple[Example, ...]] = (
        Example({"filters": 8, "kernel_size": 3, "strides": 2}, ((None, 28, 28, 1),)),
    )

    kernel_size: PerAxis2
    strides: PerAxis2 = (1, 1)
    dilation_rate: PerAxis2 = (1, 1)
