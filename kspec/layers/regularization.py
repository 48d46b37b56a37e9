"""Layers that make training harder to overfit; in use they pass their input on."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Annotated, Any, ClassVar

from kspec.layers.arguments import (
    Check,
    DataFormat,
    Fraction,
    NonNegativeFloat,
    Seed,
    is_int,
)
from kspec.layers.layer import Example, Family, Layer, Takes
from kspec.layers.spatial import wrong_rank
from kspec.shape import Shape, ShapeError, show

NO_WEIGHTS: Mapping[str, str] = {
    "trainable": "Keras takes none here: it has no weights"
}


def is_noise_shape(value: Any) -> bool:
    """Whether the value is a tuple of positive integers and nulls."""
    return isinstance(value, tuple) and all(
        d is None or is_int(d, 1)
        for d in value  # pyright: ignore
    )


NoiseShape = Annotated[
    tuple[int | None, ...],
    Check(
        "a list with a positive integer or null for each axis, the batch first",
        is_noise_shape,
        {"type": "array", "items": {"type": ["integer", "null"], "minimum": 1}},
    ),
]


class _Noise(Layer):
    family: ClassVar[Family] = "regularization"
    takes: ClassVar[Takes] = "floats"
    examples: ClassVar[tuple[Example, ...]] = (Example({"rate": 0.5}, ((None, 4),)),)

    def shape_of(self, x: Shape) -> Shape:
        return x


class Dropout(_Noise):
    """Drops a fraction of the inputs and scales up the rest.

    Shapes: (batch, …) → (batch, …)

    Args:
        noise_shape: 1 where an axis is dropped as a whole, null elsewhere.
    Source: keras.layers.Dropout; Srivastava et al. (2014).
    """

    examples: ClassVar[tuple[Example, ...]] = (
        Example({"rate": 0.5}, ((None, 4),)),
        Example({"rate": 0.5, "noise_shape": (None, 1, None)}, ((None, 6, 4),)),
    )

    rate: Fraction
    noise_shape: NoiseShape | None = None
    seed: Seed = None

    def shape_of(self, x: Shape) -> Shape:
        return masked(x, self.noise_shape)


class AlphaDropout(_Noise):
    """Dropout that keeps mean and variance, for `selu`.

    Shapes: (batch, …) → (batch, …)
    Source: keras.layers.AlphaDropout; Klambauer et al. (2017).
    """

    rate: Fraction
    noise_shape: NoiseShape | None = None
    seed: Seed = None

    def shape_of(self, x: Shape) -> Shape:
        return masked(x, self.noise_shape)


class SpatialDropout1D(_Noise):
    """Drops whole channels of a sequence.

    Shapes: (batch, steps, channels) → (batch, steps, channels)
    Source: keras.layers.SpatialDropout1D; Tompson et al. (2014).
    """

    refused: ClassVar[Mapping[str, str]] = NO_WEIGHTS
    examples: ClassVar[tuple[Example, ...]] = (Example({"rate": 0.5}, ((None, 6, 4),)),)

    rate: Fraction
    seed: Seed = None

    def shape_of(self, x: Shape) -> Shape:
        return of_rank(x, 1)


class SpatialDropout2D(_Noise):
    """Drops whole channels of an image.

    Shapes: (batch, rows, columns, channels) → (batch, rows, columns, channels)
    Source: keras.layers.SpatialDropout2D; Tompson et al. (2014).
    """

    refused: ClassVar[Mapping[str, str]] = NO_WEIGHTS
    examples: ClassVar[tuple[Example, ...]] = (
        Example({"rate": 0.5}, ((None, 8, 8, 3),)),
    )

    rate: Fraction
    data_format: DataFormat | None = None
    seed: Seed = None

    def shape_of(self, x: Shape) -> Shape:
        return of_rank(x, 2)


class SpatialDropout3D(_Noise):
    """Drops whole channels of a volume.

    Shapes: (batch, d1, d2, d3, channels) → (batch, d1, d2, d3, channels)
    Source: keras.layers.SpatialDropout3D; Tompson et al. (2014).
    """

    refused: ClassVar[Mapping[str, str]] = NO_WEIGHTS
    examples: ClassVar[tuple[Example, ...]] = (
        Example({"rate": 0.5}, ((None, 4, 4, 4, 3),)),
    )

    rate: Fraction
    data_format: DataFormat | None = None
    seed: Seed = None

    def shape_of(self, x: Shape) -> Shape:
        return of_rank(x, 3)


class GaussianDropout(_Noise):
    """Multiplies with noise around one, of variance rate / (1 - rate).

    Shapes: (batch, …) → (batch, …)
    Source: keras.layers.GaussianDropout; Srivastava et al. (2014).
    """

    rate: Fraction
    seed: Seed = None


class GaussianNoise(_Noise):
    """Adds noise around zero.

    Shapes: (batch, …) → (batch, …)

    Args:
        stddev: at most 1, as in Keras.
    Source: keras.layers.GaussianNoise.
    """

    examples: ClassVar[tuple[Example, ...]] = (Example({"stddev": 0.1}, ((None, 4),)),)

    stddev: Fraction
    seed: Seed = None


class ActivityRegularization(_Noise):
    """Adds a penalty on its input to the loss.

    Shapes: (batch, …) → (batch, …)
    Source: keras.layers.ActivityRegularization.
    """

    examples: ClassVar[tuple[Example, ...]] = (Example({"l2": 0.01}, ((None, 4),)),)

    l1: NonNegativeFloat = 0.0
    l2: NonNegativeFloat = 0.0


def masked(x: Shape, noise: tuple[int | None, ...] | None) -> Shape:
    """The shape, once the mask's shape fits it.

    Raises: ShapeError where the mask cannot be repeated to the shape.
    """
    if noise is not None and not _fits(x, noise):
        raise ShapeError(
            f"`noise_shape` {show(noise)} does not fit the input, {show(x)}",
            hint="for each axis, the batch first: null for its own size, or 1",
            argument="noise_shape",
        )
    return x


def _fits(x: Shape, noise: tuple[int | None, ...]) -> bool:
    return len(noise) == len(x) and all(
        kept in (None, 1) or size in (None, kept)
        for size, kept in zip(x, noise, strict=True)
    )


def of_rank(x: Shape, rank: int) -> Shape:
    """The shape, once it has a batch, that many spatial axes and channels.

    Raises: ShapeError where it has not.
    """
    if len(x) != rank + 2:
        raise wrong_rank(x, rank)
    return x
