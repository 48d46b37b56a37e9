"""Operations that lay a tensor out anew; the axes count from the batch, which is 0."""

from __future__ import annotations

import math
from typing import ClassVar

from kspec.layers.arguments import Axes, Int, Ints
from kspec.layers.axes import axes_of, axis_of
from kspec.layers.layer import Example
from kspec.layers.operation import Operation
from kspec.layers.operations.arguments import Target
from kspec.shape import Dim, Shape, ShapeError, reshaped, show

IMAGE = ((None, 6, 4),)


def size_of(x: Shape) -> Dim:
    """The number of elements, where all dimensions are known."""
    return None if None in x else math.prod(dim or 1 for dim in x)


class Reshape(Operation):
    """The same elements in other dimensions.

    Args:
        newshape: the dimensions, the batch first; -1 for what is left over.
    """

    function = "reshape"
    examples: ClassVar[tuple[Example, ...]] = (
        Example({"newshape": [-1, 2, 2]}, ((None, 4),)),
        Example({"newshape": -1}, ((2, 3),)),
    )

    newshape: Target

    def shape_of(self, x: Shape) -> Shape:
        new = (self.newshape,) if isinstance(self.newshape, int) else self.newshape
        try:
            return reshaped(x, new)
        except ShapeError as error:
            raise ShapeError(
                error.message, hint=error.hint, argument="newshape"
            ) from None


class Ravel(Operation):
    """All elements in one axis, the batch too."""

    function = "ravel"
    examples: ClassVar[tuple[Example, ...]] = (
        Example({}, ((2, 3),)),
        Example({}, ((None, 4),)),
    )

    def shape_of(self, x: Shape) -> Shape:
        return (size_of(x),)


class Transpose(Operation):
    """The axes in another order.

    Args:
        axes: the number of every axis once, the batch being 0; null turns them round.
    """

    function = "transpose"
    examples: ClassVar[tuple[Example, ...]] = (
        Example({"axes": [0, 2, 1]}, IMAGE),
        Example({}, IMAGE),
    )

    axes: Ints | None = None

    def shape_of(self, x: Shape) -> Shape:
        if self.axes is None:
            return x[::-1]
        if len(self.axes) != len(x):
            raise ShapeError(
                f"`axes` orders {len(self.axes)} axes, and {show(x)} has {len(x)}",
                hint="list the number of every axis once; the batch is 0",
                argument="axes",
            )
        return tuple(x[axis] for axis in axes_of(self.axes, x, "axes"))


class Moveaxis(Operation):
    """Some axes in other places; the rest keep their order.

    Args:
        source: the axis or axes to move.
        destination: the place or places where they come to stand.
    """

    function = "moveaxis"
    examples: ClassVar[tuple[Example, ...]] = (
        Example({"source": 1, "destination": -1}, IMAGE),
        Example({"source": [1, 2], "destination": [2, 1]}, IMAGE),
    )

    source: Axes
    destination: Axes

    def shape_of(self, x: Shape) -> Shape:
        sources = axes_of(self.source, x, "source")
        places = axes_of(self.destination, x, "destination")
        if len(sources) != len(places):
            raise ShapeError(
                f"`source` names {len(sources)} axes, `destination` {len(places)}",
                argument="destination",
            )
        moved = dict(zip(places, sources, strict=True))
        rest = iter(axis for axis in range(len(x)) if axis not in sources)
        order = [moved[at] if at in moved else next(rest) for at in range(len(x))]
        return tuple(x[axis] for axis in order)


class Swapaxes(Operation):
    """Two axes exchanged.

    Args:
        axis1: the one axis.
        axis2: the other.
    """

    function = "swapaxes"
    examples: ClassVar[tuple[Example, ...]] = (
        Example({"axis1": 1, "axis2": 2}, IMAGE),
    )

    axis1: Int
    axis2: Int

    def shape_of(self, x: Shape) -> Shape:
        dims = list(x)
        one, other = axis_of(self.axis1, x, "axis1"), axis_of(self.axis2, x, "axis2")
        dims[one], dims[other] = dims[other], dims[one]
        return tuple(dims)


class ExpandDims(Operation):
    """New axes of size 1.

    Args:
        axis: where they stand in the result.
    """

    function = "expand_dims"
    examples: ClassVar[tuple[Example, ...]] = (
        Example({"axis": -1}, ((None, 4),)),
        Example({"axis": [1, 3]}, ((None, 4),)),
    )

    axis: Axes

    def shape_of(self, x: Shape) -> Shape:
        added = 1 if isinstance(self.axis, int) else len(self.axis)
        result: Shape = (1,) * (len(x) + added)
        new = axes_of(self.axis, result)
        rest = iter(x)
        return tuple(1 if at in new else next(rest) for at in range(len(result)))


class Squeeze(Operation):
    """Without axes of size 1.

    Args:
        axis: which; null for all that have size 1.
    """

    function = "squeeze"
    examples: ClassVar[tuple[Example, ...]] = (
        Example({"axis": -1}, ((None, 4, 1),)),
        Example({}, ((None, 1, 4, 1),)),
    )

    axis: Axes | None = None

    def shape_of(self, x: Shape) -> Shape:
        if self.axis is None:
            return tuple(dim for dim in x if dim != 1)
        gone = axes_of(self.axis, x)
        for axis in gone:
            if x[axis] != 1:
                raise ShapeError(
                    f"only an axis of size 1 can go; axis {axis} of {show(x)} has "
                    f"{x[axis]}",
                    argument="axis",
                )
        return tuple(dim for at, dim in enumerate(x) if at not in gone)


OPERATIONS: tuple[type[Operation], ...] = (
    Reshape, Ravel, Transpose, Moveaxis, Swapaxes, ExpandDims, Squeeze,
)  # fmt: skip
"""Every operation of this file."""
