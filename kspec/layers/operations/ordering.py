"""Operations that depend on the order of elements: sorting, ranks, running sums."""

from __future__ import annotations

from collections.abc import Mapping
from typing import ClassVar

from kspec.layers.arguments import Bool, Int, PositiveInt
from kspec.layers.axes import axis_of
from kspec.layers.dtypes import NUMBERS, Kinds
from kspec.layers.layer import Example
from kspec.layers.operation import NO_WEIGHTS, Operation
from kspec.layers.operations.arguments import Numeric
from kspec.layers.operations.reshaping import size_of
from kspec.shape import Shape, ShapeError, Tensor, show


class Sort(Operation):
    """The elements from the smallest to the largest."""

    function = "sort"
    accepts: ClassVar[Kinds] = NUMBERS
    examples: ClassVar[tuple[Example, ...]] = (
        Example({}, ((None, 4),)),
        Example({"axis": 1}, ((None, 6, 4),)),
    )

    axis: Int = -1

    def shape_of(self, x: Shape) -> Shape:
        axis_of(self.axis, x)
        return x


class Argsort(Sort):
    """Where the elements stand that follow each other in order."""

    function = "argsort"

    def dtype_of(self, *inputs: Tensor) -> str:
        return "int32"


class TopK(Operation):
    """The largest elements along the last axis, and where they stand: two outputs.

    Args:
        k: how many.
        sorted: whether the largest comes first.
    """

    function = "top_k"
    accepts: ClassVar[Kinds] = NUMBERS
    examples: ClassVar[tuple[Example, ...]] = (Example({"k": 2}, ((None, 4),)),)

    k: PositiveInt
    sorted: Bool = True

    def dtypes_of(self, *inputs: Tensor) -> tuple[str, ...]:
        return inputs[0].dtype, "int32"

    def output_count(self) -> int:
        return 2

    def shapes_of(self, *inputs: Shape) -> tuple[Shape, ...]:
        x = inputs[0]
        size = x[axis_of(-1, x)]
        if size is not None and size < self.k:
            raise ShapeError(
                f"`k` is {self.k}, and the last axis of {show(x)} has {size} elements",
                argument="k",
            )
        return ((*x[:-1], self.k),) * 2


class Cumsum(Operation):
    """The sum of each element and those before it.

    Args:
        axis: along which; null for all elements in one row.
        dtype: of the result; null for that of the input.
    """

    function = "cumsum"
    accepts: ClassVar[Kinds] = NUMBERS
    refused: ClassVar[Mapping[str, str]] = {"trainable": NO_WEIGHTS}
    examples: ClassVar[tuple[Example, ...]] = (
        Example({"axis": 1}, ((None, 4),)),
        Example({"axis": -1, "dtype": "float64"}, ((None, 4),)),
        Example({}, ((2, 4),)),
    )

    axis: Int | None = None
    dtype: Numeric | None = None  # pyright: ignore[reportIncompatibleVariableOverride]

    def dtype_of(self, *inputs: Tensor) -> str:
        dtype = self.dtype or inputs[0].dtype
        return "int32" if dtype == "bool" else dtype

    def check_dtypes(self, *inputs: Tensor) -> None:
        self.accepts.require(self.dtype_of(*inputs))

    def shape_of(self, x: Shape) -> Shape:
        if self.axis is None:
            return (size_of(x),)
        axis_of(self.axis, x)
        return x


class Cumprod(Cumsum):
    """The product of each element and those before it."""

    function = "cumprod"


class Diff(Operation):
    """The difference of each element to the one before it.

    Args:
        n: how many times over.
    """

    function = "diff"
    slots: ClassVar[tuple[str, ...]] = ("a",)
    examples: ClassVar[tuple[Example, ...]] = (
        Example({}, ((None, 4),)),
        Example({"n": 2, "axis": 1}, ((None, 6, 4),)),
    )

    n: PositiveInt = 1
    axis: Int = -1

    def shape_of(self, x: Shape) -> Shape:
        axis = axis_of(self.axis, x)
        size = x[axis]
        if size is not None and size <= self.n:
            raise ShapeError(
                f"`n` is {self.n}, and axis {self.axis} of {show(x)} has {size} "
                "elements",
                argument="n",
            )
        left = None if size is None else size - self.n
        return (*x[:axis], left, *x[axis + 1 :])


OPERATIONS: tuple[type[Operation], ...] = (Sort, Argsort, TopK, Cumsum, Cumprod, Diff)
"""Every operation of this file."""
