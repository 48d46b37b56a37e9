"""Activations as layers of their own, with the arguments that a name cannot give."""

from __future__ import annotations

from typing import Annotated, ClassVar

from kspec.layers.arguments import (
    Axes,
    Check,
    Float,
    NonNegativeFloat,
    is_int,
    is_ints,
)
from kspec.layers.axes import axes_of, known_size
from kspec.layers.layer import Example, Family, Layer, Takes
from kspec.layers.objects.constraints import Constraint
from kspec.layers.objects.initializers import Initializer
from kspec.layers.objects.regularizers import Regularizer
from kspec.shape import Shape, Weight

ONE = (Example({}, ((None, 4),)),)
InnerAxes = Annotated[
    int | tuple[int, ...],
    Check(
        "a positive integer or a list of them; axis 0 is the batch",
        lambda v: is_int(v, 1) or is_ints(v, 1),
        {
            "anyOf": [
                {"type": "integer", "minimum": 1},
                {"type": "array", "items": {"type": "integer", "minimum": 1}},
            ]
        },
    ),
]


class _Elementwise(Layer):
    family: ClassVar[Family] = "activation"
    examples: ClassVar[tuple[Example, ...]] = ONE

    def shape_of(self, x: Shape) -> Shape:
        return x


class ReLU(_Elementwise):
    """`max(x, 0)`, with a slope below the threshold and a ceiling.

    Shapes: (batch, …) → (batch, …)
    Source: keras.layers.ReLU.
    """

    max_value: NonNegativeFloat | None = None
    negative_slope: NonNegativeFloat = 0.0
    threshold: NonNegativeFloat = 0.0


class LeakyReLU(_Elementwise):
    """`x` above 0, a part of it below.

    Shapes: (batch, …) → (batch, …)
    Source: keras.layers.LeakyReLU.
    """

    negative_slope: NonNegativeFloat = 0.3


class PReLU(_Elementwise):
    """`x` above 0, a learned part of it below.

    Shapes: (batch, …) → (batch, …)

    Args:
        shared_axes: the axes along which one weight serves, such as [1, 2] in images.
    Source: keras.layers.PReLU; He et al. (2015).
    """

    takes: ClassVar[Takes] = "floats"
    examples: ClassVar[tuple[Example, ...]] = (
        Example({}, ((None, 4),)),
        Example({"shared_axes": (1, 2)}, ((None, None, None, 3),)),
    )

    alpha_initializer: Initializer = "zeros"
    alpha_regularizer: Regularizer | None = None
    alpha_constraint: Constraint | None = None
    shared_axes: InnerAxes | None = None

    def shape_of(self, x: Shape) -> Shape:
        self.weights_of(x)
        return x

    def weights_of(self, x: Shape) -> tuple[Weight, ...]:
        given = self.shared_axes
        shared = axes_of(given, x, "shared_axes") if given else ()
        sizes = (
            1 if axis in shared else known_size(axis, x, "shared_axes")
            for axis in range(1, len(x))
        )
        return (Weight("alpha", tuple(sizes)),)


class ELU(_Elementwise):
    """`x` above 0, `alpha * (exp(x) - 1)` below.

    Shapes: (batch, …) → (batch, …)

    Args:
        alpha: the output far below 0, with a minus.
    Source: keras.layers.ELU; Clevert, Unterthiner and Hochreiter (2016).
    """

    takes: ClassVar[Takes] = "floats"

    alpha: Float = 1.0


class Softmax(_Elementwise):
    """Positive numbers that sum to one along some axes.

    Shapes: (batch, …) → (batch, …)
    Source: keras.layers.Softmax.
    """

    takes: ClassVar[Takes] = "floats"
    masks: ClassVar[tuple[str, ...]] = ("mask",)

    axis: Axes = -1

    def masked(self, name: str, *inputs: Shape) -> Shape:
        return inputs[0]

    def shape_of(self, x: Shape) -> Shape:
        axes_of(self.axis, x)
        return x
