"""Optimizers. Source: keras.optimizers."""

from __future__ import annotations

import math
import re
from typing import Annotated, Any, ClassVar, Self

from pydantic import model_validator

from kspec.layers.arguments import (
    Bool,
    Check,
    Float,
    Fraction,
    NonNegativeFloat,
    NonNegativeInt,
    PositiveFloat,
    PositiveInt,
    is_int,
)
from kspec.layers.objects.object import Object, Vocabulary, all_of
from kspec.layers.objects.quantities import (
    Decay,
    Name,
    NonPositiveFloat,
    PositiveFraction,
    RealFraction,
)
from kspec.layers.objects.schedules import LearningRate
from kspec.layers.spatial import conflict
from kspec.shape import Weight

AtLeastTwo = Annotated[
    int,
    Check(
        "an integer, 2 or more",
        lambda v: is_int(v, 2),
        {"type": "integer", "minimum": 2},
    ),
]
# Keras takes regular expressions here; some of those never end.
PathParts = Annotated[
    tuple[str, ...],
    Check(
        "a list of names of layers, or parts of them",
        lambda v: isinstance(v, tuple) and all(map(_is_path_part, v)),  # pyright: ignore
        {"type": "array", "items": {"type": "string", "pattern": r"^[\w/]{1,128}$"}},
    ),
]


def _is_path_part(value: Any) -> bool:
    return isinstance(value, str) and bool(re.fullmatch(r"[\w/]{1,128}", value))


class _Optimizer(Object):
    """What all optimizers take."""

    module: ClassVar[str] = "keras.optimizers"
    moments: ClassVar[int] = 2
    """How many numbers it keeps for each that it trains."""

    learning_rate: LearningRate = 0.001
    weight_decay: NonNegativeFloat | None = None
    clipnorm: PositiveFloat | None = None
    clipvalue: PositiveFloat | None = None
    global_clipnorm: PositiveFloat | None = None
    use_ema: Bool = False
    ema_momentum: Fraction = 0.99
    ema_overwrite_frequency: PositiveInt | None = None
    loss_scale_factor: PositiveFloat | None = None
    gradient_accumulation_steps: AtLeastTwo | None = None
    name: Name | None = None

    @model_validator(mode="after")
    def _clips_in_one_way(self) -> Self:
        clips = ("clipnorm", "clipvalue", "global_clipnorm")
        first, *others = [c for c in clips if getattr(self, c) is not None] or [""]
        if others:
            raise conflict(
                others[0],
                f"`{first}` and `{others[0]}` cannot both be given",
                hint=f"leave out all but one of {all_of(clips)}",
            )
        return self

    def slots_of(self, weight: Weight) -> int:
        """How many numbers it keeps for a weight, those of averages included."""
        averaged = self.use_ema + (self.gradient_accumulation_steps is not None)
        return self.moments_of(weight) + averaged * weight.size

    def moments_of(self, weight: Weight) -> int:
        """How many numbers its own rule keeps for a weight."""
        return self.moments * weight.size


class _Moments(_Optimizer):
    """Keeps moving averages of the gradient and of its square."""

    beta_1: Decay = 0.9
    beta_2: Decay = 0.999
    epsilon: PositiveFloat = 1e-07


class Adadelta(_Optimizer):
    """Steps scaled by a window of past gradients and steps."""

    names: ClassVar[tuple[str, ...]] = ("adadelta",)

    rho: Decay = 0.95
    epsilon: PositiveFloat = 1e-07


class Adafactor(_Optimizer):
    """Adam with factored second moments, for little memory."""

    names: ClassVar[tuple[str, ...]] = ("adafactor",)

    beta_2_decay: NonPositiveFloat = -0.8
    epsilon_1: PositiveFloat = 1e-30
    epsilon_2: PositiveFloat = 0.001
    clip_threshold: PositiveFloat = 1.0
    relative_step: Bool = True

    def moments_of(self, weight: Weight) -> int:
        """A row and a column in place of each matrix, and the velocity."""
        if len(weight.shape) < 2:
            return weight.size + 2
        *outer, rows, columns = weight.shape
        return weight.size + math.prod(outer) * (rows + columns)


class Adagrad(_Optimizer):
    """Steps scaled by the sum of squared gradients."""

    names: ClassVar[tuple[str, ...]] = ("adagrad",)
    moments: ClassVar[int] = 1

    initial_accumulator_value: NonNegativeFloat = 0.1
    epsilon: PositiveFloat = 1e-07


class Adam(_Moments):
    """Steps by the first moment over the root of the second."""

    names: ClassVar[tuple[str, ...]] = ("adam",)

    amsgrad: Bool = False

    def moments_of(self, weight: Weight) -> int:
        return (self.moments + self.amsgrad) * weight.size


class AdamW(_Moments):
    """Adam with decoupled weight decay."""

    names: ClassVar[tuple[str, ...]] = ("adamw",)

    weight_decay: NonNegativeFloat = 0.004  # pyright: ignore[reportIncompatibleVariableOverride]
    amsgrad: Bool = False

    def moments_of(self, weight: Weight) -> int:
        return (self.moments + self.amsgrad) * weight.size


