"""Weight initializers. Source: keras.initializers."""

from __future__ import annotations

from typing import Annotated, ClassVar, Literal, Self

from pydantic import model_validator

from kspec.layers.arguments import (
    Choice,
    Float,
    Ints,
    NonNegativeFloat,
    PositiveFloat,
    Seed,
)
from kspec.layers.objects.object import Object, Vocabulary
from kspec.layers.spatial import conflict


class _Initializer(Object):
    module: ClassVar[str] = "keras.initializers"


class _Scaled(_Initializer):
    """Spread by the number of inputs and outputs, counted along these axes."""

    seed: Seed = None
    input_axes: Ints | None = None
    output_axes: Ints | None = None

    @model_validator(mode="after")
    def _both_axes_or_neither(self) -> Self:
        if (self.input_axes is None) != (self.output_axes is None):
            given = "output_axes" if self.input_axes is None else "input_axes"
            raise conflict(given, "`input_axes` and `output_axes` go together")
        return self


class Constant(_Initializer):
    """One value everywhere; Keras fails on the bare name `constant`."""

    value: Float = 0.0


class GlorotNormal(_Scaled):
    """Truncated normal of variance 2 / (inputs + outputs); also called Xavier."""

    names: ClassVar[tuple[str, ...]] = ("glorot_normal",)


class GlorotUniform(_Scaled):
    """Uniform of variance 2 / (inputs + outputs); also called Xavier."""

    names: ClassVar[tuple[str, ...]] = ("glorot_uniform",)


class HeNormal(_Scaled):
    """Truncated normal of variance 2 / inputs."""

    names: ClassVar[tuple[str, ...]] = ("he_normal",)


class HeUniform(_Scaled):
    """Uniform of variance 2 / inputs."""

    names: ClassVar[tuple[str, ...]] = ("he_uniform",)


class Identity(_Initializer):
    """`gain` times the identity matrix."""

    names: ClassVar[tuple[str, ...]] = ("identity", "IdentityInitializer")

    gain: Float = 1.0


class LecunNormal(_Scaled):
    """Truncated normal of variance 1 / inputs."""

    names: ClassVar[tuple[str, ...]] = ("lecun_normal",)


class LecunUniform(_Scaled):
    """Uniform of variance 1 / inputs."""

    names: ClassVar[tuple[str, ...]] = ("lecun_uniform",)


class Ones(_Initializer):
    """One everywhere."""

    names: ClassVar[tuple[str, ...]] = ("ones", "one")


class Orthogonal(_Initializer):
    """`gain` times a random orthogonal matrix."""

    names: ClassVar[tuple[str, ...]] = ("orthogonal", "OrthogonalInitializer")

    gain: Float = 1.0
    seed: Seed = None


class RandomNormal(_Initializer):
    """Normal."""

    names: ClassVar[tuple[str, ...]] = ("random_normal", "normal")

    mean: Float = 0.0
    stddev: NonNegativeFloat = 0.05
    seed: Seed = None


class RandomUniform(_Initializer):
    """Uniform from `minval` to `maxval`."""

    names: ClassVar[tuple[str, ...]] = ("random_uniform", "uniform")

    minval: Float = -0.05
    maxval: Float = 0.05
    seed: Seed = None

    @model_validator(mode="after")
    def _range_is_not_reversed(self) -> Self:
        if self.minval > self.maxval:
            raise conflict(
                "minval",
                f"`minval` is above `maxval`, got {self.minval} and {self.maxval}",
            )
        return self


class TruncatedNormal(_Initializer):
    """Normal, redrawn beyond two standard deviations."""

    names: ClassVar[tuple[str, ...]] = ("truncated_normal",)

    mean: Float = 0.0
    stddev: NonNegativeFloat = 0.05
    seed: Seed = None


class VarianceScaling(_Scaled):
    """Spread by `scale` over the number of inputs, outputs or their average.

    Args:
        scale: the factor of the variance.
        mode: what it is divided by: inputs, outputs or their average.
    """

    names: ClassVar[tuple[str, ...]] = ("variance_scaling",)

    scale: PositiveFloat = 1.0
    mode: Annotated[Literal["fan_in", "fan_out", "fan_avg"], Choice()] = "fan_in"
    distribution: Annotated[
        Literal["normal", "truncated_normal", "untruncated_normal", "uniform"], Choice()
    ] = "truncated_normal"


class Zeros(_Initializer):
    """Zero everywhere."""

    names: ClassVar[tuple[str, ...]] = ("zeros", "zero")


INITIALIZERS = Vocabulary(
    "initializer",
    (
        Constant,
        GlorotNormal,
        GlorotUniform,
        HeNormal,
        HeUniform,
        Identity,
        LecunNormal,
        LecunUniform,
        Ones,
        Orthogonal,
        RandomNormal,
        RandomUniform,
        TruncatedNormal,
        VarianceScaling,
        Zeros,
    ),
    refused={
        "Initializer": "it is the base class, which initializes nothing",
        "STFT": "it fits only the kernels that `STFTSpectrogram` makes by itself",
    },
)
Initializer = Annotated[str | Object, INITIALIZERS]
