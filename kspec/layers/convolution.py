"""Convolutions in one, two and three dimensions.

A class narrows the arguments that have one value for each axis.
"""

# Instances are frozen, so that narrowing a field is sound.
# pyright: reportIncompatibleVariableOverride=false

from __future__ import annotations

from typing import Annotated, ClassVar, Literal, Protocol, Self

from pydantic import model_validator

from kspec.layers.arguments import (
    Bool,
    Choice,
    DataFormat,
    PerAxis1,
    PerAxis2,
    PerAxis3,
    PositiveInt,
    spread,
)
from kspec.layers.layer import Example, Family, Layer, Takes
from kspec.layers.objects.activations import Activation
from kspec.layers.objects.constraints import Constraint
from kspec.layers.objects.initializers import Initializer
from kspec.layers.objects.regularizers import Regularizer
from kspec.layers.slips import written
from kspec.layers.spatial import Window, conflict, join, known_channels, split
from kspec.shape import Shape, ShapeError, Weight, elements, show

Padding = Annotated[Literal["valid", "same"], Choice()]
CausalPadding = Annotated[Literal["valid", "same", "causal"], Choice()]


class Sliding(Protocol):
    """A layer that slides a kernel."""

    rank: ClassVar[int]

    @property
    def kernel_size(self) -> int | tuple[int, ...]: ...
    @property
    def strides(self) -> int | tuple[int, ...]: ...
    @property
    def dilation_rate(self) -> int | tuple[int, ...]: ...
    @property
    def padding(self) -> str: ...


def window(layer: Sliding) -> Window:
    """The layer's kernel with one value for each axis."""
    return Window(
        spread(layer.kernel_size, layer.rank),
        spread(layer.strides, layer.rank),
        spread(layer.dilation_rate, layer.rank),
        layer.padding,
    )


def refuse_strided_dilation(layer: Sliding) -> None:
    """Refuse strides together with dilation, which no backend computes."""
    kernel = window(layer)
    if max(kernel.strides) > 1 and max(kernel.dilations) > 1:
        raise conflict(
            "dilation_rate",
            "`strides` and `dilation_rate` cannot both be above 1, got "
            f"{written(layer.strides)} and {written(layer.dilation_rate)}",
            hint="keep one of them at 1",
        )


class _Conv(Layer):
    family: ClassVar[Family] = "convolution"
    takes: ClassVar[Takes] = "floats"
    rank: ClassVar[int]

    filters: PositiveInt
    kernel_size: int | tuple[int, ...]
    strides: int | tuple[int, ...] = 1
    padding: Padding = "valid"
    data_format: DataFormat | None = None
    dilation_rate: int | tuple[int, ...] = 1
    groups: PositiveInt = 1
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
        if self.filters % self.groups:
            raise conflict(
                "groups",
                f"`groups` has to divide `filters`, {self.filters}, got {self.groups}",
            )
        return self

    def shape_of(self, x: Shape) -> Shape:
        spatial, _ = split(x, self.rank, self.data_format)
        self._channels_in_group(x)
        places = window(self).slide(x, spatial, "kernel_size")
        return join(x[0], places, self.filters, self.data_format)

    def weights_of(self, x: Shape) -> tuple[Weight, ...]:
        sizes = spread(self.kernel_size, self.rank)
        kernel = Weight("kernel", (*sizes, self._channels_in_group(x), self.filters))
        return (kernel, Weight("bias", (self.filters,)))[: 1 + self.use_bias]

    def multiply_adds_of(self, x: Shape) -> int:
        kernel, *_ = self.weights_of(x)
        return kernel.size // self.filters * elements(self.shape_of(x))

    def _channels_in_group(self, x: Shape) -> int:
        _, channels = split(x, self.rank, self.data_format)
        known = known_channels(channels, x)
        if known % self.groups:
            raise ShapeError(
                f"`groups` has to divide the number of channels, {known} in {show(x)}, "
                f"got {self.groups}",
                argument="groups",
            )
        return known // self.groups


class Conv1D(_Conv):
    """Slides kernels over a sequence; `causal` padding looks only back.

    Shapes: (batch, steps, channels) → (batch, steps, filters)
    Source: keras.layers.Conv1D.
    """

    rank: ClassVar[int] = 1
    examples: ClassVar[tuple[Example, ...]] = (
        Example({"filters": 8, "kernel_size": 3}, ((None, 10, 4),)),
        Example(
            {
                "filters": 8,
                "kernel_size": 2,
                "groups": 2,
                "data_format": "channels_first",
            },
            ((None, 4, None),),
        ),
    )

    kernel_size: PerAxis1
    strides: PerAxis1 = 1
    padding: CausalPadding = "valid"
    dilation_rate: PerAxis1 = 1


class Conv2D(_Conv):
    """Slides kernels over an image.

    Shapes: (batch, height, width, channels) → (batch, height, width, filters)
    Source: keras.layers.Conv2D.
    """

    rank: ClassVar[int] = 2
    examples: ClassVar[tuple[Example, ...]] = (
        Example({"filters": 8, "kernel_size": 3}, ((None, 28, 28, 1),)),
        Example(
            {
                "filters": 8,
                "kernel_size": 2,
                "groups": 2,
                "data_format": "channels_first",
            },
            ((None, 4, None, 9),),
        ),
    )

    kernel_size: PerAxis2
    strides: PerAxis2 = (1, 1)
    dilation_rate: PerAxis2 = (1, 1)


class Conv3D(_Conv):
    """Slides kernels over a volume.

    Shapes: (batch, depth, height, width, channels) → (batch, …, filters)
    Source: keras.layers.Conv3D.
    """

    rank: ClassVar[int] = 3
    examples: ClassVar[tuple[Example, ...]] = (
        Example({"filters": 8, "kernel_size": 3}, ((None, 8, 8, 8, 2),)),
        Example(
            {
                "filters": 8,
                "kernel_size": 2,
                "groups": 2,
                "data_format": "channels_first",
            },
            ((None, 4, None, 9, 8),),
        ),
    )

    kernel_size: PerAxis3
    strides: PerAxis3 = (1, 1, 1)
    dilation_rate: PerAxis3 = (1, 1, 1)
