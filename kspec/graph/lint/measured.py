"""Outputs and the losses that measure them."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from typing import TYPE_CHECKING

from kspec.graph.ir import Graph, Port
from kspec.graph.lint.endings import Ending, ending
from kspec.shape import Shape

if TYPE_CHECKING:
    from kspec.layers.objects.object import Object


@dataclass(frozen=True)
class Measured:
    """One output, its loss, and the activation that it ends in.

    Args:
        path: where the loss stands below `train:`.
        shape: the output's, with the batch.
        ending: None where it is not known.
    """

    name: str
    port: Port
    loss: Object
    path: tuple[str, ...]
    shape: Shape
    ending: Ending | None

    @property
    def kind(self) -> str:
        """The loss's class."""
        return type(self.loss).__name__

    @property
    def units(self) -> int | None:
        """The size of the output's last axis."""
        return self.shape[-1] if len(self.shape) > 1 else None

    @property
    def from_logits(self) -> bool | None:
        """Whether the loss takes scores; None where it has no such argument."""
        return getattr(self.loss, "from_logits", None)


def measured(graph: Graph) -> tuple[Measured, ...]:
    """The outputs of a graph that trains."""
    return tuple(_measured(graph)) if graph.train else ()


def _measured(graph: Graph) -> Iterator[Measured]:
    assert graph.train
    losses = graph.train.loss
    for name, port in zip(graph.outputs.names, graph.outputs.ports, strict=True):
        given = losses.get(name) if isinstance(losses, dict) else losses
        shape = graph.tensor(port).shape
        if given is not None:
            yield Measured(
                name,
                port,
                _loss(given, shape),
                ("loss", name) if isinstance(losses, dict) else ("loss",),
                shape,
                ending(graph, port),
            )


def _loss(given: str | Object, shape: Shape) -> Object:
    from kspec.layers.objects.losses import (
        LOSSES,
        BinaryCrossentropy,
        CategoricalCrossentropy,
    )

    if not isinstance(given, str):
        return given
    if given in LOSSES.by_name:
        return LOSSES.by_name[given]()
    # `crossentropy` is the one that the output's last axis calls for.
    return BinaryCrossentropy() if shape[-1] == 1 else CategoricalCrossentropy()
