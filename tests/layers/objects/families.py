"""The families of objects beside the Keras modules that they come from."""

from __future__ import annotations

import inspect
from dataclasses import dataclass
from types import ModuleType
from typing import Any

from kspec.layers.objects.activations import ACTIVATIONS
from kspec.layers.objects.callbacks import CALLBACKS
from kspec.layers.objects.constraints import CONSTRAINTS
from kspec.layers.objects.initializers import INITIALIZERS
from kspec.layers.objects.losses import LOSSES
from kspec.layers.objects.metrics import METRICS
from kspec.layers.objects.object import Object, Vocabulary
from kspec.layers.objects.optimizers import OPTIMIZERS
from kspec.layers.objects.regularizers import REGULARIZERS
from kspec.layers.objects.schedules import SCHEDULES


@dataclass(frozen=True)
class Family:
    """A vocabulary and the dotted path of its Keras module, without `keras`."""

    vocabulary: Vocabulary
    path: str

    def __str__(self) -> str:
        return self.path

    @property
    def module(self) -> ModuleType:
        import keras

        found: Any = keras
        for part in self.path.split("."):
            found = getattr(found, part)
        return found


FAMILIES = (
    Family(ACTIVATIONS, "activations"),
    Family(CALLBACKS, "callbacks"),
    Family(CONSTRAINTS, "constraints"),
    Family(INITIALIZERS, "initializers"),
    Family(LOSSES, "losses"),
    Family(METRICS, "metrics"),
    Family(OPTIMIZERS, "optimizers"),
    Family(REGULARIZERS, "regularizers"),
    Family(SCHEDULES, "optimizers.schedules"),
)

CLASSES: tuple[type[Object], ...] = tuple(
    cls for family in FAMILIES for cls in family.vocabulary.classes
)


def keras_names(family: Family) -> set[str]:
    """The public classes of the Keras module (its functions, for activations)."""
    names: set[str] = set()
    for name, found in vars(family.module).items():
        if family.path == "activations" and inspect.isfunction(found):
            names.add(name)
        elif inspect.isclass(found):
            names.add(found.__name__)
    return names - {"get", "serialize", "deserialize"}
