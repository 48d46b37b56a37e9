"""Spatial axes: where they stand, and how layers that slide over them speak of them."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from pydantic_core import PydanticCustomError

from kspec.shape import Dim, Shape, ShapeError, dilated, show, window_length

NAMES = {1: ("steps",), 2: ("height", "width"), 3: ("depth", "height", "width")}
FIRST = "channels_first"


def split(x: Shape, rank: int, data_format: str | None) -> tuple[Shape, Dim]:
    """The spatial dimensions and the number of channels.

    Example:
    >>> split((None, 28, 28, 1), 2, None)
    ((28, 28), 1)

    Raises: ShapeError where the input has another number of dimensions.
    """
    if len(x) != rank + 2:
        raise wrong_rank(x, rank, data_format)
    return (x[2:], x[1]) if data_format == FIRST else (x[1:-1], x[-1])


def join(
    batch: Dim, spatial: Sequence[Dim], channels: Dim, data_format: str | None
) -> Shape:
    """The shape with the channels where the data format has them.

    Example:
    >>> join(None, (28, 28), 1, "channels_first")
    (None, 1, 28, 28)
    """
    if data_format == FIRST:
        return (batch, channels, *spatial)
    return (batch, *spatial, channels)


def known_channels(channels: Dim, x: Shape) -> int:
    """The number of channels, on which weights depend.

    Raises: ShapeError where it is unknown.
    """
    if channels is None:
        raise ShapeError(
            f"needs a known number of channels, got {show(x)}",
            hint="its weights depend on it: give the input's channels a number",
        )
    return channels


def wrong_rank(x: Shape, rank: int, data_format: str | None = None) -> ShapeError:
    """The error for an input with another number of dimensions."""
    axes = join("batch", NAMES[rank], "channels", data_format)  # pyright: ignore
    hint = {
        rank + 1: "put Reshape before it, with a last dimension of 1 for one channel",
        2: "put Reshape before it, or move it before Flatten and Dense",
    }.get(len(x), f"a layer for inputs like this ends in {len(x) - 2}D")
    if not 2 <= len(x) <= 5 or len(x) == rank + 2:
        hint = None
    return ShapeError(
        f"needs {rank + 2} dimensions ({', '.join(map(str, axes))}), got {show(x)}",
        hint=hint,
    )


def conflict(
    argument: str, message: str, *, hint: str | None = None
) -> PydanticCustomError:
    """The error for arguments that do not go together; one is to blame."""
    return PydanticCustomError(
        "conflict",
        "{message}",
        {"message": message, "argument": argument, "hint": hint},
    )


@dataclass(frozen=True, slots=True)
class Window:
    """What slides over the spatial axes; one value of each kind for each axis."""

    sizes: tuple[int, ...]
    strides: tuple[int, ...]
    dilations: tuple[int, ...]
    padding: str = "valid"

    @property
    def covered(self) -> tuple[int, ...]:
        """How many elements it covers along each axis."""
        return tuple(map(dilated, self.sizes, self.dilations))

    def slide(self, x: Shape, spatial: Shape, argument: str) -> Shape:
        """The number of places along each axis.

        Raises: ShapeError, which blames the argument, where it is longer than an axis.
        """
        axes = zip(spatial, self.covered, self.strides, strict=True)
        lengths = tuple(
            window_length(length, size, stride=stride, padding=self.padding)
            for length, size, stride in axes
        )
        for axis, length in enumerate(lengths):
            if length is not None and length <= 0:
                raise self._too_long(x, spatial[axis], axis, argument)
        return lengths

    def _too_long(self, x: Shape, length: Dim, axis: int, argument: str) -> ShapeError:
        name = NAMES[len(self.sizes)][axis]
        return ShapeError(
            f"`{argument}` covers {self.covered[axis]} along the {name}, which has "
            f"only {length}, got {show(x)}",
            hint=f"at most {length} fits, or write `padding: same`",
            argument=argument,
        )
