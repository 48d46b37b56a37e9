"""Freezing: where Keras trains on in a layer that says `trainable: false`."""

from __future__ import annotations

from kspec.layers.layer import Layer
from kspec.layers.spatial import conflict

NOT_HERE = "set `layer.trainable = False` in Python, once the model is built"
ON_THE_NESTED = "write `trainable: false` on the nested layer"


def refuse_frozen(layer: Layer, hint: str) -> None:
    """Refuse to freeze a layer that holds its weights in layers inside it.

    Keras tells these nothing, so that the model trains them all the same.
    """
    if not layer.trainable:
        raise conflict(
            "trainable",
            f"`trainable: false` would not freeze `{layer.kind()}`: Keras trains the "
            "layers inside it all the same",
            hint=hint,
        )
