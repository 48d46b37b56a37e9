"""Operations on matrices and images: triangles, diagonals, turns, blocks of pixels."""

from __future__ import annotations

from typing import ClassVar

from kspec.layers.arguments import Bool, DataFormat, Int, PositiveInt
from kspec.layers.axes import axes_of, axis_of
from kspec.layers.dtypes import Kinds, widened
from kspec.layers.layer import Example
from kspec.layers.operation import Operation
from kspec.layers.operations.arguments import Pair
from kspec.layers.operations.elementwise import Elementwise
from kspec.shape import Dim, Shape, ShapeError, Tensor, show

IMAGE = ((None, 6, 4),)


class Tril(Elementwise):
    """The lower triangle of matrices, 0 above.

    Args:
        k: how many diagonals above the main one stay.
    """

    function = "tril"
    examples: ClassVar[tuple[Example, ...]] = (Example({}, ((None, 4, 4),)),)

    k: Int = 0

    def shape_of(self, x: Shape) -> Shape:
        matrix_axes(x)
        return x


class Triu(Tril):
    """The upper triangle of matrices, 0 below.

    Args:
        k: how many diagonals above the main one go.
    """

    function = "triu"


def matrix_axes(x: Shape, axis1: int = -2, axis2: int = -1) -> tuple[int, int]:
    """The two axes of matrices.

    Raises: ShapeError where there are not two.
    """
    if len(x) < 2:
        raise ShapeError(
            f"needs matrices, which have 2 dimensions or more, got {show(x)}"
        )
    return axis_of(axis1, x, "axis1"), axis_of(axis2, x, "axis2")


class Diagonal(Operation):
    """The diagonal of matrices.

    Args:
        offset: how far above the main diagonal, below where negative.
        axis1: the axis of the rows.
        axis2: the axis of the columns.
    """

    function = "diagonal"
    examples: ClassVar[tuple[Example, ...]] = (
        Example({"axis1": 1, "axis2": 2}, IMAGE),
        Example({"offset": 1, "axis1": 1, "axis2": 2}, IMAGE),
    )

    offset: Int = 0
    axis1: Int = 0
    axis2: Int = 1

    def shape_of(self, x: Shape) -> Shape:
        rows, columns = matrix_axes(x, self.axis1, self.axis2)
        if rows == columns:
            raise ShapeError(
                f"`axis1` and `axis2` are the same axis, {rows}", argument="axis2"
            )
        rest = tuple(d for at, d in enumerate(x) if at not in (rows, columns))
        return (*rest, self._length(x[rows], x[columns]))

    def _length(self, rows: Dim, columns: Dim) -> Dim:
        if rows is None or columns is None:
            return None
        reach = columns - self.offset if self.offset > 0 else rows + self.offset
        length = min(reach, rows, columns)
        if length < 1:
            raise ShapeError(
                f"there is no diagonal {self.offset} in {rows} rows and {columns} "
                "columns",
                argument="offset",
            )
        return length


class Trace(Diagonal):
    """The sum of the diagonal of matrices."""

    function = "trace"

    def shape_of(self, x: Shape) -> Shape:
        return super().shape_of(x)[:-1]

    def dtype_of(self, *inputs: Tensor) -> str:
        return widened(inputs[0].dtype)


class SquareMatrix(Operation):
    """A function of square matrices."""

    accepts: ClassVar[Kinds] = Kinds(
        "numbers in 32 or 64 bits", frozenset({"float32", "float64"})
    )
    examples: ClassVar[tuple[Example, ...]] = (Example({}, ((None, 4, 4),)),)

    def shape_of(self, x: Shape) -> Shape:
        matrix_axes(x)
        if x[-1] != x[-2]:
            raise ShapeError(f"needs square matrices, got {show(x)}")
        return x


class Inv(SquareMatrix):
    """The inverse of matrices."""

    function = "inv"


class Cholesky(SquareMatrix):
    """The triangle whose product with itself gives the matrix.

    Args:
        upper: whether the upper triangle, not the lower one.
    """

    function = "cholesky"

    upper: Bool = False


class Det(SquareMatrix):
    """The determinant of matrices."""

    function = "det"

    def shape_of(self, x: Shape) -> Shape:
        return super().shape_of(x)[:-2]


class Rot90(Operation):
    """Turned by a right angle.

    Args:
        k: how many times, from the first axis to the second.
        axes: the two axes of the plane.
    """

    function = "rot90"
    slots: ClassVar[tuple[str, ...]] = ("array",)
    examples: ClassVar[tuple[Example, ...]] = (
        Example({"axes": [1, 2]}, ((None, 6, 4, 3),)),
    )

    k: Int = 1
    axes: Pair = (0, 1)

    def shape_of(self, x: Shape) -> Shape:
        one, other = axes_of(self.axes, x, "axes")
        if self.k % 2 == 0:
            raise ShapeError(
                f"`k` is {self.k}, for which Keras exchanges the axes all the same",
                hint="write `{type: ops.flip, axis: …}` with both axes",
                argument="k",
            )
        dims = list(x)
        dims[one], dims[other] = dims[other], dims[one]
        return tuple(dims)


class DepthToSpace(Operation):
    """Channels laid out as blocks of pixels.

    Args:
        block_size: the width and height of a block.
    """

    function = "depth_to_space"
    examples: ClassVar[tuple[Example, ...]] = (
        Example({"block_size": 2}, ((None, 3, 5, 8),)),
    )

    block_size: PositiveInt
    data_format: DataFormat = "channels_last"

    def shape_of(self, x: Shape) -> Shape:
        if len(x) != 4:
            raise ShapeError(
                f"needs 4 dimensions (batch, height, width, channels), got {show(x)}"
            )
        if self.block_size < 2:
            raise ShapeError(
                f"`block_size` is {self.block_size}; a block has 2 pixels or more",
                argument="block_size",
            )
        last = self.data_format == "channels_last"
        batch, height, width, channels = x if last else (x[0], x[2], x[3], x[1])
        spatial = (self._spatial(height), self._spatial(width))
        depth = self._depth(channels)
        return (batch, *spatial, depth) if last else (batch, depth, *spatial)

    def _spatial(self, size: Dim) -> Dim:
        return None if size is None else size * self.block_size

    def _depth(self, size: Dim) -> Dim:
        return divided(size, self.block_size**2, "channels")


class SpaceToDepth(DepthToSpace):
    """Blocks of pixels laid out as channels."""

    function = "space_to_depth"
    examples: ClassVar[tuple[Example, ...]] = (
        Example({"block_size": 2}, ((None, 4, 6, 3),)),
    )

    def _spatial(self, size: Dim) -> Dim:
        return divided(size, self.block_size, "pixels")

    def _depth(self, size: Dim) -> Dim:
        return None if size is None else size * self.block_size**2


def divided(size: Dim, parts: int, noun: str) -> Dim:
    """A size in equal parts.

    Raises: ShapeError where something is left over.
    """
    if size is not None and size % parts:
        raise ShapeError(
            f"{size} {noun} cannot be divided by {parts}", argument="block_size"
        )
    return None if size is None else size // parts


OPERATIONS: tuple[type[Operation], ...] = (
    Tril, Triu, Diagonal, Trace, Inv, Cholesky, Det, Rot90, DepthToSpace, SpaceToDepth,
)  # fmt: skip
"""Every operation of this file."""
