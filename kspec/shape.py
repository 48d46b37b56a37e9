"""Shapes and dtypes of tensors, and the arithmetic that layers share.

A shape is a tuple of dimensions, the batch first; None is a dimension that is not
known before the model runs. Rules follow `keras.src.ops.operation_utils`.
"""

from __future__ import annotations

import math
from dataclasses import dataclass

Dim = int | None
Shape = tuple[Dim, ...]

BITS = {
    "bool": 8,
    "int8": 8,
    "uint8": 8,
    "int16": 16,
    "uint16": 16,
    "float16": 16,
    "bfloat16": 16,
    "int32": 32,
    "uint32": 32,
    "float32": 32,
    "int64": 64,
    "uint64": 64,
    "float64": 64,
    "string": 64,
}
"""Width of one element of each dtype; a string counts as a pointer."""


class ShapeError(Exception):
    """A layer cannot take these inputs.

    Args:
        message: what does not fit, with the values shown.
        hint: the closest fix.
        argument: the layer's argument to blame, where one is.
    """

    def __init__(
        self, message: str, *, hint: str | None = None, argument: str | None = None
    ) -> None:
        super().__init__(message)
        self.message = message
        self.hint = hint
        self.argument = argument


@dataclass(frozen=True, slots=True)
class Tensor:
    """What the checker knows of a tensor: its shape and its dtype."""

    shape: Shape
    dtype: str = "float32"

    @property
    def size_bytes(self) -> int:
        """Bytes for a batch of one; other unknown dimensions count as one."""
        return math.prod(dim or 1 for dim in self.shape) * BITS[self.dtype] // 8


@dataclass(frozen=True, slots=True)
class Weight:
    """One variable of a layer."""

    name: str
    shape: tuple[int, ...]
    trainable: bool = True
    dtype: str = "float32"

    @property
    def size(self) -> int:
        """Number of parameters."""
        return math.prod(self.shape)

    @property
    def size_bytes(self) -> int:
        """Bytes that it takes."""
        return self.size * BITS[self.dtype] // 8


def show(shape: Shape) -> str:
    """The shape as Keras prints it.

    Example:
    >>> show((None, 28, 28, 1))
    '(None, 28, 28, 1)'
    >>> show((8,))
    '(8,)'
    """
    return str(tuple(shape))
