"""Layers that change the length of spatial axes: cropping, padding, repeating."""

# Instances are frozen, so that narrowing a field is sound.
# pyright: reportIncompatibleVariableOverride=false

from __future__ import annotations

from typing import Annotated, Any, ClassVar, Literal

from kspec.layers.arguments import (
    Check,
    Choice,
    DataFormat,
    PerAxis2,
    PerAxis3,
    PositiveInt,
    is_int,
    is_ints,
    spread,
)
from kspec.layers.layer import Example, Family, Layer
from kspec.layers.spatial import NAMES, join, split
from kspec.shape import Dim, Shape, ShapeError, show

Interpolation = Annotated[
    Literal["nearest", "bilinear", "bicubic", "lanczos3", "lanczos5"], Choice()
]
Pair = tuple[int, int]
Ends = int | tuple[int | Pair, ...]


def at_ends(count: int) -> Check:
    """The type "an integer, or for each of `count` axes an integer or a pair"."""
    pair = {"type": "array", "items": {"type": "integer", "minimum": 0}}
    pair |= {"minItems": 2, "maxItems": 2}
    whole = {"type": "integer", "minimum": 0}
    if count == 1:
        return Check(
            "an integer, 0 or more, or a list of 2",
            lambda v: is_int(v, 0) or is_ints(v, 0, 2),
            {"anyOf": [whole, pair]},
        )
    axes = {"type": "array", "items": {"anyOf": [whole, pair]}}
    axes |= {"minItems": count, "maxItems": count}
    return Check(
        f"an integer, 0 or more, or a list of {count}, each an integer or a pair",
        lambda v: is_int(v, 0) or _is_per_axis(v, count),
        {"anyOf": [whole, axes]},
    )


def _is_per_axis(value: Any, count: int) -> bool:
    return (
        isinstance(value, tuple)
        and len(value) == count  # pyright: ignore
        and all(is_int(item, 0) or is_ints(item, 0, 2) for item in value)  # pyright: ignore
    )


Ends1 = Annotated[int | Pair, at_ends(1)]
Ends2 = Annotated[int | tuple[int | Pair, int | Pair], at_ends(2)]
Ends3 = Annotated[int | tuple[int | Pair, int | Pair, int | Pair], at_ends(3)]


def pairs(ends: Ends, rank: int) -> tuple[Pair, ...]:
    """The numbers at the start and at the end of each axis.

    Example:
    >>> pairs(1, 2), pairs((1, 2), 1), pairs((1, (0, 2)), 2)
    (((1, 1), (1, 1)), ((1, 2),), ((1, 1), (0, 2)))
    """
    if isinstance(ends, int):
        return ((ends, ends),) * rank
    if rank == 1:
        return ((ends[0], ends[1]),)  # pyright: ignore[reportReturnType]
    return tuple((end, end) if isinstance(end, int) else end for end in ends)


class _Cropping(Layer):
    family: ClassVar[Family] = "reshaping"
    rank: ClassVar[int]

    cropping: Ends

    def shape_of(self, x: Shape) -> Shape:
        data_format: str | None = getattr(self, "data_format", None)
        spatial, channels = split(x, self.rank, data_format)
        ends = pairs(self.cropping, self.rank)
        lengths = [
            self._cropped(x, axis, spatial[axis], sum(ends[axis]))
            for axis in range(self.rank)
        ]
        return join(x[0], lengths, channels, data_format)

    def _cropped(self, x: Shape, axis: int, length: Dim, cut: int) -> Dim:
        if length is None:
            return None
        if length <= cut:
            raise ShapeError(
                f"`cropping` takes {cut} off the {NAMES[self.rank][axis]}, which has "
                f"only {length}, got {show(x)}",
                hint=f"take off {length - 1} at most",
                argument="cropping",
            )
        return length - cut


class _ZeroPadding(Layer):
    """Adds zeros at the ends.

    Args:
        padding: zeros added at the start and the end of each axis.
    """

    family: ClassVar[Family] = "reshaping"
    rank: ClassVar[int]

    padding: Ends
    data_format: DataFormat | None = None

    def shape_of(self, x: Shape) -> Shape:
        spatial, channels = split(x, self.rank, self.data_format)
        ends = pairs(self.padding, self.rank)
        lengths = [
            None if length is None else length + sum(end)
            for length, end in zip(spatial, ends, strict=True)
        ]
        return join(x[0], lengths, channels, self.data_format)


class _UpSampling(Layer):
    family: ClassVar[Family] = "reshaping"
    rank: ClassVar[int]

    size: int | tuple[int, ...]

    def shape_of(self, x: Shape) -> Shape:
        data_format: str | None = getattr(self, "data_format", None)
        spatial, channels = split(x, self.rank, data_format)
        factors = spread(self.size, self.rank)
        lengths = [
            None if length is None else length * factor
            for length, factor in zip(spatial, factors, strict=True)
        ]
        return join(x[0], lengths, channels, data_format)


