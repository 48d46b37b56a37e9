"""Comparisons, logic, and the choice that follows from them."""

from __future__ import annotations

from typing import ClassVar

from kspec.layers.arguments import Bool, NonNegativeFloat
from kspec.layers.dtypes import ANY, Kinds, promoted
from kspec.layers.layer import Arity, Example
from kspec.layers.operation import Operation
from kspec.layers.operations.arithmetic import Arithmetic, Elementwise2, Number
from kspec.layers.operations.broadcasting import broadcast_all
from kspec.layers.operations.elementwise import Elementwise
from kspec.shape import Shape, Tensor


class Comparison(Arithmetic):
    """A truth value for each pair."""

    def dtype_of(self, *inputs: Tensor) -> str:
        return "bool"


class Equal(Comparison):
    """Whether both are equal."""

    function = "equal"
    accepts: ClassVar[Kinds] = ANY


class NotEqual(Comparison):
    """Whether they differ."""

    function = "not_equal"
    accepts: ClassVar[Kinds] = ANY


class Greater(Comparison):
    """Whether the first is larger."""

    function = "greater"


class GreaterEqual(Comparison):
    """Whether the first is at least as large."""

    function = "greater_equal"


class Less(Comparison):
    """Whether the first is smaller."""

    function = "less"


class LessEqual(Comparison):
    """Whether the first is at most as large."""

    function = "less_equal"


class Isclose(Elementwise2):
    """Whether both are equal but for a tolerance.

    Args:
        rtol: the tolerance as a fraction of the second.
        atol: the tolerance that is added to that.
        equal_nan: whether NaN counts as equal to NaN.
    """

    function = "isclose"
    accepts: ClassVar[Kinds] = ANY

    rtol: NonNegativeFloat = 1e-5
    atol: NonNegativeFloat = 1e-8
    equal_nan: Bool = False

    def dtype_of(self, *inputs: Tensor) -> str:
        return "bool"


class Logic(Elementwise2):
    """A truth value for each pair of truth values; a number is true unless 0."""

    accepts: ClassVar[Kinds] = ANY
    examples: ClassVar[tuple[Example, ...]] = (
        Example({}, ((None, 4), (None, 4)), "bool"),
    )

    def dtype_of(self, *inputs: Tensor) -> str:
        return "bool"


class LogicalAnd(Logic):
    """Whether both are true."""

    function = "logical_and"


class LogicalOr(Logic):
    """Whether one of them is true, or both."""

    function = "logical_or"


class LogicalXor(Logic):
    """Whether just one of them is true."""

    function = "logical_xor"


class Truth(Elementwise):
    """A truth value for each element."""

    def dtype_of(self, *inputs: Tensor) -> str:
        return "bool"


class LogicalNot(Truth):
    """Whether each is false."""

    function = "logical_not"


class Isfinite(Truth):
    """Whether each is neither infinite nor NaN."""

    function = "isfinite"


class Isinf(Truth):
    """Whether each is infinite."""

    function = "isinf"


class Isnan(Truth):
    """Whether each is NaN."""

    function = "isnan"


class Isneginf(Truth):
    """Whether each is minus infinity."""

    function = "isneginf"


class Isposinf(Truth):
    """Whether each is infinity."""

    function = "isposinf"


class Signbit(Truth):
    """Whether each is below zero."""

    function = "signbit"


class Where(Operation):
    """The first where the condition is true, elsewhere the second.

    Args:
        x1: a number in place of the first tensor.
        x2: a number in place of the second tensor.
    """

    function = "where"
    slots: ClassVar[tuple[str, ...]] = ("condition", "x1", "x2")
    arity: ClassVar[Arity] = Arity(3, 3)
    examples: ClassVar[tuple[Example, ...]] = (
        Example({}, ((None, 4), (None, 4), (None, 4))),
        Example({"x2": 0.0}, ((None, 1), (None, 4))),
        Example({"x1": 1, "x2": -1}, ((None, 4),)),
    )

    x1: Number = None
    x2: Number = None

    def promoted(self, *inputs: Tensor) -> str:
        numbers = [type(value).__name__ for value in self.constants.values()]
        return promoted(*(tensor.dtype for tensor in inputs[1:]), *numbers)

    def shape_of(self, *inputs: Shape) -> Shape:
        return broadcast_all(inputs)


OPERATIONS: tuple[type[Operation], ...] = (
    Equal, NotEqual, Greater, GreaterEqual, Less, LessEqual, Isclose,
    LogicalAnd, LogicalOr, LogicalXor, LogicalNot,
    Isfinite, Isinf, Isnan, Isneginf, Isposinf, Signbit, Where,
)  # fmt: skip
"""Every operation of this file."""
