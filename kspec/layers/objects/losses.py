"""Losses. Source: keras.losses."""

from __future__ import annotations

from typing import Annotated, ClassVar, Literal

from kspec.layers.arguments import (
    Axes,
    Bool,
    Check,
    Choice,
    DType,
    Float,
    Fraction,
    Int,
    NonNegativeFloat,
    PositiveFloat,
    is_number,
)
from kspec.layers.objects.object import Object, Vocabulary
from kspec.layers.objects.quantities import Name, OpenFraction, is_numbers

Reduction = Annotated[
    Literal["sum_over_batch_size", "sum", "mean", "mean_with_sample_weight", "none"],
    Choice(),
]
ClassBalance = Annotated[
    float | tuple[float, ...],
    Check(
        "a number, 0 or more, or a list with one for each class",
        lambda v: is_number(v, 0) or is_numbers(v, 0, float("inf")),
        {
            "anyOf": [
                {"type": "number", "minimum": 0},
                {"type": "array", "items": {"type": "number", "minimum": 0}},
            ]
        },
    ),
]


class _Loss(Object):
    module: ClassVar[str] = "keras.losses"

    reduction: Reduction | None = "sum_over_batch_size"
    dtype: DType | None = None


class _Crossentropy(_Loss):
    from_logits: Bool = False
    label_smoothing: Fraction = 0.0
    axis: Int = -1


class BinaryCrossentropy(_Crossentropy):
    """Cross-entropy of labels 0 and 1."""

    names: ClassVar[tuple[str, ...]] = ("binary_crossentropy", "bce", "BCE")

    name: Name | None = "binary_crossentropy"


class BinaryFocalCrossentropy(_Crossentropy):
    """Binary cross-entropy that looks harder at difficult examples.

    Args:
        alpha: the weight of class 1, where classes are balanced.
        gamma: how much easy examples are played down.
    """

    names: ClassVar[tuple[str, ...]] = ("binary_focal_crossentropy",)

    apply_class_balancing: Bool = False
    alpha: Fraction = 0.25
    gamma: NonNegativeFloat = 2.0
    name: Name | None = "binary_focal_crossentropy"


class CTC(_Loss):
    """Connectionist temporal classification of sequences without alignment."""

    names: ClassVar[tuple[str, ...]] = ("ctc",)

    name: Name | None = "ctc"


class CategoricalCrossentropy(_Crossentropy):
    """Cross-entropy of one-hot labels."""

    names: ClassVar[tuple[str, ...]] = ("categorical_crossentropy",)

    name: Name | None = "categorical_crossentropy"


class CategoricalFocalCrossentropy(_Crossentropy):
    """Cross-entropy of one-hot labels that looks harder at difficult examples.

    Args:
        alpha: the weight of all classes, or of each.
        gamma: how much easy examples are played down.
    """

    names: ClassVar[tuple[str, ...]] = ("categorical_focal_crossentropy",)

    alpha: ClassBalance = 0.25
    gamma: NonNegativeFloat = 2.0
    name: Name | None = "categorical_focal_crossentropy"


class CategoricalGeneralizedCrossEntropy(_Loss):
    """Between cross-entropy (`q` near 0) and absolute error; bears noisy labels."""

    q: OpenFraction = 0.5
    name: Name | None = "categorical_generalized_cross_entropy"


class CategoricalHinge(_Loss):
    """Hinge of one-hot labels."""

    names: ClassVar[tuple[str, ...]] = ("categorical_hinge",)

    name: Name | None = "categorical_hinge"


class Circle(_Loss):
    """Pulls embeddings of one class together, by their similarity in pairs.

    Args:
        gamma: the factor of the similarities.
        margin: how far classes are kept apart.
    """

    names: ClassVar[tuple[str, ...]] = ("circle",)

    gamma: PositiveFloat = 80.0
    margin: Float = 0.4
    remove_diagonal: Bool = True
    name: Name | None = "circle"


class CosineSimilarity(_Loss):
    """Minus the cosine of the angle."""

    names: ClassVar[tuple[str, ...]] = ("cosine_similarity",)

    axis: Int = -1
    name: Name | None = "cosine_similarity"


