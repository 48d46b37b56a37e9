"""The `train:` section of a spec: data, loss, optimizer, metrics and the fit.

Expressions are evaluated before these classes see a value. Whether the columns exist
and fit the model is checked when the data are loaded; the section itself reads nothing.
"""

from __future__ import annotations

from typing import Annotated, Any, Literal

from pydantic import model_validator

from kspec.layers.arguments import (
    Arguments,
    Bool,
    NonNegativeInt,
    PositiveFloat,
    PositiveInt,
    mismatch,
)
from kspec.layers.objects.callbacks import Callback
from kspec.layers.objects.losses import Loss
from kspec.layers.objects.metrics import Metric
from kspec.layers.objects.object import Object
from kspec.layers.objects.optimizers import Optimizer
from kspec.schema.data import Data, Name
from kspec.schema.fitting import (
    Balanced,
    Checkpoint,
    ClassWeight,
    DTypePolicy,
    JitCompile,
    PerClass,
    Phase,
)
from kspec.schema.forms import Form, Listed

Metrics = Annotated[tuple[str | Object, ...], Listed(Metric)]
"""What is measured on one output."""
OutputMetrics = Annotated[
    tuple[str | Object, ...] | dict[str, tuple[str | Object, ...]],
    Form(
        "a list of metrics, or one for each output by its name",
        {"listed": Metrics, "mapping": dict[str, Metrics]},
    ),
]


class Train(Arguments):
    """How a model is trained.

    Args:
        data: what the model learns from.
        optimizer: a name, or `{type: Adam, learning_rate: 1e-3}`.
        loss: one, or one for each output by its name.
        metrics: a list, or a list for each output by its name.
        weighted_metrics: metrics that count the weights of classes.
        loss_weights: the weight of each output's loss, by its name.
        class_weight: what an example of each class counts in the loss: a list in the
            order of the classes, or `balanced`, by which rare classes count more;
            for one output, or by its name. The training part alone is weighted.
        sample_weight: a column of the source, what each row counts in the loss, in
            training and where it is watched; not for a series.
        batch_size: rows in a step.
        epochs: passes over the training part.
        phases: stretches of the training instead of `epochs`, in which some layers are
            frozen.
        shuffle: whether each epoch has an order of its own.
        callbacks: Keras callbacks, in order; in every phase anew.
        checkpoint: which epoch is the best, and whether the run ends with its weights.
        dtype_policy: `mixed_float16` or `mixed_bfloat16` computes in 16 bits and keeps
            the weights in 32.
        jit_compile: whether the step is compiled by XLA; `auto` leaves it to Keras.
        steps_per_execution: steps that are run at once, which saves time where a step
            is short.
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
    metrics: OutputMetrics = ()
    weighted_metrics: OutputMetrics = ()
    loss_weights: dict[str, PositiveFloat] | None = None
    class_weight: Annotated[
        Literal["balanced"]
        | tuple[float, ...]
        | dict[str, Literal["balanced"] | tuple[float, ...]]
        | None,
        Form(
            "`balanced`, a list with a weight for each class, or these by output",
            {
                "text": Balanced,
                "listed": PerClass,
                "mapping": dict[str, ClassWeight],
            },
        ),
    ] = None
    sample_weight: Name | None = None
    batch_size: PositiveInt = 32
    epochs: PositiveInt = 1
    phases: Annotated[tuple[Phase, ...], Listed(Phase)] = ()
    shuffle: Bool = True
    callbacks: Annotated[tuple[Callback, ...], Listed(Callback)] = ()
    checkpoint: Checkpoint = Checkpoint()
    dtype_policy: DTypePolicy = "float32"
    jit_compile: JitCompile = "auto"
    steps_per_execution: PositiveInt = 1
    seed: NonNegativeInt = 0

    @model_validator(mode="after")
    def _epochs_in_one_place(self) -> Train:
        if self.phases and "epochs" in self.model_fields_set:
            raise mismatch("either `epochs` or `phases`, which have their own")
        if self.sample_weight and self.data.window:
            raise mismatch("no `sample_weight` beside `window`: windows share rows")
        return self

    @property
    def all_epochs(self) -> int:
        """The epochs of all phases together."""
        return sum(phase.epochs for phase in self.phases) or self.epochs


def is_sparse(train: Train, name: str) -> bool:
    """Whether an output's loss takes class numbers instead of vectors."""
    loss = train.loss[name] if isinstance(train.loss, dict) else train.loss
    word = type(loss).__name__ if isinstance(loss, Object) else loss
    return word.lower().replace("_", "").startswith("sparse")


def of_output(value: Any, name: str, default: Any = None) -> Any:
    """What a setting says of one output: the same for all, or its own by its name."""
    return value.get(name, default) if isinstance(value, dict) else value  # pyright: ignore
