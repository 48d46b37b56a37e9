"""How a fit goes, in the `train:` section: phases, the best epoch, weights."""

from __future__ import annotations

from typing import Annotated, Literal

from kspec.layers.arguments import (
    Arguments,
    Bool,
    Check,
    Choice,
    NonNegativeFloat,
    PositiveInt,
)
from kspec.layers.objects.quantities import Direction
from kspec.layers.objects.schedules import LearningRate
from kspec.schema.forms import Form, Listed

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

Pattern = Annotated[
    str,
    Check(
        "a layer's name, where `*` stands for any letters",
        lambda v: isinstance(v, str) and 0 < len(v) <= 256 and v.isprintable(),
        {"type": "string", "minLength": 1, "maxLength": 256},
    ),
]
Patterns = Annotated[tuple[str, ...], Listed(Pattern)]
Measure = Annotated[
    str,
    Check(
        "the name of a loss or metric, such as `val_loss`",
        lambda v: isinstance(v, str) and 0 < len(v) <= 128 and v.isprintable(),
        {"type": "string", "minLength": 1, "maxLength": 128},
    ),
]
Balanced = Annotated[Literal["balanced"], Choice()]
PerClass = Annotated[tuple[float, ...], Listed(NonNegativeFloat)]
ClassWeight = Annotated[
    Literal["balanced"] | tuple[float, ...],
    Form(
        "`balanced` or a list with a weight for each class",
        {"text": Balanced, "listed": PerClass},
    ),
]
DTypePolicy = Annotated[Literal["float32", "mixed_float16", "mixed_bfloat16"], Choice()]
Auto = Annotated[Literal["auto"], Choice()]
JitCompile = Annotated[
    bool | Literal["auto"],
    Form("`auto`, `true` or `false`", {"text": Auto, "other": Bool}),
]


class Phase(Arguments):
    """A stretch of a training in which some layers keep their weights.

    Patterns name layers as the spec does, inside a nested model as `base/block5_*`. A
    phase begins with what the one before it froze; `freeze` comes before `unfreeze`.

    Args:
        epochs: passes over the training part in this phase.
        freeze: layers that keep their weights from now on. Batch normalization among
            them keeps its statistics, and uses them.
        unfreeze: layers that learn again.
        learning_rate: in this phase, instead of the optimizer's.
    """

    epochs: PositiveInt
    freeze: Patterns = ()
    unfreeze: Patterns = ()
    learning_rate: LearningRate | None = None


class Checkpoint(Arguments):
    """Which epoch's weights count as the best, and whether the run ends with them.

    Args:
        monitor: the loss or metric that tells, as it stands in `history.csv`.
        mode: whether less or more is better; `auto` knows by the measure's name.
        restore: whether the best weights are those that are measured and saved at the
            end; without, they are those of the last epoch.
    """

    monitor: Measure = "val_loss"
    mode: Direction = "auto"
    restore: Bool = False

    @property
    def grows(self) -> bool:
        """Whether the measure is better when it is larger."""
        if self.mode == "auto":
            return is_growing(self.monitor)
        return self.mode == "max"


def is_growing(name: str) -> bool:
    """Whether a measure is better when it is larger; a loss never is.

    Example:
    >>> is_growing("val_accuracy"), is_growing("loss"), is_growing("val_mae")
    (True, False, False)
    """
    plain = name.removeprefix("val_")
    return not plain.endswith("loss") and any(part in plain for part in GROWING)
