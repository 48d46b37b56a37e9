"""The `train:` section of a spec: data, loss, optimizer, metrics and the fit.

Expressions are evaluated before these classes see a value. Whether the columns exist
and fit the model is checked when the data are loaded; the section itself reads nothing.
"""

from __future__ import annotations

from typing import Annotated

from kspec.layers.arguments import (
    Arguments,
    Bool,
    NonNegativeInt,
    PositiveFloat,
    PositiveInt,
)
from kspec.layers.objects.callbacks import Callback
from kspec.layers.objects.losses import Loss
from kspec.layers.objects.metrics import Metric
from kspec.layers.objects.object import Object
from kspec.layers.objects.optimizers import Optimizer
from kspec.schema.data import Data
from kspec.schema.forms import Form, Listed

Metrics = Annotated[tuple[str | Object, ...], Listed(Metric)]
"""What is measured on one output."""


class Train(Arguments):
    """How a model is trained.

    Args:
        data: what the model learns from.
        optimizer: a name, or `{type: Adam, learning_rate: 1e-3}`.
        loss: one, or one for each output by its name.
        metrics: a list, or a list for each output by its name.
        loss_weights: the weight of each output's loss, by its name.
        batch_size: rows in a step.
        epochs: passes over the training part.
        shuffle: whether each epoch has an order of its own.
        callbacks: Keras callbacks, in order.
        seed: of weights, order and dropout.
    """

    data: Data
    optimizer: Optimizer
    loss: Annotated[
        str | Object | dict[str, str | Object],
        Form(
            "a loss, or one for each output by its name",
            {"text": Loss, "object": Loss, "mapping": dict[str, Loss]},
        ),
    ]
    metrics: Annotated[
        tuple[str | Object, ...] | dict[str, tuple[str | Object, ...]],
        Form(
            "a list of metrics, or one for each output by its name",
            {"listed": Metrics, "mapping": dict[str, Metrics]},
        ),
    ] = ()
    loss_weights: dict[str, PositiveFloat] | None = None
    batch_size: PositiveInt = 32
    epochs: PositiveInt = 1
    shuffle: Bool = True
    callbacks: Annotated[tuple[Callback, ...], Listed(Callback)] = ()
    seed: NonNegativeInt = 0
