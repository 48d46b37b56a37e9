"""The best epoch is the one that Keras would call so."""

from __future__ import annotations

from typing import Any

import pytest

from kspec.errors import DataError
from kspec.layers.objects.metrics import METRICS
from kspec.schema.fitting import Checkpoint, is_growing
from kspec.training.best import Best


@pytest.mark.parametrize(
    ("checkpoint", "values", "best"),
    [
        ({}, [3, 1, 2], 2),
        ({"mode": "max"}, [3, 1, 4], 3),
        ({"monitor": "val_accuracy"}, [0.1, 0.3, 0.2], 2),
        ({"monitor": "val_accuracy", "mode": "min"}, [0.1, 0.3, 0.2], 1),
        ({}, [float("nan"), 2, 3], 2),
    ],
)
def test_the_first_of_the_best_epochs_is_kept(
    checkpoint: Any, values: list[float], best: int
) -> None:
    settings = Checkpoint(**checkpoint)
    found = Best(settings)
    for epoch, value in enumerate(values, start=1):
        better = found.is_better({"epoch": epoch, settings.monitor: value})
        assert better is (found.epoch == epoch)
    assert found.epoch == best


def test_a_measure_that_no_epoch_has_is_named_with_the_closest() -> None:
    best = Best(Checkpoint(monitor="val_acuracy"))
    with pytest.raises(DataError, match="watches `val_acuracy`") as caught:
        best.is_better({"epoch": 1, "loss": 1.0, "val_accuracy": 1.0, "seconds": 2.0})
    assert "did you mean `val_accuracy`?" in str(caught.value)


@pytest.mark.keras
@pytest.mark.parametrize("name", [cls.__name__ for cls in METRICS.classes])
def test_the_direction_of_every_metric_is_that_of_keras(name: str) -> None:
    import keras

    made: Any = None
    for arguments in ({}, *ARGUMENTS):
        try:
            made = getattr(keras.metrics, name)(**arguments)
        except (TypeError, ValueError):
            continue
        break
    assert made is not None
    direction = getattr(made, "_direction", None)
    if direction is not None:
        assert is_growing(f"val_{made.name}") is (direction == "up")


ARGUMENTS: tuple[dict[str, Any], ...] = (
    {"num_classes": 2},
    {"num_classes": 2, "target_class_ids": [0]},
    {"target_class_ids": [0]},
    {"recall": 0.5},
    {"precision": 0.5},
    {"sensitivity": 0.5},
    {"specificity": 0.5},
)
