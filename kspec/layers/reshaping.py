"""Layers that lay a tensor out anew: flatten, reshape, permute, repeat."""

from __future__ import annotations

import math
from typing import Annotated, ClassVar

from kspec.layers.arguments import Check, DataFormat, PositiveInt, is_int, is_ints
from kspec.layers.layer import Example, Family, Layer, Takes
from kspec.shape import Shape, ShapeError, reshaped, show

TargetShape = Annotated[
    tuple[int, ...],
    Check(
        "a list of positive integers, at most one of them -1",
        lambda v: (
            isinstance(v, tuple)
            and all(d == -1 or is_int(d, 1) for d in v)  # pyright: ignore
            and v.count(-1) <= 1  # pyright: ignore
        ),
        {"type": "array", "items": {"type": "integer", "minimum": -1}},
    ),
]
Permutation = Annotated[
    tuple[int, ...],
    Check(
        "the axes 1, 2, … in another order, such as [2, 1]",
        lambda v: is_ints(v, 1) and sorted(v) == list(range(1, len(v) + 1)),
        {"type": "array", "items": {"type": "integer", "minimum": 1}, "minItems": 1},
    ),
]


class Flatten(Layer):
    """All dimensions but the batch as one.

    Shapes: (batch, …) → (batch, elements)
    Source: keras.layers.Flatten.
    """

    family: ClassVar[Family] = "reshaping"
    takes: ClassVar[Takes] = "anything"
    keeps_dtype: ClassVar[bool] = True
    examples: ClassVar[tuple[Example, ...]] = (
        Example({}, ((None, 28, 28),)),
        Example({}, ((None, None, 3),)),
        Example({}, ((None,),)),
    )

    data_format: DataFormat | None = None

    def shape_of(self, x: Shape) -> Shape:
        if not x:
            raise ShapeError("needs an input with a batch dimension, got ()")
        if None in x[1:]:
            return (x[0], None)
        return (x[0], math.prod(dim or 1 for dim in x[1:]))


class Reshape(Layer):
    """The same elements in other dimensions; -1 stands for what is left over.

    Shapes: (batch, …) → (batch, *target_shape)
    Source: keras.layers.Reshape.
    """

    family: ClassVar[Family] = "reshaping"
    takes: ClassVar[Takes] = "anything"
    keeps_dtype: ClassVar[bool] = True
    examples: ClassVar[tuple[Example, ...]] = (
        Example({"target_shape": [28, 28, 1]}, ((None, 784),)),
        Example({"target_shape": [-1, 4]}, ((None, 8, 2),)),
    )

    target_shape: TargetShape

    def shape_of(self, x: Shape) -> Shape:
        try:
            return (x[0], *reshaped(x[1:], self.target_shape))
        except ShapeError as error:
            raise ShapeError(
                error.message, hint=error.hint, argument="target_shape"
            ) from None


class Permute(Layer):
    """The dimensions in another order; the batch, which is 0, stays first.

    Shapes: (batch, a, b) → (batch, b, a) for `dims: [2, 1]`
    Source: keras.layers.Permute.
    """

    family: ClassVar[Family] = "reshaping"
    takes: ClassVar[Takes] = "anything"
    keeps_dtype: ClassVar[bool] = True
    examples: ClassVar[tuple[Example, ...]] = (
        Example({"dims": [2, 1]}, ((None, 4, 3),)),
        Example({"dims": [3, 1, 2]}, ((None, 4, None, 3),)),
    )

    dims: Permutation

    def shape_of(self, x: Shape) -> Shape:
        if len(x) != len(self.dims) + 1:
            raise ShapeError(
                f"`dims` orders {len(self.dims)} axes, {show(x)} has {len(x) - 1} "
                "beside the batch",
                hint="list the number of every axis once; the first is 1",
                argument="dims",
            )
        return (x[0], *(x[axis] for axis in self.dims))


class RepeatVector(Layer):
    """The input `n` times, as a sequence.

    Shapes: (batch, features) → (batch, n, features)
    Source: keras.layers.RepeatVector.
    """

    family: ClassVar[Family] = "reshaping"
    examples: ClassVar[tuple[Example, ...]] = (Example({"n": 3}, ((None, 4),)),)

    n: PositiveInt

    def shape_of(self, x: Shape) -> Shape:
        if len(x) != 2:
            raise ShapeError(
                f"needs 2 dimensions (batch, features), got {show(x)}",
                hint="put Flatten before it" if len(x) > 2 else None,
            )
        return (x[0], self.n, x[1])
