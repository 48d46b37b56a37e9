"""What is recovered from a Keras model: its calls, flat and in document order."""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import Any, Literal

from kspec.schema import Slot

INPUT = "Input"
MODEL = "model"
"""The kind of a nested model, which has no type of its own."""


@dataclass(frozen=True, slots=True)
class Source:
    """A tensor: the position of the call that gives it, and which of its outputs."""

    call: int
    output: int = 0


@dataclass(frozen=True)
class Call:
    """One call of a layer, a function or a nested model; inputs are calls too.

    Args:
        name: the layer's in Keras.
        kind: its type in a spec, `Input`, or `model`.
        arguments: those that differ from Keras's defaults, as a spec writes them.
        inputs: the tensors it is called on, in order.
        slots: the call arguments that take them, where the order does not say.
        constants: arguments of the call that are no tensors.
        shares: the position of the call that the layer was first called by.
        model: the graph inside, where it is a model.
        numbered: whether Keras makes the name up, so that none can be given.
    """

    name: str
    kind: str
    arguments: dict[str, Any] = field(default_factory=dict[str, Any])
    inputs: tuple[Source, ...] = ()
    slots: tuple[Slot, ...] = ()
    constants: dict[str, Any] = field(default_factory=dict[str, Any])
    shares: int | None = None
    model: Recovered | None = None
    numbered: bool = False


@dataclass(frozen=True)
class Outputs:
    """What a model gives: one tensor, a list, or a mapping by name."""

    sources: tuple[Source, ...]
    names: tuple[str, ...] = ()
    form: Literal["one", "list", "mapping"] = "one"


@dataclass(frozen=True)
class Recovered:
    """A model: its calls, the inputs first.

    Args:
        compiled: how it is trained, as Keras writes it.
    """

    name: str
    mode: Literal["sequential", "functional"]
    calls: tuple[Call, ...]
    outputs: Outputs
    compiled: dict[str, Any] = field(default_factory=dict[str, Any])

    @property
    def inputs(self) -> tuple[Call, ...]:
        """The calls that take no tensor."""
        return tuple(call for call in self.calls if call.kind == INPUT)
