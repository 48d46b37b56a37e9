"""Operations that join tensors, or split one into several."""

from __future__ import annotations

import itertools
from typing import Annotated, Any, ClassVar

from kspec.layers.arguments import Check, Int, PositiveInt, is_int, is_ints
from kspec.layers.axes import axis_of
from kspec.layers.dtypes import promoted
from kspec.layers.layer import Arity, Example
from kspec.layers.merging import joinable, joining_hint
from kspec.layers.operation import Operation
from kspec.layers.operations.reshaping import size_of
from kspec.shape import Dim, Shape, ShapeError, Tensor, show

MOST_PARTS = 1024
"""Outputs of one operation; more of them are a slip, or meant to exhaust memory."""

SEVERAL = Arity(1, None, listed=True)
IMAGES = ((None, 6, 4), (None, 6, 4))


def joined(inputs: tuple[Shape, ...], axis: int) -> Shape:
    """The shape of tensors one after another along an axis.

    Raises: ShapeError where another axis differs.
    """
    first = inputs[0]
    for x in inputs[1:]:
        if not joinable(first, x, axis):
            raise ShapeError(
                f"cannot join {show(first)} and {show(x)} along axis {axis}",
                hint=joining_hint(first, x),
            )
    return (*first[:axis], total([x[axis] for x in inputs]), *first[axis + 1 :])


def total(sizes: list[Dim]) -> Dim:
    """The sum, where all are known."""
    known = [size for size in sizes if size is not None]
    return sum(known) if len(known) == len(sizes) else None


class Joining(Operation):
    """Several tensors, which Keras takes as one list, as one."""

    slots: ClassVar[tuple[str, ...]] = ("xs",)
    listed_slots: ClassVar[frozenset[str]] = frozenset({"xs"})
    arity: ClassVar[Arity] = SEVERAL

    def promoted(self, *inputs: Tensor) -> str:
        return promoted(*(tensor.dtype for tensor in inputs))


class Concatenate(Joining):
    """The tensors one after another along an axis, the batch where it is not given."""

    function = "concatenate"
    examples: ClassVar[tuple[Example, ...]] = (
        Example({"axis": -1}, ((None, 6, 4), (None, 6, 3))),
        Example({}, ((2, 4), (3, 4))),
    )

    axis: Int = 0

    def shape_of(self, *inputs: Shape) -> Shape:
        return joined(inputs, axis_of(self.axis, inputs[0]))


class Hstack(Joining):
    """The tensors one after another along axis 1."""

    function = "hstack"
    examples: ClassVar[tuple[Example, ...]] = (Example({}, ((None, 4), (None, 3))),)

    def shape_of(self, *inputs: Shape) -> Shape:
        return joined(inputs, axis_of(1, inputs[0]))


class Vstack(Hstack):
    """The tensors one after another along axis 0, the batch."""

    function = "vstack"
    examples: ClassVar[tuple[Example, ...]] = (Example({}, ((2, 4), (3, 4))),)

    def shape_of(self, *inputs: Shape) -> Shape:
        if len(inputs[0]) < 2:
            raise ShapeError(f"needs 2 dimensions or more, got {show(inputs[0])}")
        return joined(inputs, 0)


class Append(Operation):
    """The second after the first; without an axis all elements in one row.

    Args:
        axis: along which; null lays the elements out in one row.
    """

    function = "append"
    slots: ClassVar[tuple[str, ...]] = ("x1", "x2")
    arity: ClassVar[Arity] = Arity(2, 2)
    examples: ClassVar[tuple[Example, ...]] = (
        Example({"axis": 1}, ((2, 4), (2, 3))),
        Example({}, ((2, 4), (3,))),
    )

    axis: Int | None = None

    def shape_of(self, *inputs: Shape) -> Shape:
        if self.axis is None:
            return (total([size_of(x) for x in inputs]),)
        axis = axis_of(self.axis, inputs[0])
        shape = joined(inputs, axis)
        if shape[axis] is None:
            raise ShapeError(
                f"needs known sizes along axis {self.axis}, got {show(inputs[0])} and "
                f"{show(inputs[1])}",
                hint="`ops.concatenate` takes unknown ones",
                argument="axis",
            )
        return shape