class Dice(_Loss):
    """One minus the overlap, for segmentation."""

    names: ClassVar[tuple[str, ...]] = ("dice",)

    axis: Axes | None = None
    name: Name | None = "dice"


class Hinge(_Loss):
    """Hinge of labels -1 and 1."""

    names: ClassVar[tuple[str, ...]] = ("hinge",)

    name: Name | None = "hinge"


class Huber(_Loss):
    """Squared up to `delta`, absolute beyond."""

    names: ClassVar[tuple[str, ...]] = ("huber",)

    delta: PositiveFloat = 1.0
    name: Name | None = "huber_loss"


class KLDivergence(_Loss):
    """Kullback-Leibler divergence of distributions."""

    names: ClassVar[tuple[str, ...]] = ("kl_divergence", "kld", "KLD")

    name: Name | None = "kl_divergence"


class LogCosh(_Loss):
    """Logarithm of the hyperbolic cosine of the error."""

    names: ClassVar[tuple[str, ...]] = ("log_cosh",)

    name: Name | None = "log_cosh"


class MeanAbsoluteError(_Loss):
    """Absolute error."""

    names: ClassVar[tuple[str, ...]] = ("mean_absolute_error", "mae", "MAE")

    name: Name | None = "mean_absolute_error"


class MeanAbsolutePercentageError(_Loss):
    """Absolute error in percent of the true value."""

    names: ClassVar[tuple[str, ...]] = (
        "mean_absolute_percentage_error",
        "mape",
        "MAPE",
    )

    name: Name | None = "mean_absolute_percentage_error"


class MeanSquaredError(_Loss):
    """Squared error."""

    names: ClassVar[tuple[str, ...]] = ("mean_squared_error", "mse", "MSE")

    name: Name | None = "mean_squared_error"


class MeanSquaredLogarithmicError(_Loss):
    """Squared error of logarithms."""

    names: ClassVar[tuple[str, ...]] = (
        "mean_squared_logarithmic_error",
        "msle",
        "MSLE",
    )

    name: Name | None = "mean_squared_logarithmic_error"


class Poisson(_Loss):
    """Minus the likelihood of counts."""

    names: ClassVar[tuple[str, ...]] = ("poisson",)

    name: Name | None = "poisson"


class SparseCategoricalCrossentropy(_Loss):
    """Cross-entropy of integer labels."""

    names: ClassVar[tuple[str, ...]] = ("sparse_categorical_crossentropy",)

    from_logits: Bool = False
    ignore_class: Int | None = None
    axis: Int = -1
    name: Name | None = "sparse_categorical_crossentropy"


class SquaredHinge(_Loss):
    """Hinge, squared."""

    names: ClassVar[tuple[str, ...]] = ("squared_hinge",)

    name: Name | None = "squared_hinge"


class Tversky(_Loss):
    """Dice with weights for false positives and false negatives.

    Args:
        alpha: the weight of false positives.
        beta: the weight of false negatives.
    """

    names: ClassVar[tuple[str, ...]] = ("tversky",)

    alpha: NonNegativeFloat = 0.5
    beta: NonNegativeFloat = 0.5
    axis: Axes | None = None
    name: Name | None = "tversky"


LOSSES = Vocabulary(
    "loss",
    (
        BinaryCrossentropy,
        BinaryFocalCrossentropy,
        CTC,
        CategoricalCrossentropy,
        CategoricalFocalCrossentropy,
        CategoricalGeneralizedCrossEntropy,
        CategoricalHinge,
        Circle,
        CosineSimilarity,
        Dice,
        Hinge,
        Huber,
        KLDivergence,
        LogCosh,
        MeanAbsoluteError,
        MeanAbsolutePercentageError,
        MeanSquaredError,
        MeanSquaredLogarithmicError,
        Poisson,
        SparseCategoricalCrossentropy,
        SquaredHinge,
        Tversky,
    ),
    # `Model.compile` turns these into the cross-entropy that the output calls for.
    functions=("crossentropy", "ce"),
    refused={"Loss": "it is the base class, which measures nothing"},
)
Loss = Annotated[str | Object, LOSSES]
