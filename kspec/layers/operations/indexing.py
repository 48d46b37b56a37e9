"""Operations that pick elements by where they stand."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Annotated, ClassVar

from kspec.layers.arguments import Check, Int, PositiveInt, is_int, is_ints
from kspec.layers.axes import axis_of
from kspec.layers.dtypes import INDICES, INTEGERS
from kspec.layers.layer import Arity, Example
from kspec.layers.operation import NO_WEIGHTS, Operation
from kspec.layers.operations.arguments import Numeric
from kspec.layers.operations.broadcasting import broadcast_pair
from kspec.layers.operations.reshaping import size_of
from kspec.shape import Dim, Shape, ShapeError, Tensor, show

Indices = Annotated[
    int | tuple[int, ...] | None,
    Check(
        "an integer or a list of them, or a tensor under `from:`",
        lambda v: is_int(v) or (is_ints(v) and len(v) > 0),
        {
            "anyOf": [
                {"type": "integer"},
                {"type": "array", "items": {"type": "integer"}, "minItems": 1},
            ]
        },
    ),
]


class Take(Operation):
    """The elements at some places.

    Args:
        indices: the places, in place of a tensor; negative ones count from the end.
        axis: along which; null for all elements in one row.
    """

    function = "take"
    slots: ClassVar[tuple[str, ...]] = ("x", "indices")
    arity: ClassVar[Arity] = Arity(2, 2)
    examples: ClassVar[tuple[Example, ...]] = (
        Example({"indices": 0, "axis": 1}, ((None, 6, 4),)),
        Example({"indices": [0, -1], "axis": 1}, ((None, 6, 4),)),
        Example({"axis": 1}, ((None, 6, 4), (2, 3)), "int32"),
    )

    indices: Indices = None
    axis: Int | None = None

    @property
    def constants(self) -> dict[str, int | float]:
        return {}

    def check_dtypes(self, *inputs: Tensor) -> None:
        for tensor in inputs[1:]:
            INDICES.require(tensor.dtype)

    def dtype_of(self, *inputs: Tensor) -> str:
        return inputs[0].dtype

    def shape_of(self, *inputs: Shape) -> Shape:
        x = inputs[0]
        taken = inputs[1] if len(inputs) > 1 else self._listed()
        if self.axis is None:
            self._check(size_of(x))
            return taken
        axis = axis_of(self.axis, x)
        self._check(x[axis])
        return (*x[:axis], *taken, *x[axis + 1 :])

    def _listed(self) -> Shape:
        return (len(self.indices),) if isinstance(self.indices, tuple) else ()

    def _check(self, size: Dim) -> None:
        if self.indices is None or size is None:
            return
        given = (self.indices,) if isinstance(self.indices, int) else self.indices
        for index in given:
            if not -size <= index < size:
                raise ShapeError(
                    f"there is no element {index} among {size}", argument="indices"
                )


class TakeAlongAxis(Operation):
    """The elements at places that a second tensor gives for each row.

    Args:
        axis: along which; null for all elements in one row.
    """

    function = "take_along_axis"
    slots: ClassVar[tuple[str, ...]] = ("x", "indices")
    arity: ClassVar[Arity] = Arity(2, 2)
    examples: ClassVar[tuple[Example, ...]] = (
        Example({"axis": 1}, ((None, 6, 4), (None, 2, 4)), "int32"),
    )

    axis: Int | None = None

    def check_dtypes(self, *inputs: Tensor) -> None:
        INTEGERS.require(inputs[1].dtype)

    def dtype_of(self, *inputs: Tensor) -> str:
        return inputs[0].dtype

    def shape_of(self, *inputs: Shape) -> Shape:
        x, indices = inputs
        rows: Shape = (size_of(x),) if self.axis is None else x
        if len(rows) != len(indices):
            raise ShapeError(
                f"needs as many dimensions in both, got {show(rows)} and "
                f"{show(indices)}"
            )
        axis = axis_of(self.axis or 0, rows)
        picked = (*rows[:axis], indices[axis], *rows[axis + 1 :])
        return broadcast_pair(picked, indices)


class Slice(Operation):
    """A block of the tensor.

    Args:
        start_indices: where it starts along each axis, the batch first.
        shape: its size along each axis; -1 for all up to the end.
    """

    function = "slice"
    slots: ClassVar[tuple[str, ...]] = ("inputs",)
    examples: ClassVar[tuple[Example, ...]] = (
        Example({"start_indices": [0, 1], "shape": [-1, 2]}, ((None, 4),)),
        Example({"start_indices": [0, 2, 1], "shape": [-1, -1, 2]}, ((None, 6, 4),)),
    )

    start_indices: Annotated[
        tuple[int, ...],
        Check(
            "a list of integers, 0 or more",
            lambda v: is_ints(v, 0),
            {"type": "array", "items": {"type": "integer", "minimum": 0}},
        ),
    ]
    shape: Annotated[
        tuple[int, ...],
        Check(
            "a list of positive integers, or -1 for all up to the end",
            lambda v: is_ints(v, -1) and 0 not in v,
            {"type": "array", "items": {"type": "integer", "minimum": -1}},
        ),
    ]

    def shape_of(self, *inputs: Shape) -> Shape:
        x = inputs[0]
        for name in ("start_indices", "shape"):
            given: tuple[int, ...] = getattr(self, name)
            if len(given) != len(x):
                raise ShapeError(
                    f"`{name}` has {len(given)} numbers, and {show(x)} has {len(x)} "
                    "axes",
                    hint="the batch is the first axis",
                    argument=name,
                )
        return tuple(map(self._part, x, self.start_indices, self.shape))

    def _part(self, size: Dim, start: int, length: int) -> Dim:
        if size is None:
            return None if length == -1 else length
        length = size - start if length == -1 else length
        if length < 1 or start + length > size:
            raise ShapeError(
                f"a block of {length} from {start} on does not lie within {size}",
                argument="shape",
            )
        return length


class OneHot(Operation):
    """A row of zeros with a 1 where each integer points.

    Args:
        num_classes: the length of a row.
        axis: where the rows stand in the result; -1 for the end.
        dtype: of the result; null for `float32`.
    """

    function = "one_hot"
    refused: ClassVar[Mapping[str, str]] = {
        "trainable": NO_WEIGHTS,
        "sparse": "kspec has no sparse tensors",
    }
    examples: ClassVar[tuple[Example, ...]] = (
        Example({"num_classes": 10}, ((None, 4),), "int32"),
        Example({"num_classes": 10, "axis": 1}, ((None, 4),), "int32"),
    )

    num_classes: PositiveInt
    axis: Annotated[
        int,
        Check(
            "an integer, -1 or more",
            lambda v: is_int(v, -1),
            {"type": "integer", "minimum": -1},
        ),
    ] = -1
    dtype: Numeric | None = None  # pyright: ignore[reportIncompatibleVariableOverride]

    def check_dtypes(self, *inputs: Tensor) -> None:
        INTEGERS.require(inputs[0].dtype)

    def dtype_of(self, *inputs: Tensor) -> str:
        return self.dtype or "float32"

    def shape_of(self, x: Shape) -> Shape:
        if self.axis == -1:
            return (*x, self.num_classes)
        axis = axis_of(self.axis, x)
        return (*x[:axis], self.num_classes, *x[axis:])


OPERATIONS: tuple[type[Operation], ...] = (Take, TakeAlongAxis, Slice, OneHot)
"""Every operation of this file."""
