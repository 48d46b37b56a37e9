"""Masks and modes that Keras gives a call by itself, and writes down as if asked to.

An embedding with `mask_zero` adds functions to the graph that compute the mask, and
every layer below has it among its arguments. The spec says `mask_zero`, and no more.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from typing import Any, cast

from kspec.decompiler.serialized import Data
from kspec.layers import catalogue

FALSE_IN_TRAINING = frozenset({
    "LSTM", "GRU", "SimpleRNN", "RNN", "ConvLSTM1D", "ConvLSTM2D", "ConvLSTM3D",
    "SpectralNormalization", "Attention", "AdditiveAttention", "Dropout",
    "SpatialDropout1D", "SpatialDropout2D", "SpatialDropout3D", "AlphaDropout",
    "GaussianDropout", "GaussianNoise",
})  # fmt: skip
"""The layers whose call has `training=False` where nobody says more."""

TRUE_IN_TRAINING = (
    "image_preprocessing",
    "color_augmentation",
    "sharpness_augmentation",
    "geometric_augmentation",
    "mixing_augmentation",
)
"""The families whose call has `training=True`."""

TENSOR = "__keras_tensor__"

Layers = Mapping[str, Data]
Tensor = tuple[str, int, int]


def as_written(node: Data, kind: str, masked: Masked) -> dict[str, Any]:
    """A call without what Keras adds to it.

    Args:
        kind: the layer's class in Keras.
        masked: the model's masks.

    Example:
    >>> as_written({"args": [1], "kwargs": {"training": False}}, "LSTM", Masked({}))
    {'args': [1], 'kwargs': {}}
    """
    given = cast("dict[str, Any]", node.get("kwargs") or {})
    kept = {
        key: value
        for key, value in given.items()
        if not (_is_mask(key) and masked.is_implied(value))
        and not _is_default(key, value, kind)
    }
    return {"args": node.get("args", []), "kwargs": kept}


class Masked:
    """The tensors of a model that its layers make masks from.

    Args:
        layers: their configurations by name.
    """

    def __init__(self, layers: Layers) -> None:
        self._layers = layers
        self._sources = {
            tensor
            for data in layers.values()
            if _makes_a_mask(data)
            for tensor in tensors_in(data.get("inbound_nodes"))
        }

    def is_implied(self, value: Any) -> bool:
        """Whether a mask is none, or comes from layers that make one."""
        waiting = list(tensors_in(value))
        if not waiting:
            return value is None or isinstance(value, list)
        seen: set[Tensor] = set()
        while waiting:
            tensor = waiting.pop()
            data = self._layers.get(tensor[0], {})
            if tensor in seen or not _is_function(data):
                continue
            seen.add(tensor)
            nodes = cast("list[Any]", data.get("inbound_nodes") or [])
            given = list(tensors_in(nodes))
            if data.get("class_name") == "NotEqual" and self._sources & {*given}:
                return True
            waiting += given
        return False


def tensors_in(value: Any) -> Iterator[Tensor]:
    """The tensors that stand anywhere in a value, in order."""
    waiting = [value]
    while waiting:
        one = waiting.pop()
        if isinstance(one, list | tuple):
            waiting += reversed(cast("list[Any]", one))
        elif isinstance(one, dict):
            table = cast("dict[str, Any]", one)
            if table.get("class_name") == TENSOR:
                name, call, output = table["config"]["keras_history"]
                yield str(name), int(call), int(output)
            else:
                waiting += reversed(list(table.values()))


def _is_mask(key: str) -> bool:
    return key == "mask" or (key.endswith("_mask") and key != "attention_mask")


def _is_default(key: str, value: Any, kind: str) -> bool:
    if key != "training" or not isinstance(value, bool):
        return False
    return kind in FALSE_IN_TRAINING if value is False else trains_as_true(kind)


def trains_as_true(kind: str) -> bool:
    """Whether the layer's call has `training=True` where nobody says more.

    Example:
    >>> trains_as_true("RandomFlip"), trains_as_true("Dropout")
    (True, False)
    """
    cls = catalogue.find(kind)
    return cls is not None and cls.__module__.rpartition(".")[2] in TRUE_IN_TRAINING


def _makes_a_mask(data: Data) -> bool:
    config = cast("Data", data.get("config") or {})
    return bool(config.get("mask_zero")) or data.get("class_name") == "Masking"


def _is_function(data: Data) -> bool:
    return str(data.get("module")).startswith("keras.src.ops.")
