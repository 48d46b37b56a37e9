"""Freezing: layers whose weights belong to layers inside them."""

from __future__ import annotations

from kspec.layers.layer import Layer
from kspec.layers.spatial import conflict


def freezes_apart(layer: Layer) -> bool:
    """Whether Keras freezes it only where `trainable` is set on what has been made."""
    return layer.holds_layers or layer.family == "model"


def refuse_half_frozen(layer: Layer, argument: str, *inside: Layer) -> None:
    """Refuse a layer inside that is frozen alone, though it holds layers itself.

    Keras freezes such a layer with what is around it, or not at all.

    Args:
        argument: of the layer, which gives those inside.
    """
    for one in inside:
        if one.holds_layers and layer.trainable and not one.trainable:
            raise conflict(
                argument,
                f"`trainable: false` would not freeze `{one.kind()}` inside "
                f"`{layer.kind()}`: Keras trains the layers in it all the same",
                hint=f"write it on `{layer.kind()}`, or on the innermost layers",
            )
