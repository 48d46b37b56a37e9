"""The best epoch of a fit, and the direction in which each measure is better."""

from __future__ import annotations

import math
from collections.abc import Mapping

from kspec.errors import DataError, Diagnostic, did_you_mean
from kspec.schema.fitting import Checkpoint

GROWING = (
    "accuracy",
    "auc",
    "cosine_similarity",
    "f1_score",
    "fbeta_score",
    "io_u",
    "iou",
    "precision",
    "pearson_correlation",
    "concordance_correlation",
    "r2_score",
    "recall",
    "sensitivity",
    "specificity",
    "true_negatives",
    "true_positives",
)
"""Parts of the names of measures that are better when they are larger."""


class Best:
    """Tells whether an epoch is the best so far."""

    def __init__(self, checkpoint: Checkpoint) -> None:
        self._monitor = checkpoint.monitor
        grows = checkpoint.mode == "max" or (
            checkpoint.mode == "auto" and is_growing(checkpoint.monitor)
        )
        self._sign = -1.0 if grows else 1.0
        self._lowest = math.inf
        self.epoch: int | None = None

    def is_better(self, row: Mapping[str, float]) -> bool:
        """Whether the row of an epoch is better than those before.

        Raises: DataError K607 where no epoch measures what is watched.
        """
        if self._monitor not in row:
            raise _not_measured(self._monitor, row)
        value = self._sign * row[self._monitor]
        if not value < self._lowest:
            return False
        self._lowest, self.epoch = value, int(row["epoch"])
        return True


def is_growing(name: str) -> bool:
    """Whether a measure is better when it is larger; a loss never is.

    Example:
    >>> is_growing("val_accuracy"), is_growing("loss"), is_growing("val_mae")
    (True, False, False)
    """
    plain = name.removeprefix("val_")
    return not plain.endswith("loss") and any(part in plain for part in GROWING)


def _not_measured(name: str, row: Mapping[str, float]) -> DataError:
    measured = [key for key in row if key not in ("epoch", "seconds")]
    hint = did_you_mean(name, measured) or f"there are {', '.join(measured)}"
    message = f"`checkpoint` watches `{name}`, which no epoch measures"
    return DataError(Diagnostic("K607", message, hint=hint))