class Stack(Joining):
    """The tensors side by side along a new axis.

    Args:
        axis: where the new axis stands in the result.
    """

    function = "stack"
    slots: ClassVar[tuple[str, ...]] = ("x",)
    listed_slots: ClassVar[frozenset[str]] = frozenset({"x"})
    examples: ClassVar[tuple[Example, ...]] = (
        Example({"axis": 1}, IMAGES),
        Example({"axis": -1}, IMAGES),
    )

    axis: Int = 0

    def shape_of(self, *inputs: Shape) -> Shape:
        first = inputs[0]
        axis = axis_of(self.axis, (1, *first))
        for x in inputs[1:]:
            if not joinable(first, x, -1):
                raise ShapeError(
                    f"cannot stack {show(first)} and {show(x)}; the shapes differ",
                    hint="`ops.concatenate` joins along an axis that they have",
                )
        return (*first[:axis], len(inputs), *first[axis:])


def _is_sections(value: Any) -> bool:
    if isinstance(value, tuple):
        return is_ints(value, 1) and 0 < len(value) < MOST_PARTS and _rises(value)  # pyright: ignore
    return is_int(value, 1, MOST_PARTS)


def _rises(values: tuple[int, ...]) -> bool:
    return all(a < b for a, b in itertools.pairwise(values))


Sections = Annotated[
    int | tuple[int, ...],
    Check(
        f"an integer from 1 to {MOST_PARTS}, or a rising list of positive integers",
        _is_sections,
        {
            "anyOf": [
                {"type": "integer", "minimum": 1, "maximum": MOST_PARTS},
                {
                    "type": "array",
                    "items": {"type": "integer", "minimum": 1},
                    "minItems": 1,
                },
            ]
        },
    ),
]


