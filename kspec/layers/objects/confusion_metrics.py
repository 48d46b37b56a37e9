"""Metrics that count hits and misses. Source: keras.metrics."""

from __future__ import annotations

from typing import Annotated, ClassVar, Literal, Self

from pydantic import model_validator

from kspec.layers.arguments import (
    Bool,
    Check,
    Choice,
    DType,
    Float,
    Fraction,
    Int,
    NonNegativeInt,
    PositiveInt,
    is_int,
    is_ints,
    mismatch,
)
from kspec.layers.objects.object import Object
from kspec.layers.objects.quantities import (
    Fractions,
    Name,
    NonNegativeFloats,
    PositiveFraction,
    PositiveReal,
    Threshold,
)
from kspec.layers.spatial import conflict

# The upper bounds keep a metric's own variables to a few hundred megabytes.
ThresholdCount = Annotated[
    int,
    Check(
        "an integer from 2 to 1000000",
        lambda v: is_int(v, 2, 1_000_000),
        {"type": "integer", "minimum": 2, "maximum": 1_000_000},
    ),
]
ClassCount = Annotated[
    int,
    Check(
        "an integer from 1 to 10000",
        lambda v: is_int(v, 1, 10_000),
        {"type": "integer", "minimum": 1, "maximum": 10_000},
    ),
]
ClassIds = Annotated[
    tuple[int, ...],
    Check(
        "a list of class numbers, each 0 or more",
        lambda v: is_ints(v, 0) and bool(v),
        {"type": "array", "items": {"type": "integer", "minimum": 0}, "minItems": 1},
    ),
]
Average = Annotated[Literal["micro", "macro", "weighted"], Choice()]


class _Metric(Object):
    """Counts right and wrong decisions."""

    module: ClassVar[str] = "keras.metrics"

    dtype: DType | None = None


class _Counts(_Metric):
    """Counts one cell of the confusion matrix."""

    thresholds: Threshold | None = None
    name: Name | None = None


class _Retrieval(_Counts):
    top_k: PositiveInt | None = None
    class_id: NonNegativeInt | None = None


class _AtPoint(_Metric):
    """The best of one quantity where another has a given value."""

    num_thresholds: ThresholdCount = 200
    class_id: NonNegativeInt | None = None
    name: Name | None = None


class _Overlap(_Metric):
    """Intersection over union, counted in a confusion matrix."""

    num_classes: ClassCount
    name: Name | None = None
    ignore_class: Int | None = None
    axis: Int = -1


class _Targeted(_Overlap):
    """Overlap of some of the classes."""

    target_class_ids: ClassIds

    @model_validator(mode="after")
    def _targets_are_classes(self) -> Self:
        if max(self.target_class_ids) >= self.num_classes:
            raise mismatch(
                f"`target_class_ids` below `num_classes`, {self.num_classes}"
            )
        return self


class AUC(_Metric):
    """Area under the ROC or the precision-recall curve."""

    names: ClassVar[tuple[str, ...]] = ("auc",)

    num_thresholds: ThresholdCount = 200
    curve: Annotated[Literal["ROC", "PR", "PRGAIN"], Choice()] = "ROC"
    summation_method: Annotated[
        Literal["interpolation", "minoring", "majoring"], Choice()
    ] = "interpolation"
    name: Name | None = None
    thresholds: Fractions | None = None
    multi_label: Bool = False
    num_labels: PositiveInt | None = None
    label_weights: NonNegativeFloats | None = None
    from_logits: Bool = False

    @model_validator(mode="after")
    def _only_multi_label_has_labels(self) -> Self:
        if self.num_labels is not None and not self.multi_label:
            raise conflict(
                "num_labels",
                "`num_labels` has no meaning without `multi_label: true`",
                hint="add `multi_label: true`",
            )
        return self


class BinaryIoU(_Metric):
    """Overlap of two classes, told apart by a threshold."""

    names: ClassVar[tuple[str, ...]] = ("binary_io_u",)

    target_class_ids: ClassIds = (0, 1)
    threshold: Float = 0.5
    name: Name | None = None

    @model_validator(mode="after")
    def _two_classes(self) -> Self:
        if max(self.target_class_ids) > 1:
            raise conflict(
                "target_class_ids",
                "`target_class_ids` of two classes are 0 and 1, got "
                f"{max(self.target_class_ids)}",
            )
        return self


class F1Score(_Metric):
    """Harmonic mean of precision and recall."""

    names: ClassVar[tuple[str, ...]] = ("f1_score",)

    average: Average | None = None
    threshold: PositiveFraction | None = None
    name: Name | None = "f1_score"


class FBetaScore(_Metric):
    """Mean of precision and recall, which counts `beta` times as much.

    Args:
        beta: how many times recall counts as much as precision.
    """

    names: ClassVar[tuple[str, ...]] = ("f_beta_score",)

    average: Average | None = None
    beta: PositiveReal = 1.0
    threshold: PositiveFraction | None = None
    name: Name | None = "fbeta_score"


class FalseNegatives(_Counts):
    """Positives that were missed."""

    names: ClassVar[tuple[str, ...]] = ("false_negatives",)


class FalsePositives(_Counts):
    """Negatives that were taken for positives."""

    names: ClassVar[tuple[str, ...]] = ("false_positives",)


class IoU(_Targeted):
    """Overlap of some classes."""

    sparse_y_true: Bool = True
    sparse_y_pred: Bool = True


class MeanIoU(_Overlap):
    """Overlap, averaged over the classes."""

    sparse_y_true: Bool = True
    sparse_y_pred: Bool = True


class OneHotIoU(_Targeted):
    """Overlap of some classes of one-hot labels."""

    sparse_y_pred: Bool = False


class OneHotMeanIoU(_Overlap):
    """Overlap of one-hot labels, averaged over the classes."""

    sparse_y_pred: Bool = False


class Precision(_Retrieval):
    """How many of those found are right."""

    names: ClassVar[tuple[str, ...]] = ("precision",)


class PrecisionAtRecall(_AtPoint):
    """The best precision where the recall is reached."""

    recall: Fraction


class Recall(_Retrieval):
    """How many of the right ones are found."""

    names: ClassVar[tuple[str, ...]] = ("recall",)


class RecallAtPrecision(_AtPoint):
    """The best recall where the precision is reached."""

    precision: Fraction


class SensitivityAtSpecificity(_AtPoint):
    """The best sensitivity where the specificity is reached."""

    specificity: Fraction


class SpecificityAtSensitivity(_AtPoint):
    """The best specificity where the sensitivity is reached."""

    sensitivity: Fraction


class TrueNegatives(_Counts):
    """Negatives that were told."""

    names: ClassVar[tuple[str, ...]] = ("true_negatives",)


class TruePositives(_Counts):
    """Positives that were found."""

    names: ClassVar[tuple[str, ...]] = ("true_positives",)
