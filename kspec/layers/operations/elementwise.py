"""Operations on one tensor, element by element."""

from __future__ import annotations

from typing import ClassVar

from kspec.layers.arguments import Float, Int
from kspec.layers.dtypes import (
    FLOATS,
    INTEGERS,
    NUMBERS,
    SIGNED,
    Kinds,
    check_constant,
    floated,
)
from kspec.layers.layer import Example
from kspec.layers.operation import Operation
from kspec.shape import Shape, Tensor


class Elementwise(Operation):
    """One tensor, element by element, which keeps its shape and dtype."""

    examples: ClassVar[tuple[Example, ...]] = (Example({}, ((None, 4),)),)

    def shape_of(self, x: Shape) -> Shape:
        return x


class Fractional(Elementwise):
    """A function whose result has a fraction, also for integers."""

    def dtype_of(self, *inputs: Tensor) -> str:
        return floated(inputs[0].dtype)


class Absolute(Elementwise):
    """The values without their sign."""

    function = "absolute"


class Abs(Elementwise):
    """The values without their sign."""

    function = "abs"


class Fabs(Fractional):
    """The values without their sign, as floating-point numbers."""

    function = "fabs"


class Negative(Elementwise):
    """The values with the other sign."""

    function = "negative"
    accepts: ClassVar[Kinds] = SIGNED


class Sign(Elementwise):
    """-1, 0 or 1 for each value."""

    function = "sign"
    accepts: ClassVar[Kinds] = SIGNED


class Square(Elementwise):
    """The values times themselves."""

    function = "square"

    def dtype_of(self, *inputs: Tensor) -> str:
        return "int32" if inputs[0].dtype == "bool" else inputs[0].dtype


class Sqrt(Fractional):
    """The square root."""

    function = "sqrt"


class Rsqrt(Elementwise):
    """One divided by the square root."""

    function = "rsqrt"
    accepts: ClassVar[Kinds] = FLOATS


class Reciprocal(Elementwise):
    """One divided by each value."""

    function = "reciprocal"
    accepts: ClassVar[Kinds] = FLOATS

    def dtype_of(self, *inputs: Tensor) -> str:
        return "float32"


class Exp(Fractional):
    """The exponential."""

    function = "exp"


class Exp2(Fractional):
    """Two to the power of each value."""

    function = "exp2"


class Expm1(Fractional):
    """The exponential minus one, exact near zero."""

    function = "expm1"


class Log(Fractional):
    """The natural logarithm."""

    function = "log"


class Log1p(Fractional):
    """The natural logarithm of one plus each value, exact near zero."""

    function = "log1p"


class Log2(Fractional):
    """The logarithm to base 2."""

    function = "log2"


class Log10(Fractional):
    """The logarithm to base 10."""

    function = "log10"


class Erf(Elementwise):
    """The error function."""

    function = "erf"
    accepts: ClassVar[Kinds] = FLOATS


class Erfc(Fractional):
    """One minus the error function."""

    function = "erfc"
    accepts: ClassVar[Kinds] = FLOATS


class Erfinv(Elementwise):
    """The inverse of the error function."""

    function = "erfinv"
    accepts: ClassVar[Kinds] = FLOATS


class Floor(Fractional):
    """The next whole number below."""

    function = "floor"


class Ceil(Fractional):
    """The next whole number above."""

    function = "ceil"


class Trunc(Elementwise):
    """The whole number towards zero."""

    function = "trunc"


class Round(Elementwise):
    """The nearest whole number, or number with that many decimals.

    Args:
        decimals: digits that stay behind the point.
    """

    function = "round"
    accepts: ClassVar[Kinds] = NUMBERS
    examples: ClassVar[tuple[Example, ...]] = (
        Example({}, ((None, 4),)),
        Example({"decimals": 2}, ((None, 4),)),
    )

    decimals: Int = 0


class Clip(Elementwise):
    """The values within bounds; what lies outside is moved to the bound.

    Args:
        x_min: the least value of the result.
        x_max: the greatest value of the result.
    """

    function = "clip"
    examples: ClassVar[tuple[Example, ...]] = (
        Example({"x_min": 0, "x_max": 1}, ((None, 4),)),
    )

    x_min: Float
    x_max: Float

    def check_dtypes(self, *inputs: Tensor) -> None:
        super().check_dtypes(*inputs)
        check_constant(self.x_min, self.dtype_of(*inputs), "x_min")
        check_constant(self.x_max, self.dtype_of(*inputs), "x_max")

    def dtype_of(self, *inputs: Tensor) -> str:
        return "int32" if inputs[0].dtype == "bool" else inputs[0].dtype


class NanToNum(Elementwise):
    """The values with numbers in place of NaN and the infinities.

    Args:
        nan: what stands for NaN.
        posinf: what stands for infinity; null for the greatest number.
        neginf: what stands for minus infinity; null for the least number.
    """

    function = "nan_to_num"

    nan: Float = 0.0
    posinf: Float | None = None
    neginf: Float | None = None


class BitwiseNot(Elementwise):
    """The integers with every bit turned."""

    function = "bitwise_not"
    accepts: ClassVar[Kinds] = INTEGERS
    examples: ClassVar[tuple[Example, ...]] = (Example({}, ((None, 4),), "int32"),)


class BitwiseInvert(BitwiseNot):
    """The integers with every bit turned."""

    function = "bitwise_invert"


OPERATIONS: tuple[type[Operation], ...] = (
    Abs, Absolute, Fabs, Negative, Sign, Square, Sqrt, Rsqrt, Reciprocal,
    Exp, Exp2, Expm1, Log, Log1p, Log2, Log10,
    Erf, Erfc, Erfinv, Floor, Ceil, Trunc, Round, Clip, NanToNum,
    BitwiseNot, BitwiseInvert,
)  # fmt: skip
"""Every operation of this file."""
