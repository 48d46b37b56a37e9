"""The catalogue: every layer that a spec can name."""

from __future__ import annotations

from kspec.layers import core
from kspec.layers.layer import Layer

LAYERS: tuple[type[Layer], ...] = (
    core.Input,
    core.Dense,
    core.Embedding,
    core.Activation,
    core.Identity,
    core.Masking,
)
"""Every layer class, a family at a time."""
