"""What stands under `layers:`: layers, instances of blocks, and their copies.

A member keeps what was written, once, and the copies that come of it: `repeat` makes
several, `when` may leave one out. Copies have full names, such as `block1_conv2`;
references are as written, and mean names of the same body.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Literal

from kspec.errors import Span
from kspec.layers.layer import Layer
from kspec.schema.expectation import LayerExpectation
from kspec.text import Mapping, Scalar

if TYPE_CHECKING:
    from kspec.schema.spec import Spec


@dataclass(frozen=True, slots=True)
class Reference:
    """A tensor by the name of its layer; `output` tells one of several."""

    name: str
    output: int | str = 0
    span: Span | None = field(default=None, compare=False, repr=False)

    def __str__(self) -> str:
        return self.name if self.output == 0 else f"{self.name}.{self.output}"


@dataclass(frozen=True, slots=True)
class Slot:
    """A tensor argument of a layer's call, by name; `count` is the length of a list."""

    name: str
    count: int | None = None


@dataclass(frozen=True)
class OutputsEntry:
    """An `outputs:` section: one name, a list, or a mapping by name."""

    references: tuple[Reference, ...]
    names: tuple[str, ...] = ()
    form: Literal["one", "list", "mapping"] = "one"


@dataclass(frozen=True)
class Entry:
    """An input or a layer.

    Args:
        name: its full name, which Keras sees.
        kind: its type in Keras's spelling; None where there is no such type.
        arguments: those that the spec gives, in the order of Keras's signature.
        layer: the typed layer; None where an error was found in it, and in a `use`.
        call: the arguments of its call that are no tensors.
        use: the layer that is called again.
        model: what is inside a nested model: a spec, or an instance of a block.
        frozen: whether a nested model's weights are left alone by training.
    """

    name: str
    kind: str | None
    arguments: Mapping = field(default_factory=Mapping)
    layer: Layer | None = None
    call: Mapping = field(default_factory=Mapping)
    use: Reference | None = None
    model: Spec | Instance | None = None
    frozen: bool = False
    caption: Scalar | None = None
    note: Scalar | None = None
    expect: LayerExpectation | None = None
    body: Mapping = field(default_factory=Mapping, compare=False, repr=False)
    span: Span | None = field(default=None, compare=False, repr=False)


@dataclass(frozen=True)
class Block:
    """A definition under `blocks:`: layers with parameters and inputs of their own.

    Args:
        parameters: the defaults as written; null where the caller has to give one.
        inputs: the names of the tensors that it takes.
        layers: as written; each instance evaluates them anew.
        freezable: whether an instance says `trainable:`.
    """

    name: str
    parameters: Mapping
    inputs: tuple[str, ...]
    layers: Mapping = field(compare=False)
    outputs: OutputsEntry | None = None
    freezable: bool = False
    caption: Scalar | None = None
    note: Scalar | None = None
    span: Span | None = field(default=None, compare=False, repr=False)

    @property
    def output_names(self) -> tuple[str, ...]:
        """The names of its outputs; none where it gives a single one or a list."""
        return self.outputs.names if self.outputs else ()


@dataclass(frozen=True)
class Instance:
    """A block made in one place.

    Args:
        name: its full name; those of its layers begin with it.
        arguments: the parameters that are given, evaluated, each with its formula.
        values: every parameter of the block, evaluated, each with its formula.
    """

    name: str
    block: Block
    arguments: Mapping
    values: Mapping
    members: tuple[Member, ...]
    caption: Scalar | None = None
    note: Scalar | None = None
    expect: LayerExpectation | None = None
    body: Mapping = field(default_factory=Mapping, compare=False, repr=False)
    span: Span | None = field(default=None, compare=False, repr=False)


@dataclass(frozen=True)
class Member:
    """One key under `layers:`.

    Args:
        pattern: the first copy, or what it would be where there is none.
        copies: in order; None for one that is left out.
        inputs: the tensors of `from:`; None where it takes the one above.
        slots: which argument of the call takes how many of them, where it matters.
        repeat: how many copies are made; None where it is not said.
        when: whether a copy is kept, of the first one; None where it is not said.
    """

    key: str
    pattern: Entry | Instance
    copies: tuple[Entry | Instance | None, ...]
    inputs: tuple[Reference, ...] | None = None
    slots: tuple[Slot, ...] = ()
    repeat: Scalar | None = None
    when: Scalar | None = None
    span: Span | None = field(default=None, compare=False, repr=False)


def entries_of(members: Iterable[Member]) -> Iterator[Entry]:
    """The layers that the members come to, in document order."""
    for member in members:
        for copy in member.copies:
            if isinstance(copy, Instance):
                yield from entries_of(copy.members)
            elif copy is not None:
                yield copy
