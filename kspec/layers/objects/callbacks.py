"""What watches a training and steps in. Source: keras.callbacks."""

from __future__ import annotations

from typing import Annotated, ClassVar

from kspec.layers.arguments import (
    Bool,
    Float,
    NonNegativeFloat,
    NonNegativeInt,
    Text,
)
from kspec.layers.objects.object import Object, Vocabulary
from kspec.layers.objects.quantities import Direction, OpenFraction


class _Callback(Object):
    module: ClassVar[str] = "keras.callbacks"


class EarlyStopping(_Callback):
    """Stops when `monitor` has not improved for `patience` epochs.

    Args:
        min_delta: the least change that counts as better.
        mode: whether less or more is better; `auto` knows by the measure's name.
    """

    monitor: Text = "val_loss"
    min_delta: NonNegativeFloat = 0
    patience: NonNegativeInt = 0
    verbose: NonNegativeInt = 0
    mode: Direction = "auto"
    baseline: Float | None = None
    restore_best_weights: Bool = False
    start_from_epoch: NonNegativeInt = 0


class ReduceLROnPlateau(_Callback):
    """Lowers the learning rate when `monitor` has stopped improving.

    Args:
        factor: what the rate is multiplied by.
        min_delta: the least change that counts as better.
        mode: whether less or more is better; `auto` knows by the measure's name.
    """

    monitor: Text = "val_loss"
    factor: OpenFraction = 0.1
    patience: NonNegativeInt = 10
    verbose: NonNegativeInt = 0
    mode: Direction = "auto"
    min_delta: NonNegativeFloat = 0.0001
    cooldown: NonNegativeInt = 0
    min_lr: NonNegativeFloat = 0.0


class SwapEMAWeights(_Callback):
    """Evaluates with the optimizer's moving averages of the weights."""

    swap_on_epoch: Bool = False


class TerminateOnNaN(_Callback):
    """Stops when the loss is not a number."""

    raise_error: Bool = False


_FOLDER = "it writes where it is told to; a kspec run keeps its own folder"
_CODE = "it holds Python code, and a spec is data"
_FIT = "Keras adds it to every training by itself"
CALLBACKS = Vocabulary(
    "callback",
    (EarlyStopping, ReduceLROnPlateau, SwapEMAWeights, TerminateOnNaN),
    refused={
        "BackupAndRestore": _FOLDER,
        "CSVLogger": _FOLDER,
        "Callback": "it is the base class, which does nothing",
        "CallbackList": "the list under `callbacks:` is one already",
        "History": _FIT,
        "LambdaCallback": _CODE,
        "LearningRateScheduler": f"{_CODE}; `learning_rate` takes a schedule instead",
        "ModelCheckpoint": _FOLDER,
        "OrbaxCheckpoint": _FOLDER,
        "ProgbarLogger": _FIT,
        "RemoteMonitor": "it sends the results to an address that the spec names",
        "TensorBoard": _FOLDER,
    },
)
Callback = Annotated[Object, CALLBACKS]
