"""Axes that arguments name: in range, known, each once."""

from __future__ import annotations

from kspec.shape import Shape, ShapeError, show


def axis_of(axis: int, x: Shape, argument: str = "axis") -> int:
    """The axis counted from 0; negative ones count from the end.

    Raises: ShapeError where the shape has no such axis.

    Example:
    >>> axis_of(-1, (None, 28, 3))
    2
    """
    if not -len(x) <= axis < len(x):
        raise ShapeError(
            f"`{argument}` is {axis}, and {show(x)} has the axes {-len(x)} to "
            f"{len(x) - 1}",
            argument=argument,
        )
    return axis % len(x)


def axes_of(
    axes: int | tuple[int, ...], x: Shape, argument: str = "axis"
) -> tuple[int, ...]:
    """The axes counted from 0, in the order given.

    Raises: ShapeError where there are none, or one is out of range or there twice.

    Example:
    >>> axes_of((-2, -1), (None, 28, 3)), axes_of(1, (None, 28, 3))
    ((1, 2), (1,))
    """
    given = (axes,) if isinstance(axes, int) else axes
    found = tuple(axis_of(axis, x, argument) for axis in given)
    if not found:
        raise ShapeError(f"`{argument}` names no axis", argument=argument)
    if len(set(found)) < len(found):
        raise ShapeError(
            f"`{argument}` names an axis of {show(x)} twice, got {given}",
            argument=argument,
        )
    return found


def known_size(axis: int, x: Shape, argument: str = "axis") -> int:
    """The size along an axis, on which the layer's weights depend.

    Raises: ShapeError where it is unknown or the shape has no such axis.
    """
    size = x[axis_of(axis, x, argument)]
    if size is None:
        raise ShapeError(
            f"needs a known size along axis {axis}, got {show(x)}",
            hint="its weights depend on it: give that dimension of the input a number",
            argument=argument,
        )
    return size
