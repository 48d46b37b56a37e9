"""Operations that take many elements together: sums, means, extremes, norms."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Annotated, ClassVar, Literal

from kspec.layers.arguments import (
    Axes,
    Bool,
    Check,
    Float,
    Int,
    PositiveFloat,
    PositiveInt,
    is_int,
)
from kspec.layers.axes import axes_of, axis_of
from kspec.layers.dtypes import FLOATS, NUMBERS, Kinds, check_constant, floated, widened
from kspec.layers.layer import Example
from kspec.layers.operation import NO_WEIGHTS, Operation
from kspec.layers.operations.arguments import Numeric
from kspec.shape import Shape, ShapeError, Tensor

EXAMPLES = (
    Example({"axis": -1}, ((None, 4),)),
    Example({"axis": [1, 2], "keepdims": True}, ((None, 6, 4),)),
    Example({}, ((None, 4),)),
)


def reduced(
    x: Shape, axis: int | tuple[int, ...] | None, *, keepdims: bool = False
) -> Shape:
    """The shape without some axes, or with 1 in their place.

    Example:
    >>> reduced((None, 6, 4), (1, -1)), reduced((None, 4), None, keepdims=True)
    ((None,), (1, 1))

    Raises: ShapeError where an axis does not exist or stands there twice.
    """
    gone = range(len(x)) if axis is None else axes_of(axis, x)
    if keepdims:
        return tuple(1 if place in gone else dim for place, dim in enumerate(x))
    return tuple(dim for place, dim in enumerate(x) if place not in gone)


class Reduction(Operation):
    """Takes the elements along some axes together.

    Args:
        axis: the axis or axes that go; null for all, the batch too.
    """

    examples: ClassVar[tuple[Example, ...]] = EXAMPLES

    axis: Axes | None = None
    keepdims: Bool = False

    def shape_of(self, x: Shape) -> Shape:
        return reduced(x, self.axis, keepdims=self.keepdims)


class Mean(Reduction):
    """The mean."""

    function = "mean"

    def dtype_of(self, *inputs: Tensor) -> str:
        return floated(inputs[0].dtype)


class Median(Mean):
    """The middle value."""

    function = "median"


class Var(Mean):
    """The variance."""

    function = "var"


class Std(Mean):
    """The standard deviation."""

    function = "std"


class Sum(Reduction):
    """The sum."""

    function = "sum"

    def dtype_of(self, *inputs: Tensor) -> str:
        dtype = widened(inputs[0].dtype)
        return "uint32" if dtype == "uint64" else dtype


class Prod(Reduction):
    """The product.

    Args:
        dtype: of the result; null for that of the input, 32 bits at least.
    """

    function = "prod"
    refused: ClassVar[Mapping[str, str]] = {"trainable": NO_WEIGHTS}

    dtype: Numeric | None = None  # pyright: ignore[reportIncompatibleVariableOverride]

    def dtype_of(self, *inputs: Tensor) -> str:
        return self.dtype or widened(inputs[0].dtype)


class Extreme(Reduction):
    """The largest or smallest element.

    Args:
        initial: a bound that the result keeps, whatever the elements are.
    """

    examples: ClassVar[tuple[Example, ...]] = (
        *EXAMPLES,
        Example({"axis": 1, "initial": 0}, ((None, 4),)),
    )

    initial: Float | None = None

    def check_dtypes(self, *inputs: Tensor) -> None:
        if self.initial is None:
            return
        NUMBERS.require(inputs[0].dtype)
        check_constant(self.initial, inputs[0].dtype, "initial")


class Max(Extreme):
    """The largest."""

    function = "max"


class Min(Extreme):
    """The smallest."""

    function = "min"


class Amax(Reduction):
    """The largest."""

    function = "amax"


class Amin(Reduction):
    """The smallest."""

    function = "amin"


class Ptp(Reduction):
    """The distance from the smallest to the largest."""

    function = "ptp"
    accepts: ClassVar[Kinds] = NUMBERS


class All(Reduction):
    """Whether all are true; a number is true unless 0."""

    function = "all"

    def dtype_of(self, *inputs: Tensor) -> str:
        return "bool"


class Any(All):
    """Whether one of them is true; a number is true unless 0."""

    function = "any"


class Logsumexp(Reduction):
    """The logarithm of the sum of the exponentials."""

    function = "logsumexp"
    accepts: ClassVar[Kinds] = FLOATS

    def dtype_of(self, *inputs: Tensor) -> str:
        return "float32"


class CountNonzero(Operation):
    """How many are not 0.

    Args:
        axis: the axis or axes that go; null for all, the batch too.
    """

    function = "count_nonzero"
    examples: ClassVar[tuple[Example, ...]] = (Example({"axis": -1}, ((None, 4),)),)

    axis: Axes | None = None

    def dtype_of(self, *inputs: Tensor) -> str:
        return "int32"

    def shape_of(self, x: Shape) -> Shape:
        return reduced(x, self.axis)


class Argmax(Operation):
    """Where the largest element stands, counted from 0.

    Args:
        axis: the axis that goes; null for all, the batch too.
    """

    function = "argmax"
    examples: ClassVar[tuple[Example, ...]] = (Example({"axis": -1}, ((None, 4),)),)

    axis: Int | None = None
    keepdims: Bool = False

    def dtype_of(self, *inputs: Tensor) -> str:
        return "int32"

    def shape_of(self, x: Shape) -> Shape:
        return reduced(x, self.axis, keepdims=self.keepdims)


class Argmin(Argmax):
    """Where the smallest element stands, counted from 0."""

    function = "argmin"


Order = Annotated[
    Literal["fro", "nuc"] | int | None,
    Check(
        "a positive integer, `fro`, `nuc` or null",
        lambda v: v is None or v in ("fro", "nuc") or is_int(v, 1),
        {"anyOf": [{"enum": ["fro", "nuc", None]}, {"type": "integer", "minimum": 1}]},
    ),
]


class Norm(Operation):
    """The length of vectors, or the size of matrices.

    Args:
        ord: the power of a vector's norm; `fro` or `nuc` for matrices; null for 2.
        axis: the axis of the vectors or the two of the matrices; null for all.
    """

    function = "norm"
    examples: ClassVar[tuple[Example, ...]] = (
        Example({"axis": -1}, ((None, 4),)),
        Example({"ord": "fro", "axis": [1, 2]}, ((None, 6, 4),)),
        Example({"ord": 1, "axis": 1, "keepdims": True}, ((None, 4),)),
    )

    ord: Order = None
    axis: Axes | None = None
    keepdims: Bool = False

    def dtype_of(self, *inputs: Tensor) -> str:
        return floated(inputs[0].dtype)

    def shape_of(self, x: Shape) -> Shape:
        shape = reduced(x, self.axis, keepdims=self.keepdims)
        axes = len(x) if self.axis is None else len(axes_of(self.axis, x))
        if self.ord is not None and not self._fits(axes):
            raise ShapeError(
                f"`ord` is {self.ord}, which is no norm over {axes} axes",
                hint="give `axis` one axis for vectors, two for matrices",
                argument="ord",
            )
        return shape

    def _fits(self, axes: int) -> bool:
        if isinstance(self.ord, str):
            return axes == 2
        return axes == 1 or (axes == 2 and self.ord in (1, 2))


class Normalize(Operation):
    """The vectors along an axis, divided by their length.

    Args:
        order: the power of the norm; 2 for the usual length.
    """

    function = "normalize"
    accepts: ClassVar[Kinds] = FLOATS
    examples: ClassVar[tuple[Example, ...]] = (
        Example({}, ((None, 4),)),
        Example({"axis": 1, "order": 1}, ((None, 6, 4),)),
    )

    axis: Int = -1
    order: PositiveInt = 2
    epsilon: PositiveFloat | None = None

    def dtype_of(self, *inputs: Tensor) -> str:
        return "float32"

    def shape_of(self, x: Shape) -> Shape:
        axis_of(self.axis, x)
        return x


class Moments(Operation):
    """The mean and the variance, as two outputs.

    Args:
        axes: the axis or axes that go.
    """

    function = "moments"
    accepts: ClassVar[Kinds] = FLOATS
    examples: ClassVar[tuple[Example, ...]] = (
        Example({"axes": [1]}, ((None, 4),)),
        Example({"axes": [1, 2], "keepdims": True}, ((None, 6, 4),)),
    )

    axes: Axes
    keepdims: Bool = False
    synchronized: Bool = False

    def output_count(self) -> int:
        return 2

    def shapes_of(self, *inputs: Shape) -> tuple[Shape, ...]:
        return (reduced(inputs[0], self.axes, keepdims=self.keepdims),) * 2


OPERATIONS: tuple[type[Operation], ...] = (
    Sum, Mean, Max, Min, Prod, Std, Var, Median, Amax, Amin, Ptp, All, Any, Logsumexp,
    CountNonzero, Argmax, Argmin, Norm, Normalize, Moments,
)  # fmt: skip
"""Every operation of this file."""
