"""A model inside a model: what is known of it comes from the graph inside."""

from __future__ import annotations

from typing import ClassVar

from kspec.layers.arguments import Bool
from kspec.layers.layer import Family, Layer, Takes


class Model(Layer):
    """A nested model, called like a layer.

    Args:
        source: what it is made from: a block, or the file of a spec.
        block: whether it is made from a block.
    """

    family: ClassVar[Family] = "model"
    takes: ClassVar[Takes] = "anything"

    source: str
    block: Bool = False
