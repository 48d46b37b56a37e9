"""The best epoch of a fit, and the direction in which each measure is better."""

from __future__ import annotations

import math
from collections.abc import Mapping

from kspec.errors import DataError, Diagnostic, did_you_mean
from kspec.schema.fitting import Checkpoint


class Best:
    """Tells whether an epoch is the best so far."""

    def __init__(self, checkpoint: Checkpoint) -> None:
        self._monitor = checkpoint.monitor
        self._sign = -1.0 if checkpoint.grows else 1.0
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


def _not_measured(name: str, row: Mapping[str, float]) -> DataError:
    measured = [key for key in row if key not in ("epoch", "seconds")]
    hint = did_you_mean(name, measured) or f"there are {', '.join(measured)}"
    message = f"`checkpoint` watches `{name}`, which no epoch measures"
    return DataError(Diagnostic("K607", message, hint=hint))
