"""Products of matrices and tensors."""

from __future__ import annotations

from typing import Annotated, Any, ClassVar

from kspec.layers.arguments import Check, is_int, is_ints
from kspec.layers.axes import axes_of
from kspec.layers.dtypes import FLOATS, NUMBERS, Kinds, floated
from kspec.layers.layer import Arity, Example
from kspec.layers.operation import Operation
from kspec.layers.operations.broadcasting import broadcast_pair
from kspec.layers.operations.reshaping import size_of
from kspec.shape import Dim, Shape, ShapeError, Tensor, elements, show

PAIR = ((None, 4), (4, 3))


def check_equal(one: Dim, other: Dim, what: str) -> None:
    """Refuse two known sizes that differ.

    Raises: ShapeError.
    """
    if one != other and None not in (one, other):
        raise ShapeError(f"needs equal sizes along {what}, got {one} and {other}")


class Product(Operation):
    """A product of two tensors."""

    slots: ClassVar[tuple[str, ...]] = ("x1", "x2")
    arity: ClassVar[Arity] = Arity(2, 2)
    accepts: ClassVar[Kinds] = NUMBERS

    def summed(self, *inputs: Shape) -> Shape:
        """The axes along which products are added up; there may be none."""
        return inputs[0][-1:] if inputs[1] else ()

    def multiply_adds_of(self, *inputs: Shape) -> int:
        return elements(self.shape_of(*inputs)) * elements(self.summed(*inputs))


class Matmul(Product):
    """The product of matrices, over what stands before the last two axes."""

    function = "matmul"
    examples: ClassVar[tuple[Example, ...]] = (
        Example({}, PAIR),
        Example({}, ((None, 6, 4), (None, 4, 3))),
        Example({}, ((None, 6, 4), (4,))),
    )

    def dtype_of(self, *inputs: Tensor) -> str:
        common = super().dtype_of(*inputs)
        same = {tensor.dtype for tensor in inputs} == {"int8"}
        return "int32" if same else common

    def shape_of(self, *inputs: Shape) -> Shape:
        for x in inputs:
            if not x:
                raise ShapeError("needs vectors or matrices, got a single number ()")
        rows = inputs[0] if len(inputs[0]) > 1 else (1, *inputs[0])
        columns = inputs[1] if len(inputs[1]) > 1 else (*inputs[1], 1)
        shown = f"{show(inputs[0])} and {show(inputs[1])}"
        check_equal(rows[-1], columns[-2], f"the axes that meet in {shown}")
        shape = broadcast_pair(rows[:-2], columns[:-2])
        shape += (rows[-2],) if len(inputs[0]) > 1 else ()
        return shape + ((columns[-1],) if len(inputs[1]) > 1 else ())


class Dot(Product):
    """The sum of products along the last axis and the last but one."""

    function = "dot"
    examples: ClassVar[tuple[Example, ...]] = (
        Example({}, PAIR),
        Example({}, ((None, 4), (4,))),
    )

    def shape_of(self, *inputs: Shape) -> Shape:
        x, y = inputs
        if not x or not y:
            return x or y
        axis = -1 if len(y) == 1 else -2
        check_equal(
            x[-1], y[axis], f"the last axis of {show(x)} and {axis} of {show(y)}"
        )
        return (*x[:-1], *y[:axis], *(y[-1:] if axis == -2 else ()))


class Inner(Product):
    """The sum of products along the last axes of both."""

    function = "inner"
    examples: ClassVar[tuple[Example, ...]] = (Example({}, ((None, 4), (3, 4))),)

    def shape_of(self, *inputs: Shape) -> Shape:
        x, y = inputs
        if not x or not y:
            return x or y
        check_equal(x[-1], y[-1], f"the last axes of {show(x)} and {show(y)}")
        return (*x[:-1], *y[:-1])


class Outer(Product):
    """The product of every element of the one with every element of the other."""

    function = "outer"
    examples: ClassVar[tuple[Example, ...]] = (Example({}, ((4,), (3,))),)

    def shape_of(self, *inputs: Shape) -> Shape:
        return tuple(map(size_of, inputs))

    def summed(self, *inputs: Shape) -> Shape:
        return ()