class Adamax(_Moments):
    """Adam with the infinity norm."""

    names: ClassVar[tuple[str, ...]] = ("adamax",)


class Ftrl(_Optimizer):
    """Follow the regularized leader, for large sparse features.

    Args:
        beta: a number added to the rate's denominator.
    """

    names: ClassVar[tuple[str, ...]] = ("ftrl",)

    learning_rate_power: NonPositiveFloat = -0.5
    initial_accumulator_value: NonNegativeFloat = 0.1
    l1_regularization_strength: NonNegativeFloat = 0.0
    l2_regularization_strength: NonNegativeFloat = 0.0
    l2_shrinkage_regularization_strength: NonNegativeFloat = 0.0
    beta: NonNegativeFloat = 0.0


class Lamb(_Moments):
    """Adam with a step for each layer, for large batches."""


class Lion(_Optimizer):
    """Steps by the sign of the momentum."""

    names: ClassVar[tuple[str, ...]] = ("lion",)
    moments: ClassVar[int] = 1

    beta_1: PositiveFraction = 0.9
    beta_2: Decay = 0.99


class Muon(_Optimizer):
    """Orthogonalized momentum for matrices, Adam for the rest.

    Args:
        momentum: how much of the last step is taken again.
    """

    names: ClassVar[tuple[str, ...]] = ("muon",)

    adam_beta_1: Decay = 0.9
    adam_beta_2: Decay = 0.999
    adam_weight_decay: NonNegativeFloat | None = 0.004
    epsilon: PositiveFloat = 1e-07
    weight_decay: NonNegativeFloat | None = 0.004
    exclude_layers: PathParts | None = None
    exclude_embeddings: Bool = True
    muon_a: Float = 3.4445
    muon_b: Float = -4.775
    muon_c: Float = 2.0315
    adam_lr_ratio: PositiveFloat = 1
    momentum: Decay = 0.95
    ns_steps: PositiveInt = 5
    nesterov: Bool = True
    rms_rate: PositiveFloat | None = 0.2

    def moments_of(self, weight: Weight) -> int:
        """One for a matrix; two where it steps as Adam does."""
        return (1 + self._steps_as_adam(weight)) * weight.size

    def _steps_as_adam(self, weight: Weight) -> bool:
        embeds = self.exclude_embeddings and "embedding" in weight.name.lower()
        named = any(part in weight.name for part in self.exclude_layers or ())
        return len(weight.shape) != 2 or embeds or named


class Nadam(_Moments):
    """Adam with Nesterov momentum."""

    names: ClassVar[tuple[str, ...]] = ("nadam",)


class RMSprop(_Optimizer):
    """Steps scaled by the root of a moving average of squared gradients.

    Args:
        momentum: how much of the last step is taken again.
    """

    names: ClassVar[tuple[str, ...]] = ("rmsprop",)

    rho: Decay = 0.9
    momentum: Fraction = 0.0
    epsilon: PositiveFloat = 1e-07
    centered: Bool = False

    def moments_of(self, weight: Weight) -> int:
        return (1 + (self.momentum > 0) + self.centered) * weight.size


class SGD(_Optimizer):
    """Gradient descent, with momentum where one is given.

    Args:
        momentum: how much of the last step is taken again.
    """

    names: ClassVar[tuple[str, ...]] = ("sgd",)

    learning_rate: LearningRate = 0.01
    momentum: RealFraction = 0.0
    nesterov: Bool = False

    def moments_of(self, weight: Weight) -> int:
        return (self.momentum != 0) * weight.size


class ScheduleFreeAdamW(_Moments):
    """AdamW that averages its iterates instead of lowering the rate."""

    names: ClassVar[tuple[str, ...]] = ("schedulefreeadamw",)

    learning_rate: LearningRate = 0.0025
    epsilon: PositiveFloat = 1e-08
    warmup_steps: NonNegativeInt = 0


_PER_LAYER = "it gives layers optimizers of their own, which kspec has no words for"
OPTIMIZERS = Vocabulary(
    "optimizer",
    (
        Adadelta,
        Adafactor,
        Adagrad,
        Adam,
        AdamW,
        Adamax,
        Ftrl,
        Lamb,
        Lion,
        Muon,
        Nadam,
        RMSprop,
        SGD,
        ScheduleFreeAdamW,
    ),
    refused={
        "LossScaleOptimizer": "Keras adds it by itself where layers compute in float16",
        "MultiOptimizer": _PER_LAYER,
        "Optimizer": "it is the base class, which takes no steps",
        "OptimizerMap": _PER_LAYER,
    },
)
Optimizer = Annotated[str | Object, OPTIMIZERS]


def slots(optimizer: str | Object, weight: Weight) -> int:
    """How many numbers an optimizer keeps for a weight that it trains.

    Args:
        weight: its name begins with its layer's, by which some tell weights apart.

    Example:
    >>> slots("adam", Weight("out/kernel", (3, 4)))
    24
    """
    made = OPTIMIZERS.by_name[optimizer]() if isinstance(optimizer, str) else optimizer
    return made.slots_of(weight) if isinstance(made, _Optimizer) else 0
