"""Convolutional LSTMs: a sequence of images, read by convolutions with a memory.

A class narrows the arguments that have one value for each axis.
"""

# Instances are frozen, so that narrowing a field is sound.
# pyright: reportIncompatibleVariableOverride=false

from __future__ import annotations

from typing import ClassVar, Self

from pydantic import model_validator

from kspec.layers.arguments import (
    Bool,
    DataFormat,
    Fraction,
    PerAxis1,
    PerAxis2,
    PerAxis3,
    PositiveInt,
    Seed,
    spread,
)
from kspec.layers.convolution import Padding, refuse_strided_dilation, window
from kspec.layers.layer import Example, Takes
from kspec.layers.objects.activations import Activation
from kspec.layers.objects.constraints import Constraint
from kspec.layers.objects.initializers import Initializer
from kspec.layers.objects.regularizers import Regularizer
from kspec.layers.recurrence import Recurrent
from kspec.layers.spatial import NAMES, join, known_channels, split
from kspec.shape import Shape, ShapeError, Weight, elements, show

GATES = 4


class _ConvLSTM(Recurrent):
    """An LSTM whose products are convolutions; it keeps two states."""

    takes: ClassVar[Takes] = "floats"
    holds_layers: ClassVar[bool] = True
    rank: ClassVar[int]

    filters: PositiveInt
    kernel_size: int | tuple[int, ...]
    strides: int | tuple[int, ...] = 1
    padding: Padding = "valid"
    data_format: DataFormat | None = None
    dilation_rate: int | tuple[int, ...] = 1
    activation: Activation | None = "tanh"
    recurrent_activation: Activation | None = "sigmoid"
    use_bias: Bool = True
    kernel_initializer: Initializer = "glorot_uniform"
    recurrent_initializer: Initializer = "orthogonal"
    bias_initializer: Initializer = "zeros"
    unit_forget_bias: Bool = True
    kernel_regularizer: Regularizer | None = None
    recurrent_regularizer: Regularizer | None = None
    bias_regularizer: Regularizer | None = None
    activity_regularizer: Regularizer | None = None
    kernel_constraint: Constraint | None = None
    recurrent_constraint: Constraint | None = None
    bias_constraint: Constraint | None = None
    dropout: Fraction = 0.0
    recurrent_dropout: Fraction = 0.0
    seed: Seed = None
    return_sequences: Bool = False
    return_state: Bool = False
    go_backwards: Bool = False
    stateful: Bool = False

    @model_validator(mode="after")
    def _fits_together(self) -> Self:
        refuse_strided_dilation(self)
        return self

    def step_of(self, x: Shape) -> Shape:
        spatial, channels = self._step(x)
        known_channels(channels, x)
        places = window(self).slide(x, spatial, "kernel_size")
        return join(x[0], places, self.filters, self.data_format)

    def states_of(self, x: Shape) -> tuple[Shape, ...]:
        state = self.step_of(x)
        return (state,) * self.state_count()

    def state_count(self) -> int:
        return 2

    def weights_of(self, x: Shape, *_: Shape) -> tuple[Weight, ...]:
        channels = self._step(x)[1]
        sizes = spread(self.kernel_size, self.rank)
        width = GATES * self.filters
        kernels = (
            Weight("kernel", (*sizes, known_channels(channels, x), width)),
            Weight("recurrent_kernel", (*sizes, self.filters, width)),
        )
        return (*kernels, Weight("bias", (width,)))[: 2 + self.use_bias]

    def multiply_adds_of(self, x: Shape, *_: Shape) -> int:
        """At every place of every step, both kernels."""
        kernel, recurrent = self.weights_of(x)[:2]
        places = elements(self.step_of(x)) // self.filters
        return elements(x[1:2]) * places * (kernel.size + recurrent.size)

    def kept_of(self, x: Shape, *_: Shape) -> tuple[Shape, ...]:
        gate = self.step_of(x)
        return ((gate[0], x[1], *gate[1:]),) * (GATES + self.state_count())

    def _step(self, x: Shape) -> tuple[Shape, int | None]:
        """The spatial dimensions and the channels of one step."""
        if len(x) != self.rank + 3:
            names = join("batch", NAMES[self.rank], "channels", self.data_format)  # pyright: ignore
            axes = ", ".join(map(str, (names[0], "steps", *names[1:])))
            raise ShapeError(
                f"needs {self.rank + 3} dimensions ({axes}), got {show(x)}",
                hint=f"a layer for inputs like this ends in {len(x) - 3}D"
                if 4 <= len(x) <= 6
                else None,
            )
        spatial, channels = split((x[0], *x[2:]), self.rank, self.data_format)
        if None in spatial:
            name = NAMES[self.rank][spatial.index(None)]
            raise ShapeError(
                f"needs a known size along the {name}, got {show(x)}",
                hint="its states depend on it: give that dimension a number",
            )
        return spatial, channels


class ConvLSTM1D(_ConvLSTM):
    """Convolutions with a memory over a sequence of sequences.

    Shapes: (batch, steps, length, channels) → (batch, length, filters),
        with the steps after the batch where `return_sequences`; then two states with
        `return_state`.
    Source: keras.layers.ConvLSTM1D; Shi et al. (2015).
    """

    rank: ClassVar[int] = 1
    examples: ClassVar[tuple[Example, ...]] = (
        Example({"filters": 3, "kernel_size": 2}, ((None, 5, 6, 4),)),
        Example(
            {
                "filters": 3,
                "kernel_size": 3,
                "padding": "same",
                "data_format": "channels_first",
                "return_sequences": True,
                "return_state": True,
            },
            ((2, 5, 4, 6),),
        ),
    )

    kernel_size: PerAxis1
    strides: PerAxis1 = 1
    dilation_rate: PerAxis1 = 1


class ConvLSTM2D(_ConvLSTM):
    """Convolutions with a memory over a sequence of images.

    Shapes: (batch, steps, height, width, channels) → (batch, height, width, filters),
        with the steps after the batch where `return_sequences`; then two states with
        `return_state`.
    Source: keras.layers.ConvLSTM2D; Shi et al. (2015).
    """

    rank: ClassVar[int] = 2
    examples: ClassVar[tuple[Example, ...]] = (
        Example({"filters": 3, "kernel_size": 2}, ((None, 5, 8, 8, 1),)),
        Example(
            {
                "filters": 3,
                "kernel_size": 3,
                "padding": "same",
                "data_format": "channels_first",
                "return_sequences": True,
                "return_state": True,
            },
            ((2, 5, 1, 8, 8),),
        ),
    )

    kernel_size: PerAxis2
    strides: PerAxis2 = 1
    dilation_rate: PerAxis2 = 1


class ConvLSTM3D(_ConvLSTM):
    """Convolutions with a memory over a sequence of volumes.

    Shapes: (batch, steps, depth, height, width, channels) → (batch, …, filters),
        with the steps after the batch where `return_sequences`; then two states with
        `return_state`.
    Source: keras.layers.ConvLSTM3D; Shi et al. (2015).
    """

    rank: ClassVar[int] = 3
    examples: ClassVar[tuple[Example, ...]] = (
        Example({"filters": 3, "kernel_size": 2}, ((None, 3, 4, 4, 4, 2),)),
        Example(
            {
                "filters": 3,
                "kernel_size": 3,
                "padding": "same",
                "data_format": "channels_first",
                "return_sequences": True,
                "return_state": True,
            },
            ((2, 3, 2, 4, 4, 4),),
        ),
    )

    kernel_size: PerAxis3
    strides: PerAxis3 = 1
    dilation_rate: PerAxis3 = 1
