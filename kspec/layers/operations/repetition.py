"""Operations that repeat, move or pad elements along axes."""

from __future__ import annotations

from typing import Annotated, Any, ClassVar, Literal

from kspec.layers.arguments import Axes, Check, Choice, Float, Int, is_ints
from kspec.layers.axes import axes_of, axis_of
from kspec.layers.dtypes import NUMBERS, check_constant
from kspec.layers.layer import Example
from kspec.layers.operation import Operation
from kspec.layers.operations.arguments import Counts, Sizes
from kspec.layers.operations.broadcasting import broadcast_pair
from kspec.layers.operations.reshaping import size_of
from kspec.shape import Dim, Shape, ShapeError, Tensor, show

IMAGE = ((None, 6, 4),)


class BroadcastTo(Operation):
    """Repeated to a shape.

    Args:
        shape: the dimensions of the result, the batch first.
    """

    function = "broadcast_to"
    examples: ClassVar[tuple[Example, ...]] = (
        Example({"shape": [2, 3, 4]}, ((3, 1),)),
    )

    shape: Sizes

    def shape_of(self, *inputs: Shape) -> Shape:
        x = inputs[0]
        if broadcast_pair(x, self.shape) != self.shape:
            raise ShapeError(
                f"{show(x)} cannot be repeated to {show(self.shape)}", argument="shape"
            )
        return self.shape


class Tile(Operation):
    """Repeated as a whole.

    Args:
        repeats: how many times along each of the last axes.
    """

    function = "tile"
    examples: ClassVar[tuple[Example, ...]] = (
        Example({"repeats": [1, 2, 3]}, IMAGE),
        Example({"repeats": 2}, ((None, 4),)),
    )

    repeats: Counts

    def shape_of(self, x: Shape) -> Shape:
        given = (self.repeats,) if isinstance(self.repeats, int) else self.repeats
        length = max(len(given), len(x))
        times = (*(1,) * (length - len(given)), *given)
        dims = (*(1,) * (length - len(x)), *x)
        pairs = zip(dims, times, strict=True)
        return tuple(None if dim is None else dim * n for dim, n in pairs)


class Repeat(Operation):
    """Every element repeated.

    Args:
        repeats: how many times, or a number for each element.
        axis: the axis along which; null lays all elements out in one.
    """

    function = "repeat"
    examples: ClassVar[tuple[Example, ...]] = (
        Example({"repeats": 2, "axis": 1}, IMAGE),
        Example({"repeats": [1, 2, 1, 3], "axis": -1}, IMAGE),
    )

    repeats: Counts
    axis: Int | None = None

    def shape_of(self, x: Shape) -> Shape:
        if self.axis is None:
            return (self._repeated(size_of(x)),)
        axis = axis_of(self.axis, x)
        return (*x[:axis], self._repeated(x[axis]), *x[axis + 1 :])

    def _repeated(self, size: Dim) -> Dim:
        times = (self.repeats,) if isinstance(self.repeats, int) else self.repeats
        if size is None:
            return None
        if len(times) == 1:
            return size * times[0]
        if len(times) != size:
            raise ShapeError(
                f"`repeats` has {len(times)} numbers for {size} elements",
                argument="repeats",
            )
        return sum(times)


class Flip(Operation):
    """The elements from the last to the first.

    Args:
        axis: the axis or axes along which; null for all.
    """

    function = "flip"
    examples: ClassVar[tuple[Example, ...]] = (
        Example({"axis": 1}, IMAGE),
        Example({}, IMAGE),
    )

    axis: Axes | None = None

    def shape_of(self, x: Shape) -> Shape:
        if self.axis is not None:
            axes_of(self.axis, x)
        return x


class Flipud(Operation):
    """The elements of the first axis, the batch, from the last to the first."""

    function = "flipud"
    examples: ClassVar[tuple[Example, ...]] = (Example({}, IMAGE),)

    def shape_of(self, x: Shape) -> Shape:
        axis_of(0, x)
        return x


class Fliplr(Operation):
    """The elements of axis 1 from the last to the first."""

    function = "fliplr"
    examples: ClassVar[tuple[Example, ...]] = (Example({}, IMAGE),)

    def shape_of(self, x: Shape) -> Shape:
        axis_of(1, x)
        return x


class Roll(Operation):
    """The elements moved on; those at the end come in at the start.

    Args:
        shift: by how many places.
        axis: the axis along which; null for all elements in one row.
    """

    function = "roll"
    examples: ClassVar[tuple[Example, ...]] = (
        Example({"shift": 1, "axis": 1}, IMAGE),
        Example({"shift": -2}, IMAGE),
    )

    shift: Int
    axis: Int | None = None

    def shape_of(self, x: Shape) -> Shape:
        if self.axis is not None:
            axis_of(self.axis, x)
        return x


def _is_pairs(value: Any) -> bool:
    return isinstance(value, tuple) and all(is_ints(pair, 0, 2) for pair in value)  # pyright: ignore


Ends = Annotated[
    tuple[tuple[int, int], ...],
    Check(
        "a list with a pair [before, after] for each axis, the batch first",
        _is_pairs,
        {
            "type": "array",
            "items": {
                "type": "array",
                "items": {"type": "integer", "minimum": 0},
                "minItems": 2,
                "maxItems": 2,
            },
        },
    ),
]


class Pad(Operation):
    """More elements at the ends of each axis.

    Args:
        pad_width: how many before and after, a pair for each axis, the batch first.
        mode: `constant` for one value, the others for what mirrors the elements.
        constant_values: that value; null for 0.
    """

    function = "pad"
    examples: ClassVar[tuple[Example, ...]] = (
        Example({"pad_width": [[0, 0], [1, 2]]}, ((None, 4),)),
        Example({"pad_width": [[0, 0], [1, 2]], "mode": "reflect"}, ((None, 4),)),
        Example({"pad_width": [[0, 0], [1, 2]], "constant_values": 1}, ((None, 4),)),
    )

    pad_width: Ends
    mode: Annotated[Literal["constant", "reflect", "symmetric"], Choice()] = "constant"
    constant_values: Float | None = None

    def check_dtypes(self, *inputs: Tensor) -> None:
        if self.constant_values is None:
            return
        NUMBERS.require(inputs[0].dtype)
        check_constant(self.constant_values, inputs[0].dtype, "constant_values")

    def shape_of(self, x: Shape) -> Shape:
        if len(self.pad_width) != len(x):
            raise ShapeError(
                f"`pad_width` has {len(self.pad_width)} pairs, and {show(x)} has "
                f"{len(x)} axes",
                hint="the batch is the first axis: give it [0, 0]",
                argument="pad_width",
            )
        if self.constant_values is not None and self.mode != "constant":
            raise ShapeError(
                f"`constant_values` has no effect in the mode `{self.mode}`",
                argument="constant_values",
            )
        return tuple(map(self._padded, x, self.pad_width))

    def _padded(self, size: Dim, ends: tuple[int, int]) -> Dim:
        if size is None:
            return None
        most = {"reflect": size - 1, "symmetric": size}.get(self.mode, max(ends))
        if max(ends) > most:
            raise ShapeError(
                f"the mode `{self.mode}` adds {most} at most to {size} elements, "
                f"got {max(ends)}",
                argument="pad_width",
            )
        return size + sum(ends)


OPERATIONS: tuple[type[Operation], ...] = (
    BroadcastTo,
    Tile,
    Repeat,
    Flip,
    Flipud,
    Fliplr,
    Roll,
    Pad,
)
"""Every operation of this file."""