class Vdot(Product):
    """The sum of all products, as one number."""

    function = "vdot"
    examples: ClassVar[tuple[Example, ...]] = (Example({}, ((2, 4), (2, 4))),)

    def shape_of(self, *inputs: Shape) -> Shape:
        sizes = tuple(map(size_of, inputs))
        shown = f"{show(inputs[0])} and {show(inputs[1])}"
        check_equal(sizes[0], sizes[1], f"the flattened {shown}")
        return ()

    def summed(self, *inputs: Shape) -> Shape:
        return inputs[0]


def _is_axes(value: Any) -> bool:
    if isinstance(value, tuple):
        both = len(value) == 2 and all(map(is_ints, value))  # pyright: ignore
        return both and len(value[0]) == len(value[1])  # pyright: ignore
    return is_int(value, 0)


MeetingAxes = Annotated[
    int | tuple[tuple[int, ...], tuple[int, ...]],
    Check(
        "an integer, 0 or more, or two lists of as many axes",
        _is_axes,
        {
            "anyOf": [
                {"type": "integer", "minimum": 0},
                {
                    "type": "array",
                    "items": {"type": "array", "items": {"type": "integer"}},
                    "minItems": 2,
                    "maxItems": 2,
                },
            ]
        },
    ),
]


class Tensordot(Product):
    """The sum of products along some axes.

    Args:
        axes: the axes of each that meet; a number for the last and the first ones.
    """

    function = "tensordot"
    examples: ClassVar[tuple[Example, ...]] = (
        Example({"axes": 1}, PAIR),
        Example({"axes": [[1, 2], [0, 1]]}, ((None, 6, 4), (6, 4, 3))),
    )

    axes: MeetingAxes = 2

    def shape_of(self, *inputs: Shape) -> Shape:
        x, y = inputs
        first, second = self._meeting(x, y)
        for one, other in zip(first, second, strict=True):
            check_equal(
                x[one], y[other], f"axis {one} of {show(x)}, {other} of {show(y)}"
            )
        left = [dim for at, dim in enumerate(x) if at not in first]
        return (*left, *(dim for at, dim in enumerate(y) if at not in second))

    def summed(self, *inputs: Shape) -> Shape:
        x = inputs[0]
        return tuple(x[axis] for axis in self._meeting(*inputs)[0])

    def _meeting(self, x: Shape, y: Shape) -> tuple[tuple[int, ...], tuple[int, ...]]:
        if not isinstance(self.axes, int):
            first, second = self.axes
            if not first:
                return (), ()
            return axes_of(first, x, "axes"), axes_of(second, y, "axes")
        if self.axes > min(len(x), len(y)):
            raise ShapeError(
                f"`axes` is {self.axes}, more than {show(x)} or {show(y)} has",
                argument="axes",
            )
        return tuple(range(len(x) - self.axes, len(x))), tuple(range(self.axes))


class Cdist(Product):
    """The distance of every row of the one to every row of the other."""

    function = "cdist"
    slots: ClassVar[tuple[str, ...]] = ("x", "y")
    accepts: ClassVar[Kinds] = FLOATS
    examples: ClassVar[tuple[Example, ...]] = (
        Example({}, ((None, 6, 4), (None, 3, 4))),
    )

    def multiply_adds_of(self, *inputs: Shape) -> int:
        """Squares of differences, which are no products of matrices."""
        return 0

    def dtype_of(self, *inputs: Tensor) -> str:
        return floated(*(tensor.dtype for tensor in inputs))

    def shape_of(self, *inputs: Shape) -> Shape:
        x, y = inputs
        if len(x) < 2 or len(y) < 2:
            raise ShapeError(
                f"needs 2 dimensions or more in both, got {show(x)} and {show(y)}"
            )
        check_equal(x[-1], y[-1], f"the last axes of {show(x)} and {show(y)}")
        return (*broadcast_pair(x[:-2], y[:-2]), x[-2], y[-2])


OPERATIONS: tuple[type[Operation], ...] = (
    Matmul, Dot, Inner, Outer, Vdot, Tensordot, Cdist,
)  # fmt: skip
"""Every operation of this file."""
