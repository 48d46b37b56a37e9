"""Measures agree with Keras where the data are as they are, and undo their scale."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import numpy as np
import pytest

from kspec.layers.objects.metrics import METRICS
from kspec.schema.training import Train
from kspec.training import load_dataset
from kspec.training.measures import measure, measured_on, report
from tests.training.small import DENSE, spec_in, table_data, write_csv

pytestmark = pytest.mark.keras

RANDOM = np.random.default_rng(0)


LOSSES = {
    "vectors": "categorical_crossentropy",
    "numbers": "sparse_categorical_crossentropy",
    "two classes": "binary_crossentropy",
}


def probabilities(rows: int, classes: int) -> np.ndarray[Any, Any]:
    values = RANDOM.random((rows, classes)).astype(np.float32)
    return values / values.sum(1, keepdims=True)


@pytest.mark.parametrize(
    ("metric", "truth", "predicted", "expected"),
    [
        ("mse", [[1], [3]], [[2], [5]], 2.5),
        ("mae", [[1], [3]], [[2], [5]], 1.5),
        ("mape", [[1], [4]], [[2], [5]], 62.5),
        ("accuracy", [[1], [0]], [[0.9], [0.8]], 0.5),
        ("accuracy", [1, 0], [[0.1, 0.9], [0.2, 0.8]], 0.5),
        ("acc", [[0, 1], [1, 0]], [[0.1, 0.9], [0.2, 0.8]], 0.5),
        (
            METRICS.parse({"type": "TopKCategoricalAccuracy", "k": 2}),
            [[1, 0]],
            [[0, 1]],
            1,
        ),
    ],
)
def test_a_metric_has_the_value_computed_by_hand(
    metric: Any, truth: Any, predicted: Any, expected: float
) -> None:
    found = measure(metric, np.array(truth, float), np.array(predicted, np.float32))
    assert found == pytest.approx(expected, rel=1e-6)


@pytest.mark.parametrize("kind", LOSSES)
def test_accuracy_is_the_one_that_keras_compiles(kind: str) -> None:
    import keras

    truth: np.ndarray[Any, Any] = RANDOM.integers(0, 4, 50)
    predicted = probabilities(50, 4)
    if kind == "vectors":
        truth = np.eye(4)[truth]
    if kind == "two classes":
        truth, predicted = (truth[:, None] > 1) * 1.0, predicted[:, :1]
    model: Any = keras.Sequential(
        [keras.Input(predicted.shape[1:]), keras.layers.Identity()]
    )
    model.compile(loss=LOSSES[kind], metrics=["accuracy"])
    found = model.evaluate(predicted, truth, verbose=0, return_dict=True)["accuracy"]
    assert measure("accuracy", truth, predicted) == pytest.approx(found)


def test_what_is_no_number_is_null() -> None:
    found = measure("mse", np.array([[np.nan]]), np.array([[1.0]], np.float32))
    assert found is None


@pytest.mark.parametrize("scale", [None, "minmax", "standard"])
def test_a_report_is_in_the_datas_own_units(tmp_path: Path, scale: str | None) -> None:
    rows = [(0, 100), (0, 300), (0, 200), (0, 500)]
    write_csv(tmp_path / "rows.csv", ["x", "y"], rows)
    target = {"scale": scale} if scale else {}
    data = table_data(targets={"y": target}, split={"test": 0.25, "by": "time"})
    spec = spec_in(tmp_path, DENSE, data)
    assert spec.train is not None
    found = load_dataset(spec)
    predicted = found.targets["y"].apply(np.array([[400.0]]))
    measured = report(spec.train, found, {"y": predicted})["y"]
    assert measured["model"]["mae"] == pytest.approx(100, rel=1e-4)
    assert measured["model"]["mse"] == pytest.approx(10_000, rel=1e-4)
    assert measured["mean"]["mae"] == pytest.approx(300, rel=1e-4)


@pytest.mark.parametrize(
    ("loss", "metrics", "expected"),
    [
        ("mse", ["mae"], ("mse", "mae")),
        ("mse", ["mean_squared_error"], ("mean_squared_error",)),
        ({"y": "mse"}, {"y": ["mae"]}, ("mse", "mae")),
        ("mse", {}, ("mse",)),
        ("huber", ["mae"], ("mae",)),
    ],
)
def test_the_loss_is_measured_too_where_it_is_a_metric(
    loss: Any, metrics: Any, expected: tuple[str, ...]
) -> None:
    train = Train.model_validate(
        {
            "data": table_data(),
            "optimizer": "adam",
            "loss": loss,
            "metrics": metrics,
        }
    )
    assert measured_on(train, "y") == expected
