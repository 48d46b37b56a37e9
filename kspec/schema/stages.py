"""The stages of a training: the calls of `fit`, one or one for each phase."""

from __future__ import annotations

from dataclasses import dataclass

from kspec.layers.objects.object import Object
from kspec.layers.objects.optimizers import OPTIMIZERS
from kspec.schema.fitting import Phase
from kspec.schema.training import Train


@dataclass(frozen=True)
class Stage:
    """One call of `fit`.

    Args:
        epochs: at most so many.
        phase: None for a training without phases, which leaves every layer as it is.
        number: of the phase, from 1; 0 for a training without phases.
        last: whether no other follows.
    """

    epochs: int
    phase: Phase | None = None
    number: int = 0
    last: bool = True

    def optimizer(self, train: Train) -> str | Object:
        """The optimizer, with the phase's own rate where it has one."""
        if self.phase is None or self.phase.learning_rate is None:
            return train.optimizer
        rate = {"learning_rate": self.phase.learning_rate}
        if isinstance(train.optimizer, Object):
            return train.optimizer.model_copy(update=rate)
        return OPTIMIZERS.by_name[train.optimizer].model_validate(rate)


def stages(train: Train) -> tuple[Stage, ...]:
    """The stretches of a training, in order."""
    if not train.phases:
        return (Stage(train.epochs),)
    count = len(train.phases)
    return tuple(
        Stage(phase.epochs, phase, number, number == count)
        for number, phase in enumerate(train.phases, start=1)
    )
