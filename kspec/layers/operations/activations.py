"""Activations as operations; as layers they stand under `type: Activation`."""

from __future__ import annotations

from typing import ClassVar

from kspec.layers.arguments import Axes, Bool, Float, Int, NonNegativeFloat
from kspec.layers.axes import axes_of, axis_of
from kspec.layers.dtypes import FLOATS, NUMBERS, Kinds
from kspec.layers.layer import Example
from kspec.layers.operation import Operation
from kspec.layers.operations.elementwise import Elementwise
from kspec.shape import Shape, ShapeError, show


class Relu(Elementwise):
    """The values, and 0 for those below 0."""

    function = "relu"
    accepts: ClassVar[Kinds] = NUMBERS


class Relu6(Relu):
    """The values within 0 and 6."""

    function = "relu6"


class Activation(Elementwise):
    """A function of floating-point numbers."""

    accepts: ClassVar[Kinds] = FLOATS


class LeakyRelu(Activation):
    """The values, those below 0 made small."""

    function = "leaky_relu"

    negative_slope: Float = 0.2


class Sigmoid(Activation):
    """The logistic function, from 0 to 1."""

    function = "sigmoid"


class LogSigmoid(Activation):
    """The logarithm of the logistic function."""

    function = "log_sigmoid"


class HardSigmoid(Activation):
    """The logistic function in three straight pieces."""

    function = "hard_sigmoid"


class SparseSigmoid(Activation):
    """The values from -1 to 1 mapped to 0 to 1."""

    function = "sparse_sigmoid"


class Silu(Activation):
    """Each value times its logistic function."""

    function = "silu"


class Swish(Silu):
    """Each value times its logistic function."""

    function = "swish"


class HardSilu(Activation):
    """Each value times its hard logistic function."""

    function = "hard_silu"


class HardSwish(HardSilu):
    """Each value times its hard logistic function."""

    function = "hard_swish"


class Softplus(Activation):
    """The logarithm of one plus the exponential."""

    function = "softplus"


class SparsePlus(Activation):
    """A softplus that is 0 below -1."""

    function = "sparse_plus"


class Softsign(Activation):
    """Each value divided by one plus its absolute value."""

    function = "softsign"


class Squareplus(Activation):
    """Half of each value plus the root of its square and `b`.

    Args:
        b: how smooth the bend is.
    """

    function = "squareplus"

    b: NonNegativeFloat = 4


class Elu(Activation):
    """The values, an exponential below 0.

    Args:
        alpha: what it tends to, as a negative value.
    """

    function = "elu"

    alpha: Float = 1.0


class Celu(Elu):
    """The values, a smooth exponential below 0."""

    function = "celu"


class Selu(Activation):
    """A scaled exponential linear unit, which keeps mean 0 and variance 1."""

    function = "selu"


class Gelu(Activation):
    """Each value times the normal distribution up to it.

    Args:
        approximate: whether by the hyperbolic tangent.
    """

    function = "gelu"

    approximate: Bool = True


class HardTanh(Activation):
    """The values within -1 and 1."""

    function = "hard_tanh"


class TanhShrink(Activation):
    """Each value minus its hyperbolic tangent."""

    function = "tanh_shrink"


class HardShrink(Activation):
    """The values, and 0 for those near 0.

    Args:
        threshold: how near.
    """

    function = "hard_shrink"

    threshold: NonNegativeFloat = 0.5


class SoftShrink(HardShrink):
    """The values moved towards 0.

    Args:
        threshold: how far.
    """

    function = "soft_shrink"


class Threshold(Elementwise):
    """The values above a threshold, elsewhere another one.

    Args:
        threshold: the bound.
        default_value: what stands for the values below.
    """

    function = "threshold"
    accepts: ClassVar[Kinds] = FLOATS
    examples: ClassVar[tuple[Example, ...]] = (
        Example({"threshold": 0.5, "default_value": 0}, ((None, 4),)),
    )

    threshold: Float
    default_value: Float


class Softmax(Activation):
    """Shares that sum up to 1.

    Args:
        axis: the axis, or axes, along which they do.
    """

    function = "softmax"
    examples: ClassVar[tuple[Example, ...]] = (
        Example({}, ((None, 4),)),
        Example({"axis": [1, 2]}, ((None, 6, 4),)),
    )

    axis: Axes = -1

    def shape_of(self, x: Shape) -> Shape:
        axes_of(self.axis, x)
        return x


class LogSoftmax(Softmax):
    """The logarithm of shares that sum up to 1."""

    function = "log_softmax"


class Sparsemax(Activation):
    """Shares that sum up to 1, many of them 0."""

    function = "sparsemax"

    axis: Int = -1

    def shape_of(self, x: Shape) -> Shape:
        axis_of(self.axis, x)
        return x


class Glu(Activation):
    """One half of the input times the logistic function of the other half."""

    function = "glu"
    examples: ClassVar[tuple[Example, ...]] = (
        Example({}, ((None, 4),)),
        Example({"axis": 1}, ((None, 6, None),)),
    )

    axis: Int = -1

    def shape_of(self, x: Shape) -> Shape:
        axis = axis_of(self.axis, x)
        size = x[axis]
        if size is not None and size % 2:
            raise ShapeError(
                f"needs an even size along axis {self.axis}, got {size} in {show(x)}",
                argument="axis",
            )
        half = None if size is None else size // 2
        return (*x[:axis], half, *x[axis + 1 :])


OPERATIONS: tuple[type[Operation], ...] = (
    Relu, Relu6, LeakyRelu, Sigmoid, LogSigmoid, HardSigmoid, SparseSigmoid,
    Silu, Swish, HardSilu, HardSwish, Softplus, SparsePlus, Softsign, Squareplus,
    Elu, Celu, Selu, Gelu, HardTanh, TanhShrink, HardShrink, SoftShrink, Threshold,
    Softmax, LogSoftmax, Sparsemax, Glu,
)  # fmt: skip
"""Every operation of this file."""
