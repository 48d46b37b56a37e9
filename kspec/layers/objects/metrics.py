"""Metrics. Source: keras.metrics."""

from __future__ import annotations

from typing import Annotated, ClassVar, Literal

from kspec.layers.arguments import (
    Bool,
    Choice,
    DType,
    Float,
    Fraction,
    Int,
    NonNegativeInt,
    PositiveInt,
)
from kspec.layers.objects.confusion_metrics import (
    AUC,
    BinaryIoU,
    F1Score,
    FalseNegatives,
    FalsePositives,
    FBetaScore,
    IoU,
    MeanIoU,
    OneHotIoU,
    OneHotMeanIoU,
    Precision,
    PrecisionAtRecall,
    Recall,
    RecallAtPrecision,
    SensitivityAtSpecificity,
    SpecificityAtSensitivity,
    TrueNegatives,
    TruePositives,
)
from kspec.layers.objects.object import Object, Vocabulary
from kspec.layers.objects.quantities import (
    Name,
)


class _Metric(Object):
    module: ClassVar[str] = "keras.metrics"

    dtype: DType | None = None


class Accuracy(_Metric):
    """How often predictions equal labels exactly; the bare name means another."""

    name: Name | None = "accuracy"


class BinaryAccuracy(_Metric):
    """How often predictions beyond the threshold match labels 0 and 1."""

    names: ClassVar[tuple[str, ...]] = ("binary_accuracy",)

    threshold: Float = 0.5
    name: Name | None = "binary_accuracy"


class BinaryCrossentropy(_Metric):
    """Cross-entropy of labels 0 and 1."""

    names: ClassVar[tuple[str, ...]] = ("binary_crossentropy", "bce", "BCE")

    from_logits: Bool = False
    label_smoothing: Fraction = 0
    name: Name | None = "binary_crossentropy"


class CategoricalAccuracy(_Metric):
    """How often the highest prediction is the one-hot label."""

    names: ClassVar[tuple[str, ...]] = ("categorical_accuracy",)

    name: Name | None = "categorical_accuracy"


class CategoricalCrossentropy(_Metric):
    """Cross-entropy of one-hot labels."""

    names: ClassVar[tuple[str, ...]] = ("categorical_crossentropy",)

    from_logits: Bool = False
    label_smoothing: Fraction = 0
    axis: Int = -1
    name: Name | None = "categorical_crossentropy"


class CategoricalHinge(_Metric):
    """Hinge of one-hot labels."""

    names: ClassVar[tuple[str, ...]] = ("categorical_hinge",)

    name: Name | None = "categorical_hinge"


class ConcordanceCorrelation(_Metric):
    """Correlation that also counts offset and scale."""

    names: ClassVar[tuple[str, ...]] = ("concordance_correlation",)

    axis: Int = -1
    name: Name | None = "concordance_correlation"


class CosineSimilarity(_Metric):
    """The cosine of the angle."""

    names: ClassVar[tuple[str, ...]] = ("cosine_similarity",)

    axis: Int = -1
    name: Name | None = "cosine_similarity"


class Hinge(_Metric):
    """Hinge of labels -1 and 1."""

    names: ClassVar[tuple[str, ...]] = ("hinge",)

    name: Name | None = "hinge"


class KLDivergence(_Metric):
    """Kullback-Leibler divergence of distributions."""

    names: ClassVar[tuple[str, ...]] = ("kl_divergence",)

    name: Name | None = "kl_divergence"


class LogCoshError(_Metric):
    """Logarithm of the hyperbolic cosine of the error."""

    names: ClassVar[tuple[str, ...]] = ("log_cosh_error",)

    name: Name | None = "logcosh"


class MeanAbsoluteError(_Metric):
    """Absolute error."""

    names: ClassVar[tuple[str, ...]] = ("mean_absolute_error", "mae", "MAE")

    name: Name | None = "mean_absolute_error"


class MeanAbsolutePercentageError(_Metric):
    """Absolute error in percent of the true value."""

    names: ClassVar[tuple[str, ...]] = (
        "mean_absolute_percentage_error",
        "mape",
        "MAPE",
    )

    name: Name | None = "mean_absolute_percentage_error"


class MeanSquaredError(_Metric):
    """Squared error."""

    names: ClassVar[tuple[str, ...]] = ("mean_squared_error", "mse", "MSE")

    name: Name | None = "mean_squared_error"


