"""Core layers: inputs, dense and embedding layers, activations by name."""

from __future__ import annotations

from typing import Annotated, ClassVar

from kspec.layers.arguments import Bool, Check, PositiveInt, is_int
from kspec.layers.layer import Arity, Example, Family, Layer
from kspec.layers.objects.activations import Activation
from kspec.layers.objects.constraints import Constraint
from kspec.layers.objects.initializers import Initializer
from kspec.layers.objects.regularizers import Regularizer
from kspec.shape import Shape, ShapeError, Weight, show

Dimensions = Annotated[
    tuple[int | None, ...],
    Check(
        "a list of dimensions without the batch, each a positive integer or null",
        lambda v: isinstance(v, tuple) and all(d is None or is_int(d, 1) for d in v),  # pyright: ignore
        {"type": "array", "items": {"type": ["integer", "null"], "minimum": 1}},
    ),
]


class Input(Layer):
    """A tensor that the model is given; `shape` leaves the batch out.

    Source: keras.Input.
    """

    family: ClassVar[Family] = "input"
    arity: ClassVar[Arity] = Arity(0, 0)
    examples: ClassVar[tuple[Example, ...]] = (Example({"shape": (8,)}, ()),)

    shape: Dimensions
    batch_size: PositiveInt | None = None

    @classmethod
    def target(cls) -> str:
        return "keras.Input"

    def shape_of(self) -> Shape:
        return (self.batch_size, *self.shape)


class Dense(Layer):
    """Fully connected: `activation(x @ kernel + bias)`.

    Shapes: (batch, …, d) → (batch, …, units)
    Source: keras.layers.Dense.
    """

    family: ClassVar[Family] = "core"
    examples: ClassVar[tuple[Example, ...]] = (Example({"units": 8}, ((None, 4),)),)

    units: PositiveInt
    activation: Activation | None = None
    use_bias: Bool = True
    kernel_initializer: Initializer = "glorot_uniform"
    bias_initializer: Initializer = "zeros"
    kernel_regularizer: Regularizer | None = None
    bias_regularizer: Regularizer | None = None
    activity_regularizer: Regularizer | None = None
    kernel_constraint: Constraint | None = None
    bias_constraint: Constraint | None = None

    def shape_of(self, x: Shape) -> Shape:
        last_dimension(x)
        return (*x[:-1], self.units)

    def weights_of(self, x: Shape) -> tuple[Weight, ...]:
        kernel = Weight("kernel", (last_dimension(x), self.units))
        return (kernel, Weight("bias", (self.units,)))[: 1 + self.use_bias]


def last_dimension(x: Shape) -> int:
    """The size of the last axis, which has to be known.

    Raises: ShapeError where there is none or it is unknown.
    """
    if len(x) < 2:
        raise ShapeError(f"needs an input of at least 2 dimensions, got {show(x)}")
    if x[-1] is None:
        raise ShapeError(f"needs a known last dimension, got {show(x)}")
    return x[-1]
