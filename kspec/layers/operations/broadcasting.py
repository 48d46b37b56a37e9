"""Broadcasting: the shape that several tensors are repeated to."""

from __future__ import annotations

import functools
from collections.abc import Iterable

from kspec.shape import Dim, Shape, ShapeError, show


def broadcast_all(shapes: Iterable[Shape]) -> Shape:
    """The shape of all, aligned at the end; an axis of size 1 is repeated.

    An axis whose size one of them knows has that size.

    Example:
    >>> broadcast_all([(None, 6, 1), (4,)]), broadcast_all([(None, 4), (2, 4)])
    ((None, 6, 4), (2, 4))

    Raises: ShapeError where two sizes differ.
    Source: keras.src.ops.operation_utils.broadcast_shapes.
    """
    return functools.reduce(broadcast_pair, shapes)


def broadcast_pair(one: Shape, other: Shape) -> Shape:
    """The shape of both."""
    length = max(len(one), len(other))
    pairs = zip(_extended(one, length), _extended(other, length), strict=True)
    return tuple(_size(a, b, one, other) for a, b in pairs)


def _extended(shape: Shape, length: int) -> Shape:
    return (*(1,) * (length - len(shape)), *shape)


def _size(a: Dim, b: Dim, one: Shape, other: Shape) -> Dim:
    if a == 1 or a == b:
        return b
    if b in (1, None):
        return a
    if a is None:
        return b
    raise ShapeError(
        f"cannot combine {show(one)} and {show(other)}: {a} and {b} differ",
        hint="sizes from the end have to be equal, or one of them 1",
    )
