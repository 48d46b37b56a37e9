"""Layers that merge several tensors, which they take as one list."""

from __future__ import annotations

from typing import Annotated, ClassVar

from kspec.layers.arguments import Bool, Check, Int, is_int, is_ints
from kspec.layers.axes import axis_of
from kspec.layers.layer import Arity, Example, Family, Layer
from kspec.shape import Dim, Shape, ShapeError, Tensor, elements, show

SEVERAL = Arity(2, None, listed=True)
PAIR = Arity(2, 2, listed=True)
TWO = ((None, 4), (None, 4))

DotAxes = Annotated[
    int | tuple[int, int],
    Check(
        "an integer, or a list of 2",
        lambda v: is_int(v) or is_ints(v, count=2),
        {
            "anyOf": [
                {"type": "integer"},
                {
                    "type": "array",
                    "items": {"type": "integer"},
                    "minItems": 2,
                    "maxItems": 2,
                },
            ]
        },
    ),
]


class _Merge(Layer):
    """Merges element by element; axes of size 1 and missing ones are repeated."""

    family: ClassVar[Family] = "merging"
    arity: ClassVar[Arity] = SEVERAL

    def outputs_of(self, *inputs: Tensor) -> tuple[Tensor, ...]:
        for tensor in inputs:
            refuse_truth(tensor)
        return super().outputs_of(*inputs)

    def shape_of(self, *inputs: Shape) -> Shape:
        batch = common_batch(inputs)
        merged = inputs[0][1:]
        for x in inputs[1:]:
            merged = broadcast(merged, x[1:], f"{show(inputs[0])} and {show(x)}")
        return (batch, *merged)


class Add(_Merge):
    """The sum.

    Shapes: (batch, …), (batch, …), … → (batch, …)
    Source: keras.layers.Add.
    """

    examples: ClassVar[tuple[Example, ...]] = (
        Example({}, TWO),
        Example({}, ((None, 6, 4), (None, 1, 4), (None, 4))),
    )


class Subtract(_Merge):
    """The first minus the second.

    Shapes: (batch, …), (batch, …) → (batch, …)
    Source: keras.layers.Subtract.
    """

    arity: ClassVar[Arity] = PAIR
    examples: ClassVar[tuple[Example, ...]] = (Example({}, TWO),)


class Multiply(_Merge):
    """The product.

    Shapes: (batch, …), (batch, …), … → (batch, …)
    Source: keras.layers.Multiply.
    """

    examples: ClassVar[tuple[Example, ...]] = (Example({}, TWO),)


class Average(_Merge):
    """The mean.

    Shapes: (batch, …), (batch, …), … → (batch, …)
    Source: keras.layers.Average.
    """

    examples: ClassVar[tuple[Example, ...]] = (Example({}, TWO),)


class Maximum(_Merge):
    """The larger of each.

    Shapes: (batch, …), (batch, …), … → (batch, …)
    Source: keras.layers.Maximum.
    """

    examples: ClassVar[tuple[Example, ...]] = (Example({}, TWO),)


class Minimum(_Merge):
    """The smaller of each.

    Shapes: (batch, …), (batch, …), … → (batch, …)
    Source: keras.layers.Minimum.
    """

    examples: ClassVar[tuple[Example, ...]] = (Example({}, TWO),)


class Concatenate(Layer):
    """The inputs one after another along an axis.

    Shapes: (batch, …, d1), (batch, …, d2), … → (batch, …, d1 + d2 + …)
    Source: keras.layers.Concatenate.
    """

    family: ClassVar[Family] = "merging"
    arity: ClassVar[Arity] = SEVERAL
    examples: ClassVar[tuple[Example, ...]] = (
        Example({}, ((None, 6, 4), (None, 6, 3))),
        Example({"axis": 1}, ((None, 6, 4), (None, None, 4))),
    )

    axis: Int = -1

    def shape_of(self, *inputs: Shape) -> Shape:
        first = inputs[0]
        axis = axis_of(self.axis, first)
        for x in inputs[1:]:
            if not joinable(first, x, axis):
                raise ShapeError(
                    f"cannot concatenate {show(first)} and {show(x)} along axis "
                    f"{self.axis}",
                    hint=joining_hint(first, x),
                )
        sizes = [x[axis] for x in inputs]
        known = [size for size in sizes if size is not None]
        total = sum(known) if len(known) == len(sizes) else None
        return (*first[:axis], total, *first[axis + 1 :])