class Cropping1D(_Cropping):
    """Cuts the ends of a sequence off.

    Shapes: (batch, steps, channels) → the same number of dimensions
    Source: keras.layers.Cropping1D.
    """

    rank: ClassVar[int] = 1
    examples: ClassVar[tuple[Example, ...]] = (
        Example({"cropping": [1, 2]}, ((None, 10, 4),)),
        Example({"cropping": 1}, ((None, 4, None),)),
    )

    cropping: Ends1 = (1, 1)


class Cropping2D(_Cropping):
    """Cuts the ends of an image off.

    Shapes: (batch, height, width, channels) → the same number of dimensions
    Source: keras.layers.Cropping2D.
    """

    rank: ClassVar[int] = 2
    examples: ClassVar[tuple[Example, ...]] = (
        Example({"cropping": [[1, 2], [0, 3]]}, ((None, 28, 28, 1),)),
        Example(
            {"cropping": 1, "data_format": "channels_first"}, ((None, 4, None, 9),)
        ),
    )

    cropping: Ends2 = ((0, 0), (0, 0))
    data_format: DataFormat | None = None


class Cropping3D(_Cropping):
    """Cuts the ends of a volume off.

    Shapes: (batch, depth, height, width, channels) → the same number of dimensions
    Source: keras.layers.Cropping3D.
    """

    rank: ClassVar[int] = 3
    examples: ClassVar[tuple[Example, ...]] = (
        Example({"cropping": [[1, 2], [0, 3], [1, 0]]}, ((None, 8, 8, 8, 2),)),
        Example(
            {"cropping": 1, "data_format": "channels_first"}, ((None, 4, None, 9, 8),)
        ),
    )

    cropping: Ends3 = ((1, 1), (1, 1), (1, 1))
    data_format: DataFormat | None = None


class ZeroPadding1D(_ZeroPadding):
    """Adds zeros at the ends of a sequence.

    Shapes: (batch, steps, channels) → the same number of dimensions
    Source: keras.layers.ZeroPadding1D.
    """

    rank: ClassVar[int] = 1
    examples: ClassVar[tuple[Example, ...]] = (
        Example({"padding": [1, 2]}, ((None, 10, 4),)),
        Example({"padding": 2, "data_format": "channels_first"}, ((None, 4, None),)),
    )

    padding: Ends1 = 1
    data_format: DataFormat | None = None


class ZeroPadding2D(_ZeroPadding):
    """Adds zeros at the ends of an image.

    Shapes: (batch, height, width, channels) → the same number of dimensions
    Source: keras.layers.ZeroPadding2D.
    """

    rank: ClassVar[int] = 2
    examples: ClassVar[tuple[Example, ...]] = (
        Example({"padding": [[1, 2], [0, 3]]}, ((None, 28, 28, 1),)),
        Example({"padding": 2, "data_format": "channels_first"}, ((None, 4, None, 9),)),
    )

    padding: Ends2 = (1, 1)
    data_format: DataFormat | None = None


class ZeroPadding3D(_ZeroPadding):
    """Adds zeros at the ends of a volume.

    Shapes: (batch, depth, height, width, channels) → the same number of dimensions
    Source: keras.layers.ZeroPadding3D.
    """

    rank: ClassVar[int] = 3
    examples: ClassVar[tuple[Example, ...]] = (
        Example({"padding": [[1, 2], [0, 3], [1, 0]]}, ((None, 8, 8, 8, 2),)),
        Example(
            {"padding": 2, "data_format": "channels_first"}, ((None, 4, None, 9, 8),)
        ),
    )

    padding: Ends3 = ((1, 1), (1, 1), (1, 1))
    data_format: DataFormat | None = None


class UpSampling1D(_UpSampling):
    """Repeats the elements of a sequence.

    Shapes: (batch, steps, channels) → the same number of dimensions
    Source: keras.layers.UpSampling1D.
    """

    rank: ClassVar[int] = 1
    examples: ClassVar[tuple[Example, ...]] = (
        Example({"size": 3}, ((None, 10, 4),)),
        Example({"size": 2}, ((None, 4, None),)),
    )

    size: PositiveInt = 2


class UpSampling2D(_UpSampling):
    """Repeats the elements of an image; other interpolations blend them.

    Shapes: (batch, height, width, channels) → the same number of dimensions
    Source: keras.layers.UpSampling2D.
    """

    rank: ClassVar[int] = 2
    examples: ClassVar[tuple[Example, ...]] = (
        Example({"size": 3}, ((None, 28, 28, 1),)),
        Example({"size": 2, "data_format": "channels_first"}, ((None, 4, None, 9),)),
    )

    size: PerAxis2 = (2, 2)
    data_format: DataFormat | None = None
    interpolation: Interpolation = "nearest"


class UpSampling3D(_UpSampling):
    """Repeats the elements of a volume.

    Shapes: (batch, depth, height, width, channels) → the same number of dimensions
    Source: keras.layers.UpSampling3D.
    """

    rank: ClassVar[int] = 3
    examples: ClassVar[tuple[Example, ...]] = (
        Example({"size": 3}, ((None, 8, 8, 8, 2),)),
        Example({"size": 2, "data_format": "channels_first"}, ((None, 4, None, 9, 8),)),
    )

    size: PerAxis3 = (2, 2, 2)
    data_format: DataFormat | None = None
