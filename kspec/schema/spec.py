"""The document: what a spec says, before its layers are wired.

Values are plain: every `$(…)` is evaluated, and its source stands beside the value in
the node tree, so that the printed code and the canonical YAML can show it.
"""

from __future__ import annotations

from dataclasses import dataclass, field
from functools import cached_property
from importlib import import_module
from typing import TYPE_CHECKING, Any, Literal

from kspec.errors import SpecError
from kspec.schema.expectation import Expectation
from kspec.schema.members import (
    Block,
    Entry,
    Instance,
    Member,
    OutputsEntry,
    entries_of,
)
from kspec.text import Mapping, Plain, Scalar, is_plain

if TYPE_CHECKING:
    from kspec.schema.training import Train

VERSION = 1

Mode = Literal["auto", "sequential", "functional"]


@dataclass(frozen=True)
class Spec:
    """A spec: parameters, inputs, layers, outputs, expectations, training.

    Args:
        members: what stands under `layers:`.
        blocks: the definitions that its members are made of, by name.
        trials: those that no member has made, as far as they go without parameters.
        variants: the names of its variants.
        input_names: what the members call the inputs, where not by their names.
        declared: the parameters as they are written, of a spec inside another.
        given: the parameters that the spec around it gives, evaluated there.
        root: the whole document, evaluated, as it was written.
        files: the other files that it names, directly or through others.
        file: where it came from; paths in it are relative to that file's folder.
        source: its text.
    """

    name: str
    inputs: tuple[Entry, ...]
    members: tuple[Member, ...]
    outputs: OutputsEntry | None = None
    mode: Mode = "auto"
    parameters: Mapping = field(default_factory=Mapping)
    blocks: tuple[Block, ...] = ()
    trials: tuple[Instance, ...] = field(default=(), compare=False, repr=False)
    variants: tuple[str, ...] = ()
    input_names: tuple[str, ...] = ()
    declared: Mapping = field(default_factory=Mapping)
    given: Mapping = field(default_factory=Mapping)
    caption: Scalar | None = None
    note: Scalar | None = None
    expect: Expectation | None = None
    train: Train | None = None
    root: Mapping = field(default_factory=Mapping, compare=False, repr=False)
    files: tuple[str, ...] = field(default=(), compare=False, repr=False)
    file: str = field(default="", compare=False, repr=False)
    source: str = field(default="", compare=False, repr=False)

    @cached_property
    def layers(self) -> tuple[Entry, ...]:
        """The layers that the members come to, in document order."""
        return tuple(entries_of(self.members))

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

    def _repr_mimebundle_(self, **_: Any) -> dict[str, str]:
        """What a notebook shows: the diagram, or what is wrong."""
        # Named, not imported: drawing stands far above the schema, and only notebooks
        # ask.
        drawing = import_module("kspec.drawing")
        try:
            return drawing.draw(self)._repr_mimebundle_()
        except SpecError as error:
            return {"text/plain": str(error)}


def text_of(node: Scalar | None) -> str | None:
    """A caption's or note's text."""
    return None if node is None else str(node.value)