class MeanSquaredLogarithmicError(_Metric):
    """Squared error of logarithms."""

    names: ClassVar[tuple[str, ...]] = (
        "mean_squared_logarithmic_error",
        "msle",
        "MSLE",
    )

    name: Name | None = "mean_squared_logarithmic_error"


class PearsonCorrelation(_Metric):
    """Linear correlation."""

    names: ClassVar[tuple[str, ...]] = ("pearson_correlation",)

    axis: Int = -1
    name: Name | None = "pearson_correlation"


class Poisson(_Metric):
    """Minus the likelihood of counts."""

    names: ClassVar[tuple[str, ...]] = ("poisson",)

    name: Name | None = "poisson"


class R2Score(_Metric):
    """The part of the variance that is explained."""

    names: ClassVar[tuple[str, ...]] = ("r2_score",)

    class_aggregation: (
        Annotated[Literal["uniform_average", "variance_weighted_average"], Choice()]
        | None
    ) = "uniform_average"
    num_regressors: NonNegativeInt = 0
    name: Name | None = "r2_score"


class RootMeanSquaredError(_Metric):
    """Root of the squared error."""

    names: ClassVar[tuple[str, ...]] = ("root_mean_squared_error",)

    name: Name | None = "root_mean_squared_error"


class SparseCategoricalAccuracy(_Metric):
    """How often the highest prediction is the integer label."""

    names: ClassVar[tuple[str, ...]] = ("sparse_categorical_accuracy",)

    name: Name | None = "sparse_categorical_accuracy"


class SparseCategoricalCrossentropy(_Metric):
    """Cross-entropy of integer labels."""

    names: ClassVar[tuple[str, ...]] = ("sparse_categorical_crossentropy",)

    from_logits: Bool = False
    ignore_class: Int | None = None
    axis: Int = -1
    name: Name | None = "sparse_categorical_crossentropy"


class SparseTopKCategoricalAccuracy(_Metric):
    """How often the integer label is among the `k` highest."""

    names: ClassVar[tuple[str, ...]] = ("sparse_top_k_categorical_accuracy",)

    k: PositiveInt = 5
    from_sorted_ids: Bool = False
    name: Name | None = "sparse_top_k_categorical_accuracy"


class SquaredHinge(_Metric):
    """Hinge, squared."""

    names: ClassVar[tuple[str, ...]] = ("squared_hinge",)

    name: Name | None = "squared_hinge"


class TopKCategoricalAccuracy(_Metric):
    """How often the one-hot label is among the `k` highest."""

    names: ClassVar[tuple[str, ...]] = ("top_k_categorical_accuracy",)

    k: PositiveInt = 5
    name: Name | None = "top_k_categorical_accuracy"


METRICS = Vocabulary(
    "metric",
    (
        AUC,
        Accuracy,
        BinaryAccuracy,
        BinaryCrossentropy,
        BinaryIoU,
        CategoricalAccuracy,
        CategoricalCrossentropy,
        CategoricalHinge,
        ConcordanceCorrelation,
        CosineSimilarity,
        F1Score,
        FBetaScore,
        FalseNegatives,
        FalsePositives,
        Hinge,
        IoU,
        KLDivergence,
        LogCoshError,
        MeanAbsoluteError,
        MeanAbsolutePercentageError,
        MeanIoU,
        MeanSquaredError,
        MeanSquaredLogarithmicError,
        OneHotIoU,
        OneHotMeanIoU,
        PearsonCorrelation,
        Poisson,
        Precision,
        PrecisionAtRecall,
        R2Score,
        Recall,
        RecallAtPrecision,
        RootMeanSquaredError,
        SensitivityAtSpecificity,
        SparseCategoricalAccuracy,
        SparseCategoricalCrossentropy,
        SparseTopKCategoricalAccuracy,
        SpecificityAtSensitivity,
        SquaredHinge,
        TopKCategoricalAccuracy,
        TrueNegatives,
        TruePositives,
    ),
    # `Model.compile` turns these into the accuracy that the output calls for.
    functions=("accuracy", "acc", "Accuracy"),
    refused={
        "Mean": "it averages values that it is given, and knows no predictions",
        "MeanMetricWrapper": "it holds Python code, and a spec is data",
        "Metric": "it is the base class, which measures nothing",
        "Sum": "it adds values that it is given, and knows no predictions",
    },
)
Metric = Annotated[str | Object, METRICS]
