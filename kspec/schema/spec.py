"""The document: what a spec says, before its layers are wired.

Values are plain: every `$(…)` is evaluated, and its source stands beside the value in
the node tree, so that the printed code and the canonical YAML can show it.
"""

from __future__ import annotations

from dataclasses import dataclass, field
from functools import cached_property
from typing import TYPE_CHECKING, Literal

from kspec.errors import Span
from kspec.layers.layer import Layer
from kspec.schema.expectation import Expectation, LayerExpectation
from kspec.text import Mapping, Plain, Scalar, is_plain

if TYPE_CHECKING:
    from kspec.schema.training import Train

VERSION = 1

Mode = Literal["auto", "sequential", "functional"]


@dataclass(frozen=True, slots=True)
class Reference:
    """A tensor by the name of its layer; `output` tells one of several."""

    name: str
    output: int = 0
    span: Span | None = field(default=None, compare=False, repr=False)

    def __str__(self) -> str:
        return f"{self.name}.{self.output}" if self.output else self.name


@dataclass(frozen=True, slots=True)
class Slot:
    """A tensor argument of a layer's call, by name; `count` is the length of a list."""

    name: str
    count: int | None = None


@dataclass(frozen=True)
class Entry:
    """An input or a layer as written.

    Args:
        name: its key.
        kind: its type in Keras's spelling; None where there is no such type.
        arguments: those that the spec gives, in the order of Keras's signature.
        layer: the typed layer; None where an error was found in it.
        inputs: the tensors of `from:`; None where the layer takes the one above.
        slots: which call argument takes how many of them, where `from:` names them.
    """

    name: str
    kind: str | None
    arguments: Mapping = field(default_factory=Mapping)
    layer: Layer | None = None
    inputs: tuple[Reference, ...] | None = None
    slots: tuple[Slot, ...] = ()
    caption: Scalar | None = None
    note: Scalar | None = None
    expect: LayerExpectation | None = None
    body: Mapping = field(default_factory=Mapping, compare=False, repr=False)
    span: Span | None = field(default=None, compare=False, repr=False)


@dataclass(frozen=True)
class OutputsEntry:
    """The `outputs:` section: one name, a list, or a mapping by name."""

    references: tuple[Reference, ...]
    names: tuple[str, ...] = ()
    form: Literal["one", "list", "mapping"] = "one"


@dataclass(frozen=True)
class Spec:
    """A spec: parameters, inputs, layers, outputs, expectations, training.

    Args:
        root: the whole document, evaluated, as it was written.
        file: where it came from; paths in it are relative to that file's folder.
        source: its text.
    """

    name: str
    inputs: tuple[Entry, ...]
    layers: tuple[Entry, ...]
    outputs: OutputsEntry | None = None
    mode: Mode = "auto"
    parameters: Mapping = field(default_factory=Mapping)
    caption: Scalar | None = None
    note: Scalar | None = None
    expect: Expectation | None = None
    train: Train | None = None
    root: Mapping = field(default_factory=Mapping, compare=False, repr=False)
    file: str = field(default="", compare=False, repr=False)
    source: str = field(default="", compare=False, repr=False)

    @cached_property
    def entries(self) -> tuple[Entry, ...]:
        """Inputs and layers, in document order."""
        return self.inputs + self.layers

    @property
    def values(self) -> dict[str, Plain]:
        """The parameters' values by name."""
        scalars = {
            i.key: i.value for i in self.parameters if isinstance(i.value, Scalar)
        }
        values = {name: scalar.value for name, scalar in scalars.items()}
        return {name: value for name, value in values.items() if is_plain(value)}


def text_of(node: Scalar | None) -> str | None:
    """A caption's or note's text."""
    return None if node is None else str(node.value)
