"""The steps of a plan, and the bodies that they are written in.

The flat steps are what is executed. The sites are the same layers as the spec has them:
a block once, a repeat once, each with its formulas; they are what is printed.
"""

from __future__ import annotations

import itertools
from collections.abc import Iterator
from dataclasses import dataclass, field
from functools import cached_property
from typing import Literal

from kspec.errors import Span
from kspec.graph import Outputs, Port
from kspec.plan.arguments import Argument, Call, Constant
from kspec.schema import Slot


@dataclass(frozen=True)
class Inner:
    """A nested model.

    Args:
        plan: what is inside.
        name: of the model; its plan has that of the first one made.
        of_block: the block that it is an instance of; None where a spec describes it.
        arguments: the parameters that it is given.
    """

    plan: Plan
    name: Argument
    of_block: Invocation | None = None
    arguments: tuple[tuple[str, Argument], ...] = ()


@dataclass(frozen=True, slots=True)
class Again:
    """The layer of an earlier step."""

    step: str


Construct = Call | Inner | Again


@dataclass(frozen=True)
class Freezing:
    """That the weights are left alone by training where `trainable` is false.

    It is set on what is made, since what makes it does not take it, or in vain.

    Args:
        trainable: false, or what a formula says in each place.
        once: what has been done before: a model is made, a layer with layers inside
            it called, which makes those.
    """

    trainable: Constant
    once: Literal["made", "called"]


@dataclass(frozen=True)
class Step:
    """One layer: how it is constructed and what it is called on.

    Args:
        construct: None for a model that is made in no place, and so not known.
        inputs: None for an input of the model, which is called on nothing.
        slots: the call arguments that take the inputs, where they are named.
        listed: whether the tensors go in as one list.
        call: the arguments of the call that are no tensors.
        freezing: how `trainable` is set; None where what makes the layer takes it.
        outputs: how many tensors it gives.
        keys: the names of the outputs, where it gives a dictionary.
    """

    name: str
    construct: Construct | None
    inputs: tuple[Port, ...] | None = None
    slots: tuple[Slot, ...] = ()
    listed: bool = False
    call: tuple[tuple[str, Argument], ...] = ()
    freezing: Freezing | None = None
    outputs: int = 1
    keys: tuple[str, ...] = ()
    caption: str | None = None
    note: str | None = None
    span: Span | None = field(default=None, compare=False)

    @property
    def tensors(self) -> tuple[tuple[str | None, Port | tuple[Port, ...]], ...]:
        """What the layer is called on: a port or a list, by name where it has one."""
        inputs = self.inputs or ()
        if self.listed:
            return ((None, inputs),)
        if not self.slots:
            return tuple((None, port) for port in inputs)
        rest = iter(inputs)
        return tuple(
            (slot.name, next(rest) if slot.count is None else _next(rest, slot.count))
            for slot in self.slots
        )


def _next(ports: Iterator[Port], count: int) -> tuple[Port, ...]:
    return tuple(itertools.islice(ports, count))


@dataclass(frozen=True)
class Invocation:
    """A block made in one place.

    Args:
        name: of the instance; what is printed before the names of its layers.
        inputs: the tensors that it takes, by their names in the body around.
        outputs: how many tensors it gives.
    """

    name: Argument
    block: str
    arguments: tuple[tuple[str, Argument], ...]
    inputs: tuple[Port, ...]
    outputs: int = 1
    caption: str | None = None
    note: str | None = None


@dataclass(frozen=True)
class Site:
    """One key of a body: a layer or a block, and how it is copied.

    The ports of what is made name keys of the same body, or its inputs.

    Args:
        repeat: how many copies follow each other; None for one without a number.
        when: whether it is made; None where that is not asked.
        vertices: the layers of the graph that come of it, wherever it is made.
    """

    key: str
    made: Step | Invocation
    repeat: Constant | None = None
    when: Constant | None = None
    vertices: tuple[str, ...] = ()


@dataclass(frozen=True)
class Parameter:
    """A parameter of a block.

    Args:
        value: its default, with its formula; in one instance where it has none.
        kind: the name of its Python type.
        required: whether it has no default.
        given: whether an instance gives it.
    """

    name: str
    value: Constant
    kind: str
    required: bool = False
    given: bool = False


@dataclass(frozen=True)
class Function:
    """A block as it is defined.

    Args:
        inputs: the names of its tensors.
        outputs: what it gives, by the names in its body.
    """

    name: str
    parameters: tuple[Parameter, ...]
    inputs: tuple[str, ...]
    sites: tuple[Site, ...]
    outputs: tuple[Port, ...]
    caption: str | None = None
    note: str | None = None


@dataclass(frozen=True)
class Plan:
    """A model as calls. Steps stand in document order, the inputs first.

    Args:
        sites: the same model as it is written: its inputs are not among them.
        ends: what it gives, by the names of the sites.
        functions: the blocks, each after those that it is made of.
        source: the file that describes it.
    """

    name: str
    mode: Literal["sequential", "functional"]
    steps: tuple[Step, ...]
    outputs: Outputs
    parameters: tuple[tuple[str, Constant], ...] = ()
    sites: tuple[Site, ...] = ()
    ends: tuple[Port, ...] = ()
    functions: tuple[Function, ...] = ()
    source: str = ""

    @cached_property
    def by_name(self) -> dict[str, Step]:
        """The steps by name."""
        return {step.name: step for step in self.steps}

    @property
    def inputs(self) -> tuple[Step, ...]:
        """The steps that are inputs of the model."""
        return tuple(step for step in self.steps if step.inputs is None)