class Splitting(Operation):
    """Parts along an axis, each an output.

    Args:
        indices_or_sections: how many equal parts, or where each but the first starts.
    """

    indices_or_sections: Sections

    def output_count(self) -> int:
        given = self.indices_or_sections
        return given if isinstance(given, int) else len(given) + 1

    def parts(self, x: Shape, axis: int) -> tuple[Shape, ...]:
        """The shape of each part."""
        given = self.indices_or_sections
        sizes = (
            self._equal(x[axis], given)
            if isinstance(given, int)
            else self._between(x[axis], given)
        )
        return tuple((*x[:axis], size, *x[axis + 1 :]) for size in sizes)

    def _equal(self, size: Dim, parts: int) -> tuple[Dim, ...]:
        if size is None:
            return (None,) * parts
        if size % parts:
            raise ShapeError(
                f"{size} cannot be split into {parts} equal parts",
                hint="give the places where they start: `indices_or_sections: [2, 5]`",
                argument="indices_or_sections",
            )
        return (size // parts,) * parts

    def _between(self, size: Dim, starts: tuple[int, ...]) -> tuple[Dim, ...]:
        if size is not None and starts[-1] >= size:
            raise ShapeError(
                f"a part starts at {starts[-1]}, and there are {size} elements",
                argument="indices_or_sections",
            )
        first = [b - a for a, b in zip((0, *starts), starts, strict=False)]
        return (*first, None if size is None else size - starts[-1])


class Split(Splitting):
    """Parts along an axis, the batch where it is not given; each is an output."""

    function = "split"
    examples: ClassVar[tuple[Example, ...]] = (
        Example({"indices_or_sections": 2, "axis": -1}, ((None, 4),)),
        Example({"indices_or_sections": [1, 4], "axis": 1}, ((None, 6, 4),)),
    )

    axis: Int = 0

    def shapes_of(self, *inputs: Shape) -> tuple[Shape, ...]:
        return self.parts(inputs[0], axis_of(self.axis, inputs[0]))


class Hsplit(Splitting):
    """Parts along axis 1; each is an output."""

    function = "hsplit"
    examples: ClassVar[tuple[Example, ...]] = (
        Example({"indices_or_sections": 2}, ((None, 4),)),
    )

    def shapes_of(self, *inputs: Shape) -> tuple[Shape, ...]:
        x = inputs[0]
        return self.parts(x, axis_of(1 if len(x) > 1 else 0, x))


class Vsplit(Splitting):
    """Parts along axis 0, the batch; each is an output."""

    function = "vsplit"
    examples: ClassVar[tuple[Example, ...]] = (
        Example({"indices_or_sections": 2}, ((4, 3),)),
    )

    def shapes_of(self, *inputs: Shape) -> tuple[Shape, ...]:
        x = inputs[0]
        if len(x) < 2:
            raise ShapeError(f"needs 2 dimensions or more, got {show(x)}")
        return self.parts(x, 0)


class Dsplit(Splitting):
    """Parts along axis 2; each is an output."""

    function = "dsplit"
    examples: ClassVar[tuple[Example, ...]] = (
        Example({"indices_or_sections": 2}, ((None, 3, 4),)),
    )

    def shapes_of(self, *inputs: Shape) -> tuple[Shape, ...]:
        return self.parts(inputs[0], axis_of(2, inputs[0]))


class ArraySplit(Operation):
    """Parts along an axis, nearly equal; each is an output.

    Args:
        indices_or_sections: how many; the first ones are larger by one where needed.
    """

    function = "array_split"
    examples: ClassVar[tuple[Example, ...]] = (
        Example({"indices_or_sections": 3, "axis": 1}, ((None, 4),)),
    )

    indices_or_sections: Annotated[
        int,
        Check(
            f"an integer from 1 to {MOST_PARTS}",
            lambda v: is_int(v, 1, MOST_PARTS),
            {"type": "integer", "minimum": 1, "maximum": MOST_PARTS},
        ),
    ]
    axis: Int = 0

    def output_count(self) -> int:
        return self.indices_or_sections

    def shapes_of(self, *inputs: Shape) -> tuple[Shape, ...]:
        x, parts = inputs[0], self.indices_or_sections
        axis = axis_of(self.axis, x)
        size = x[axis]
        if size is not None and size < parts:
            raise ShapeError(
                f"{size} elements cannot be split into {parts} parts",
                argument="indices_or_sections",
            )
        sizes = [
            None if size is None else size // parts + (at < size % parts)
            for at in range(parts)
        ]
        return tuple((*x[:axis], one, *x[axis + 1 :]) for one in sizes)


class Unstack(Operation):
    """The slices along an axis, which goes; each is an output.

    Args:
        num: how many there are, where the size of the axis is not known.
    """

    function = "unstack"
    examples: ClassVar[tuple[Example, ...]] = (
        Example({"axis": 1}, ((None, 3, 4),)),
        Example({"num": 2, "axis": 1}, ((None, None, 4),)),
    )

    num: PositiveInt | None = None
    axis: Int = 0

    def output_count(self) -> int:
        if self.num is None:
            raise ShapeError(
                "needs to know how many slices there are, and the shape is unknown",
                hint="write `num: 3`",
            )
        return self.num

    def shapes_of(self, *inputs: Shape) -> tuple[Shape, ...]:
        x = inputs[0]
        axis = axis_of(self.axis, x)
        size = x[axis]
        count = size if self.num is None else self.num
        if count is None:
            raise ShapeError(
                f"needs `num`, since the size along axis {self.axis} of {show(x)} is "
                "not known",
                argument="axis",
            )
        if count != (size or count) or count > MOST_PARTS:
            raise ShapeError(
                f"`num` is {count}; expected {size or count}, and {MOST_PARTS} at most",
                argument="num",
            )
        return ((*x[:axis], *x[axis + 1 :]),) * count


OPERATIONS: tuple[type[Operation], ...] = (
    Concatenate, Stack, Hstack, Vstack, Append,
    Split, ArraySplit, Hsplit, Vsplit, Dsplit, Unstack,
)  # fmt: skip
"""Every operation of this file."""
