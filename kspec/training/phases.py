"""Phases: which layers learn in each stretch of a training."""

from __future__ import annotations

from collections.abc import Iterator
from fnmatch import fnmatchcase
from typing import Any

from kspec.builder import keras_module
from kspec.schema.fitting import Phase


def thaw(model: Any, phase: Phase, frozen: frozenset[str]) -> frozenset[str]:
    """Freeze and unfreeze layers as a phase says; the names of those that are frozen.

    Args:
        frozen: the layers that are frozen before the phase.
    """
    layers = dict(leaves(model))
    kept = {
        name
        for name in layers
        if not matches(name, phase.unfreeze)
        and (name in frozen or matches(name, phase.freeze))
    }
    # A frozen model hides the weights of all its layers, so it is opened first.
    model.trainable = True
    for name, layer in layers.items():
        layer.trainable = name not in kept
    return frozenset(kept)


def frozen_in(model: Any) -> frozenset[str]:
    """The layers that keep their weights as the model stands."""
    return frozenset(_frozen(model, model.trainable))


def leaves(model: Any, before: str = "") -> Iterator[tuple[str, Any]]:
    """The layers that hold no other model, nested ones as `base/block5_conv1`."""
    for layer in model.layers:
        name = f"{before}{layer.name}"
        if isinstance(layer, keras_module().Model):
            yield from leaves(layer, f"{name}/")
        else:
            yield name, layer


def matches(name: str, patterns: tuple[str, ...]) -> bool:
    """Whether a pattern names the layer, or a model that it stands in.

    Example:
    >>> matches("base/block5_conv1", ("base/block5_*",)), matches("base/a", ("base",))
    (True, True)
    >>> matches("top", ("base", "to"))
    False
    """
    steps = name.split("/")
    heads = ["/".join(steps[: end + 1]) for end in range(len(steps))]
    return any(fnmatchcase(head, pattern) for pattern in patterns for head in heads)


def _frozen(model: Any, learns: bool, before: str = "") -> Iterator[str]:
    for layer in model.layers:
        name, alive = f"{before}{layer.name}", learns and layer.trainable
        if isinstance(layer, keras_module().Model):
            yield from _frozen(layer, alive, f"{name}/")
        elif not alive:
            yield name
