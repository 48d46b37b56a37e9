"""Arithmetic of two tensors, or of a tensor and a number."""

from __future__ import annotations

from typing import Annotated, ClassVar

from kspec.layers.arguments import Check, is_int, is_number
from kspec.layers.dtypes import INTEGERS, NUMBERS, Kinds, floated, promoted
from kspec.layers.layer import Arity, Example
from kspec.layers.operation import Operation
from kspec.layers.operations.broadcasting import broadcast_all
from kspec.shape import Shape, ShapeError, Tensor, show

Number = Annotated[
    float | None,
    Check("a number, or a tensor under `from:`", is_number, {"type": "number"}),
]
"""A constant in a tensor's place; a spec cannot write the None of the default."""

Count = Annotated[
    int | None,
    Check("an integer, or a tensor under `from:`", is_int, {"type": "integer"}),
]

PAIR: tuple[Example, ...] = (
    Example({}, ((None, 4), (None, 4))),
    Example({}, ((None, 6, 4), (4,))),
)


class Elementwise2(Operation):
    """Two tensors, element by element; axes of size 1 and missing ones are repeated."""

    slots: ClassVar[tuple[str, ...]] = ("x1", "x2")
    arity: ClassVar[Arity] = Arity(2, 2)
    accepts: ClassVar[Kinds] = NUMBERS
    examples: ClassVar[tuple[Example, ...]] = PAIR

    def shape_of(self, *inputs: Shape) -> Shape:
        return broadcast_all(inputs)


class Arithmetic(Elementwise2):
    """Two tensors, of which one may be a constant.

    Args:
        x1: a number in place of the first tensor.
        x2: a number in place of the second tensor.
    """

    examples: ClassVar[tuple[Example, ...]] = (
        *PAIR,
        Example({"x2": 0.5}, ((None, 4),)),
        Example({"x1": 1}, ((None, 4),)),
    )

    x1: Number = None
    x2: Number = None


class Add(Arithmetic):
    """The sum."""

    function = "add"


class Subtract(Arithmetic):
    """The first minus the second."""

    function = "subtract"


class Multiply(Arithmetic):
    """The product."""

    function = "multiply"


class Fraction(Arithmetic):
    """A result that has a fraction, also for integers."""

    def dtype_of(self, *inputs: Tensor) -> str:
        numbers = [type(value).__name__ for value in self.constants.values()]
        return floated(*(tensor.dtype for tensor in inputs), *numbers)

    def check_dtypes(self, *inputs: Tensor) -> None:
        self.accepts.require(self.dtype_of(*inputs))


class Divide(Fraction):
    """The first divided by the second."""

    function = "divide"


class TrueDivide(Fraction):
    """The first divided by the second."""

    function = "true_divide"


class DivideNoNan(Fraction):
    """The first divided by the second, and 0 where that is 0."""

    function = "divide_no_nan"


class FloorDivide(Arithmetic):
    """The first divided by the second, rounded down."""

    function = "floor_divide"


class Mod(Arithmetic):
    """What is left over of a division, with the sign of the second."""

    function = "mod"

    def dtype_of(self, *inputs: Tensor) -> str:
        common = self.promoted(*inputs)
        return "int32" if common == "bool" else common

    def check_dtypes(self, *inputs: Tensor) -> None:
        self.accepts.require(self.dtype_of(*inputs))


class Fmod(Mod):
    """What is left over of a division, with the sign of the first."""

    function = "fmod"


class Power(Arithmetic):
    """The first to the power of the second."""

    function = "power"


class Maximum(Arithmetic):
    """The larger of each."""

    function = "maximum"


class Minimum(Arithmetic):
    """The smaller of each."""

    function = "minimum"


class Fmax(Arithmetic):
    """The larger of each, whichever is a number."""

    function = "fmax"


class Fmin(Arithmetic):
    """The smaller of each, whichever is a number."""

    function = "fmin"


class Logaddexp(Fraction):
    """The logarithm of the sum of the exponentials."""

    function = "logaddexp"


class Logaddexp2(Fraction):
    """The logarithm to base 2 of the sum of the powers of 2."""

    function = "logaddexp2"


class Arctan2(Elementwise2):
    """The angle of the point whose height is the first and whose width the second."""

    function = "arctan2"

    def dtype_of(self, *inputs: Tensor) -> str:
        return floated(*(tensor.dtype for tensor in inputs))

    def check_dtypes(self, *inputs: Tensor) -> None:
        self.accepts.require(self.dtype_of(*inputs))


class Hypot(Elementwise2):
    """The root of the sum of the squares."""

    function = "hypot"

    def dtype_of(self, *inputs: Tensor) -> str:
        common = self.promoted(*inputs)
        return "float64" if common == "int64" else floated(common)


class Heaviside(Hypot):
    """0 below 0, 1 above it, and the second at 0."""

    function = "heaviside"


class Bitwise(Elementwise2):
    """Two tensors of integers, bit by bit."""

    slots: ClassVar[tuple[str, ...]] = ("x", "y")
    accepts: ClassVar[Kinds] = INTEGERS
    examples: ClassVar[tuple[Example, ...]] = (
        Example({}, ((None, 4), (None, 4)), "int32"),
    )

    def check_dtypes(self, *inputs: Tensor) -> None:
        for tensor in inputs:
            self.accepts.require(tensor.dtype)
        super().check_dtypes(*inputs)

    def shape_of(self, *inputs: Shape) -> Shape:
        x = inputs[0]
        shape = broadcast_all(inputs)
        if len(shape) > len(x) or any(
            a == 1 != b for a, b in zip(x, shape, strict=True)
        ):
            raise ShapeError(
                f"gives the shape of its first tensor, {show(x)}; the second has more",
                hint="give the larger one first, or repeat it with `ops.broadcast_to`",
            )
        return x


class BitwiseAnd(Bitwise):
    """The bits that both have."""

    function = "bitwise_and"


class BitwiseOr(Bitwise):
    """The bits that one of them has, or both."""

    function = "bitwise_or"


class BitwiseXor(Bitwise):
    """The bits that just one of them has."""

    function = "bitwise_xor"


class LeftShift(Bitwise):
    """The bits of the first moved up.

    Args:
        y: by how many places, in place of the second tensor.
    """

    function = "left_shift"
    examples: ClassVar[tuple[Example, ...]] = (
        *Bitwise.examples,
        Example({"y": 2}, ((None, 4),), "int32"),
    )

    y: Count = None

    def promoted(self, *inputs: Tensor) -> str:
        return (
            inputs[0].dtype
            if self.constants
            else promoted(*(tensor.dtype for tensor in inputs))
        )


class BitwiseLeftShift(LeftShift):
    """The bits of the first moved up."""

    function = "bitwise_left_shift"


class RightShift(LeftShift):
    """The bits of the first moved down."""

    function = "right_shift"


class BitwiseRightShift(LeftShift):
    """The bits of the first moved down."""

    function = "bitwise_right_shift"


OPERATIONS: tuple[type[Operation], ...] = (
    Add, Subtract, Multiply, Divide, TrueDivide, DivideNoNan, FloorDivide, Mod, Fmod,
    Power, Maximum, Minimum, Fmax, Fmin, Logaddexp, Logaddexp2, Arctan2, Hypot,
    Heaviside, BitwiseAnd, BitwiseOr, BitwiseXor, LeftShift, BitwiseLeftShift,
    RightShift, BitwiseRightShift,
)  # fmt: skip
"""Every operation of this file."""