class Dot(Layer):
    """The sum of products along one axis of each of two tensors.

    Shapes: (batch, …, d), (batch, …, d) → (batch, …, …)
    Source: keras.layers.Dot.
    """

    family: ClassVar[Family] = "merging"
    arity: ClassVar[Arity] = PAIR
    examples: ClassVar[tuple[Example, ...]] = (
        Example({"axes": 1}, ((None, 4), (None, 4))),
        Example({"axes": (2, 1)}, ((None, 3, 4), (None, 4, 5))),
    )

    axes: DotAxes
    normalize: Bool = False

    def shape_of(self, *inputs: Shape) -> Shape:
        x, y = inputs
        common_batch(inputs)
        first, second = self._axes(x, y)
        if x[first] != y[second]:
            raise ShapeError(
                f"needs equal sizes along axis {first} of {show(x)} and axis {second} "
                f"of {show(y)}, got {x[first]} and {y[second]}",
                argument="axes",
            )
        rest = (*without(x, first)[1:], *without(y, second)[1:])
        return (x[0], *(rest or (1,)))

    def multiply_adds_of(self, *inputs: Shape) -> int:
        first, _ = self._axes(*inputs)
        return elements(self.shape_of(*inputs)) * elements(inputs[0][first : first + 1])

    def _axes(self, x: Shape, y: Shape) -> tuple[int, int]:
        pair = (self.axes, self.axes) if isinstance(self.axes, int) else self.axes
        first, second = axis_of(pair[0], x, "axes"), axis_of(pair[1], y, "axes")
        if 0 in (first, second):
            raise ShapeError(
                f"cannot multiply along axis 0, the batch, of {show(x)} and {show(y)}",
                argument="axes",
            )
        return first, second


def refuse_truth(tensor: Tensor) -> None:
    """Refuse booleans, which have no arithmetic.

    Raises: ShapeError where the tensor holds some.
    """
    if tensor.dtype == "bool":
        raise ShapeError(
            "needs numbers, got bool", hint="give the input `dtype: float32`"
        )


def common_batch(inputs: tuple[Shape, ...]) -> Dim:
    """The batch size of the inputs; None where none of them knows it.

    Raises: ShapeError where two of them are known and differ.
    """
    known = {x[0]: x for x in reversed(inputs) if x[0] is not None}
    if len(known) > 1:
        one, other, *_ = known.values()
        raise ShapeError(f"cannot merge the batches of {show(one)} and {show(other)}")
    return next(iter(known), None)


def broadcast(one: Shape, other: Shape, shown: str) -> Shape:
    """The shape of both, aligned at the end; an axis of size 1 is repeated.

    Raises: ShapeError, which shows the whole shapes, where two sizes differ.

    Example:
    >>> broadcast((6, 4), (1,), "")
    (6, 4)
    """
    long, short = (one, other) if len(one) >= len(other) else (other, one)
    ones = (1,) * (len(long) - len(short))
    pairs = zip(long, (*ones, *short), strict=True)
    return tuple(broadcast_sizes(a, b, shown) for a, b in pairs)


def broadcast_sizes(one: Dim, other: Dim, shown: str) -> Dim:
    """The size of an axis that two tensors share."""
    if one is None or other is None:
        return None
    if 1 not in (one, other) and one != other:
        raise ShapeError(
            f"cannot merge {shown}: {one} and {other} differ",
            hint="a Dense, convolution or reshaping layer can make the shapes equal",
        )
    return other if one == 1 else one


def joinable(one: Shape, other: Shape, axis: int) -> bool:
    """Whether the shapes are equal but for one axis; unknown sizes fit any."""
    return len(one) == len(other) and all(
        a == b or None in (a, b)
        for place, (a, b) in enumerate(zip(one, other, strict=True))
        if place != axis
    )


def joining_hint(one: Shape, other: Shape) -> str:
    """What would make two shapes fit for concatenation."""
    if len(one) != len(other):
        return "the number of dimensions has to be the same: Reshape or Flatten one"
    places = [axis for axis in range(1, len(one)) if joinable(one, other, axis)]
    if places:
        return f"along axis {places[0]} they would fit"
    return "the sizes along all other axes have to be the same"


def without(x: Shape, axis: int) -> Shape:
    """The shape without an axis."""
    return (*x[:axis], *x[axis + 1 :])
