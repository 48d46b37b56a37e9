"""Shapes and dtypes of tensors, and the arithmetic that layers share.

A shape is a tuple of dimensions, the batch first; None is a dimension that is not
known before the model runs. Rules follow `keras.src.ops.operation_utils`.
"""

from __future__ import annotations

import math
from dataclasses import dataclass

Dim = int | None
Shape = tuple[Dim, ...]


class _Unknown(tuple[int, ...]):
    """A shape of which not even the number of dimensions is known; it has no items."""

    __slots__ = ()

    def __eq__(self, other: object) -> bool:
        return isinstance(other, _Unknown)

    def __ne__(self, other: object) -> bool:
        return not self == other

    def __hash__(self) -> int:
        return hash(_Unknown)

    def __repr__(self) -> str:
        return "?"


UNKNOWN: tuple[int, ...] = _Unknown()
"""The shape of a tensor that only the built model knows."""

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
        return elements(self.shape) * BITS[self.dtype] // 8


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
        return elements(self.shape)

    @property
    def size_bytes(self) -> int:
        """Bytes that it takes."""
        return self.size * BITS[self.dtype] // 8


def is_known(shape: Shape) -> bool:
    """Whether the number of dimensions is known.

    Example:
    >>> is_known((None, 8)), is_known(()), is_known(UNKNOWN)
    (True, True, False)
    """
    return not isinstance(shape, _Unknown)


def show(shape: Shape) -> str:
    """The shape as Keras prints it; `?` where it is unknown.

    Example:
    >>> show((None, 28, 28, 1))
    '(None, 28, 28, 1)'
    >>> show((8,))
    '(8,)'
    """
    return str(tuple(shape)) if is_known(shape) else "?"


def elements(shape: Shape) -> int:
    """How many numbers a tensor holds; a dimension that is not known counts as one.

    Nothing of a shape that is unknown altogether.

    Example:
    >>> elements((None, 28, 28, 3)), elements(())
    (2352, 1)
    """
    held = math.prod(1 if dim is None else dim for dim in shape)
    return held if is_known(shape) else 0


def may_equal(one: Shape, other: Shape) -> bool:
    """Whether two shapes can be the same; what is unknown may be anything.

    Example:
    >>> may_equal((None, 4), (2, 4)), may_equal((None, 4), (None, 3))
    (True, False)
    """
    pairs = zip(one, other, strict=False)
    return len(one) == len(other) and all(a == b or None in (a, b) for a, b in pairs)


def dilated(window: int, dilation: int) -> int:
    """How many elements a window covers from its first to its last.

    Example:
    >>> dilated(3, 1), dilated(3, 2)
    (3, 5)
    """
    return dilation * (window - 1) + 1


def window_length(
    length: Dim, window: int, *, stride: int = 1, padding: str = "valid"
) -> Dim:
    """The number of places where a sliding window lies on an axis.

    At most 0 where the window does not fit.

    Example:
    >>> window_length(28, 3), window_length(28, 3, stride=2, padding="same")
    (26, 14)
    >>> window_length(None, 3), window_length(2, 3)
    (None, 0)

    Source: keras.src.ops.operation_utils.compute_conv_output_shape.
    """
    if length is None:
        return None
    return (length - (window if padding == "valid" else 1)) // stride + 1


def transposed_length(
    length: Dim,
    window: int,
    *,
    stride: int = 1,
    padding: str = "valid",
    output_padding: int | None = None,
) -> Dim:
    """The length of an axis on which a window is laid out at every place.

    Example:
    >>> transposed_length(4, 3, stride=2), transposed_length(4, 3, padding="same")
    (9, 4)
    >>> transposed_length(4, 3, stride=2, output_padding=1)
    10

    Source: keras.src.backend.common.backend_utils.compute_conv_transpose_output_shape.
    """
    if length is None:
        return None
    if output_padding is None:
        return length * stride + (max(window - stride, 0) if padding == "valid" else 0)
    kept = window if padding == "valid" else window % 2
    return (length - 1) * stride + kept + output_padding


def reshaped(shape: Shape, target: tuple[int, ...]) -> Shape:
    """The dimensions of a tensor laid out anew; -1 is what is left over.

    Example:
    >>> reshaped((28, 28), (-1, 4)), reshaped((None, 4), (2, -1))
    ((196, 4), (2, None))

    Raises: ShapeError where the number of elements differs.
    Source: keras.src.ops.operation_utils.compute_reshape_output_shape.
    """
    if None in shape:
        return tuple(None if dim == -1 else dim for dim in target)
    size = math.prod(dim or 1 for dim in shape)
    known = math.prod(dim for dim in target if dim != -1)
    if size == known if -1 not in target else size % known == 0:
        return tuple(size // known if dim == -1 else dim for dim in target)
    wanted = f"{known}" if -1 not in target else f"a multiple of {known}"
    raise ShapeError(
        f"{show(target)} holds {wanted} elements, but {show(shape)} has {size}",
        hint=_layout(size, target, known),
    )


def _layout(size: int, target: tuple[int, ...], known: int) -> str | None:
    """The target with a dimension more or less wrong, where that holds the size."""
    if -1 in target:
        return None
    if size % known == 0:
        return f"{[*target, size // known]} would hold them"
    for place, dim in reversed(list(enumerate(target))):
        if size % (known // dim) == 0:
            fitting = size // (known // dim)
            return f"{[*target[:place], fitting, *target[place + 1 :]]} would hold them"
    return None
