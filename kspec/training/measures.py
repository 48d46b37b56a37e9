"""Measures of a trained model on the test part, in the data's own units."""

from __future__ import annotations

import math
from typing import Any

import numpy as np

from kspec.builder import construct, keras_module
from kspec.layers.objects.metrics import METRICS
from kspec.layers.objects.object import Object
from kspec.plan import construction
from kspec.schema.training import Train, is_sparse, of_output
from kspec.training.baselines import baselines
from kspec.training.dataset import Dataset
from kspec.training.encoding import Encoding
from kspec.training.table import Array, loaded

Measured = dict[str, Any]
ACCURACY = ("accuracy", "acc", "Accuracy")


def report(
    train: Train, dataset: Dataset, predictions: dict[str, Array]
) -> dict[str, dict[str, Measured]]:
    """For each output the measures of the model and of every baseline.

    Args:
        predictions: the model's outputs for the test part, by name.
    """
    found: dict[str, dict[str, Measured]] = {}
    for name, predicted in predictions.items():
        code = dataset.targets[name]
        truth = code.invert(loaded(dataset.test.targets[name]))
        classes = predicted.shape[-1] if tells_classes(train, name, code) else None
        rows = {"model": code.invert(predicted)}
        rows |= baselines(dataset, name, classes=classes)
        found[name] = {
            row: measures_of(train, name, truth, _like(values, predicted))
            for row, values in rows.items()
        }
    return found


def measures_of(train: Train, name: str, truth: Array, predicted: Array) -> Measured:
    """The measures of one output's predictions, both in the same units."""
    metrics = measured_on(train, name)
    return {title_of(metric): measure(metric, truth, predicted) for metric in metrics}


def measured_on(train: Train, name: str) -> tuple[Any, ...]:
    """The metrics of an output, and its loss where that is a metric too."""
    metrics = of_output(train.metrics, name, ())
    loss = of_output(train.loss, name, None)
    known = METRICS.by_name
    kinds = [known.get(metric) for metric in metrics if isinstance(metric, str)]
    is_new = isinstance(loss, str) and loss in known and known[loss] not in kinds
    return (loss, *metrics) if is_new else metrics


def measure(metric: str | Object, truth: Array, predicted: Array) -> Any:
    """The metric's value, one for each class where it has several; None for NaN."""
    made = metric_of(metric, truth, predicted)
    made.update_state(truth, predicted)
    return _finite(np.asarray(made.result()).tolist())


def metric_of(metric: str | Object, truth: Array, predicted: Array) -> Any:
    """A new Keras metric.

    `accuracy` is the one that fits the arrays. Source: keras.Model.compile.
    """
    if isinstance(metric, Object):
        return construct(construction(metric))
    keras = keras_module()
    if metric in ACCURACY:
        return _accuracy(keras, truth, predicted)
    made = keras.metrics.get(metric)
    is_metric = isinstance(made, keras.metrics.Metric)
    return made if is_metric else keras.metrics.MeanMetricWrapper(made, name=metric)


def tells_classes(train: Train, name: str, code: Encoding) -> bool:
    """Whether an output has a probability for each of several classes."""
    return code.classes is not None or is_sparse(train, name)


def title_of(metric: str | Object) -> str:
    """What a metric is called in reports: as in the spec."""
    return metric if isinstance(metric, str) else type(metric).__name__


def _finite(value: Any) -> Any:
    if isinstance(value, list):
        return [_finite(item) for item in value]  # pyright: ignore
    return value if math.isfinite(value) else None


def _accuracy(keras: Any, truth: Array, predicted: Array) -> Any:
    if predicted.shape[-1] == 1:
        return keras.metrics.BinaryAccuracy()
    if truth.ndim < predicted.ndim or truth.shape[-1] == 1:
        return keras.metrics.SparseCategoricalAccuracy()
    return keras.metrics.CategoricalAccuracy()


def _like(values: Array, predicted: Array) -> Array:
    """The values with the axes of length 1 that the predictions have."""
    return np.asarray(values, np.float32).reshape(predicted.shape)
