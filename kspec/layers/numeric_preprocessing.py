"""Preprocessing of numbers inside the model: scaling, normalizing, sorting in bins."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Annotated, Any, ClassVar, Self

from pydantic import model_validator

from kspec.layers.arguments import Axes, Bool, Check, is_number
from kspec.layers.axes import axes_of, known_size
from kspec.layers.encoding import NO_SPARSE, NO_TRAINABLE, OutputMode, one_hot
from kspec.layers.layer import Example, Family, Layer
from kspec.layers.spatial import conflict
from kspec.layers.statistics import Means, Variances, sizes
from kspec.shape import Shape, ShapeError, Tensor, Weight, show


def _is_numbers(value: Any) -> bool:
    return isinstance(value, tuple) and all(is_number(v) for v in value) and value != ()  # pyright: ignore


Numbers = Annotated[
    float | tuple[float, ...],
    Check(
        "a number, or a list with one for each channel",
        lambda v: is_number(v) or _is_numbers(v),
        {
            "anyOf": [
                {"type": "number"},
                {"type": "array", "items": {"type": "number"}, "minItems": 1},
            ]
        },
    ),
]


Boundaries = Annotated[
    tuple[float, ...],
    Check(
        "a list of numbers in ascending order",
        lambda v: _is_numbers(v) and list(v) == sorted(v),
        {"type": "array", "items": {"type": "number"}, "minItems": 1},
    ),
]


class Rescaling(Layer):
    """`x * scale + offset`; a list has one number for each channel.

    Args:
        scale: the factor.
    Source: keras.layers.Rescaling.
    """

    family: ClassVar[Family] = "preprocessing"
    examples: ClassVar[tuple[Example, ...]] = (
        Example({"scale": 0.5, "offset": -1}, ((None, 28, 28, 1),)),
        Example({"scale": [1.0, 2.0, 3.0]}, ((None, 8, 3),)),
    )

    scale: Numbers
    offset: Numbers = 0.0

    def shape_of(self, x: Shape) -> Shape:
        for name, value in (("scale", self.scale), ("offset", self.offset)):
            if isinstance(value, tuple) and x[-1] not in (None, len(value)):
                raise ShapeError(
                    f"`{name}` has {len(value)} numbers for the last dimension of "
                    f"{show(x)}",
                    hint=f"give one number, or {x[-1]}",
                    argument=name,
                )
        return x


class Normalization(Layer):
    """`(x - mean) / sqrt(variance)`; without these it keeps its input until adapted.

    Shapes: (batch, …) → (batch, …)

    Args:
        axis: the axes whose elements have means of their own; null for one mean.
        mean: the mean, or one for each element of the axis.
        variance: the variance, or one for each element of the axis.
        invert: whether to go back: `x * sqrt(variance) + mean`.
    Source: keras.layers.Normalization.
    """

    family: ClassVar[Family] = "preprocessing"
    examples: ClassVar[tuple[Example, ...]] = (
        Example({"mean": [1.0, 2.0, 3.0], "variance": [1.0, 4.0, 9.0]}, ((None, 3),)),
        Example({"axis": None}, ((None, None, 2),)),
        Example({}, ((None, 5, 3),)),
    )

    axis: Axes | None = -1
    mean: Means | None = None
    variance: Variances | None = None
    invert: Bool = False

    @model_validator(mode="after")
    def _fits_together(self) -> Self:
        if (self.mean is None) != (self.variance is None):
            given, other = ("mean", "variance")[:: 1 if self.variance is None else -1]
            raise conflict(given, f"`{given}` needs `{other}`")
        shape = sizes(self.mean) or ()
        if shape != (sizes(self.variance) or ()):
            raise conflict(
                "variance",
                f"`mean` has the shape {show(shape)}, and `variance` "
                f"{show(sizes(self.variance) or ())}",
            )
        if len(shape) > len(self._given_axes()):
            raise conflict(
                "mean",
                f"`mean` has the shape {show(shape)}, and `axis` names "
                f"{len(self._given_axes())} axes",
                hint="give one number, or name the axes that it lies along",
            )
        return self

    def shape_of(self, x: Shape) -> Shape:
        kept = self._kept(x)
        given = sizes(self.mean) or ()
        for own, size in zip(reversed(given), reversed(kept), strict=False):
            if own not in (1, size):
                raise ShapeError(
                    f"`mean` has the shape {show(given)}, and the axis of {show(x)} "
                    f"{show(kept)}",
                    hint=f"give one number, or {size}",
                    argument="mean",
                )
        return x

    def weights_of(self, x: Shape) -> tuple[Weight, ...]:
        if self.mean is not None:
            return ()
        kept = self._kept(x)
        return (
            Weight("mean", kept, trainable=False),
            Weight("variance", kept, trainable=False),
            Weight("count", (), trainable=False, dtype="int64"),
        )

    def _given_axes(self) -> tuple[int, ...]:
        if self.axis is None:
            return ()
        return (self.axis,) if isinstance(self.axis, int) else self.axis

    def _kept(self, x: Shape) -> tuple[int, ...]:
        """The sizes along the axes, in the order of the input's."""
        given = self._given_axes()
        axes = axes_of(given, x) if given else ()
        return tuple(known_size(axis, x) for axis in sorted(axes))


class Discretization(Layer):
    """The bin that each number falls into, or a vector for it.

    Shapes: (batch, …) → (batch, …) with `int`, and (batch, …, bins) with `one_hot`, a
        last dimension of 1 giving way; (batch, n, …) → (batch, …, bins) otherwise

    Args:
        bin_boundaries: the numbers at which a new bin begins, in ascending order.
        output_mode: `int` gives the bin, `one_hot` a vector for each; `multi_hot` marks
            and `count` counts the bins of an example.
    Source: keras.layers.Discretization.
    """

    family: ClassVar[Family] = "preprocessing"
    refused: ClassVar[Mapping[str, str]] = {
        **NO_SPARSE,
        **NO_TRAINABLE,
        "num_bins": "the bins would be learned from data; write `bin_boundaries`",
        "epsilon": "it says how exactly bins are learned from data",
    }
    examples: ClassVar[tuple[Example, ...]] = (
        Example({"bin_boundaries": [0.0, 1.0, 2.5]}, ((None, 3),)),
        Example({"bin_boundaries": [0.0, 1.0], "output_mode": "one_hot"}, ((None, 1),)),
    )

    bin_boundaries: Boundaries | None = None
    output_mode: OutputMode = "int"

    @model_validator(mode="after")
    def _fits_together(self) -> Self:
        if self.bin_boundaries is None:
            raise conflict(
                "bin_boundaries",
                "`Discretization` needs `bin_boundaries`",
                hint="write the numbers at which a new bin begins",
            )
        return self

    def shape_of(self, x: Shape) -> Shape:
        if self.output_mode == "int":
            return x
        bins = len(self.bin_boundaries or ()) + 1
        if self.output_mode == "one_hot":
            return one_hot(x, bins)
        if len(x) < 2:
            raise ShapeError(
                f"needs 2 dimensions or more for `{self.output_mode}`, got {show(x)}",
                hint="give the input `shape: [1]`",
                argument="output_mode",
            )
        return (x[0], *x[2:], bins)

    def dtype_of(self, *inputs: Tensor) -> str:
        return "int32" if self.output_mode == "int" else super().dtype_of(*inputs)
