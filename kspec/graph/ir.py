"""The graph: what a spec means, every layer typed, wired and with its shapes.

An ordered multigraph: vertices stand in document order, and each has its inputs in
order, so that `Add([x, x])` keeps two edges.
"""

from __future__ import annotations

from dataclasses import dataclass, field, replace
from functools import cached_property
from typing import TYPE_CHECKING, Literal

from kspec.errors import Span
from kspec.layers.layer import Layer
from kspec.layers.model import Model
from kspec.schema.members import Member, OutputsEntry, Slot
from kspec.shape import Tensor, Weight, is_known
from kspec.text import Mapping, Plain

if TYPE_CHECKING:
    from kspec.schema.training import Train


@dataclass(frozen=True, slots=True)
class Port:
    """One output of a vertex."""

    vertex: str
    output: int = 0


@dataclass(frozen=True)
class Vertex:
    """One layer (or input) of the model.

    Args:
        name: unique in the graph; the name of the Keras layer too.
        layer: its typed class; `type(layer).__name__` is the `type:` of the spec.
        arguments: those that the spec gives, evaluated, each scalar with its formula.
        inputs: the tensors it takes, in order.
        slots: the call arguments that take them, where the spec names them.
        outputs: the tensors it gives.
        weights: its variables.
        caption: the reader's label, such as 隐含层1.
        note: a remark.
        shares: the vertex whose layer is called again here, with the same weights.
        call: the arguments of the call that are no tensors, evaluated.
        model: the graph inside, where the layer is a model of its own.
        span: the layer's key in the spec.
    """

    name: str
    layer: Layer
    arguments: Mapping = field(default_factory=Mapping)
    inputs: tuple[Port, ...] = ()
    slots: tuple[Slot, ...] = ()
    outputs: tuple[Tensor, ...] = ()
    weights: tuple[Weight, ...] = ()
    caption: str | None = None
    note: str | None = None
    shares: str | None = None
    call: Mapping = field(default_factory=Mapping)
    model: Graph | None = None
    span: Span | None = field(default=None, compare=False)

    @property
    def kind(self) -> str:
        """The layer's type as in Keras, such as `Dense`; what a model is made from."""
        return self.layer.source if isinstance(self.layer, Model) else self.layer.kind()

    @cached_property
    def params(self) -> int:
        """Number of parameters."""
        return sum(weight.size for weight in self.weights)

    @cached_property
    def trainable_params(self) -> int:
        """Number of parameters that training changes."""
        return sum(weight.size for weight in self.weights if weight.trainable)

    @property
    def knows_weights(self) -> bool:
        """Whether its parameters are known before the model is built."""
        return all(is_known(weight.shape) for weight in self.weights)


@dataclass(frozen=True, slots=True)
class Outputs:
    """What the model gives: one tensor, a list, or a mapping by name.

    `names` has one name for each port, the vertex's own where the spec gives none.
    """

    ports: tuple[Port, ...]
    names: tuple[str, ...]
    form: Literal["one", "list", "mapping"] = "one"


@dataclass(frozen=True)
class Group:
    """Vertices that the spec makes together: an instance of a block, or a repeat.

    Args:
        name: unique in the graph; the names of the vertices inside begin with it.
        kind: a repeat holds its copies, each a vertex or a group of kind `block`.
        start: where its vertices begin among those of the graph.
        stop: where they end; they stand next to each other.
        block: the block that it is an instance of; None for a repeated layer.
        arguments: the values of the block's parameters.
        groups: the groups inside, in document order.
    """

    name: str
    kind: Literal["block", "repeat"]
    start: int
    stop: int
    block: str | None = None
    arguments: tuple[tuple[str, Plain], ...] = ()
    caption: str | None = None
    note: str | None = None
    groups: tuple[Group, ...] = ()
    span: Span | None = field(default=None, compare=False)


@dataclass(frozen=True)
class Body:
    """The members that the vertices come of.

    Args:
        inputs: what the members call the inputs.
        outputs: what the spec says of them.
        declared: the parameters as they are written, of a spec inside another.
        given: the parameters that the spec around it gives.
        file: where it is written.
    """

    members: tuple[Member, ...] = ()
    inputs: tuple[str, ...] = ()
    outputs: OutputsEntry | None = None
    declared: Mapping = field(default_factory=Mapping)
    given: Mapping = field(default_factory=Mapping)
    file: str = ""


@dataclass(frozen=True)
class Graph:
    """A checked model. `vertices` stand in document order, the inputs first.

    Args:
        groups: how the spec groups the vertices, in document order.
        body: what the spec says, each block and each repeat once.
    """

    name: str
    mode: Literal["sequential", "functional"]
    vertices: tuple[Vertex, ...]
    outputs: Outputs
    groups: tuple[Group, ...] = ()
    body: Body = field(default_factory=Body, repr=False)
    parameters: Mapping = field(default_factory=Mapping)
    caption: str | None = None
    note: str | None = None
    train: Train | None = None

    @cached_property
    def by_name(self) -> dict[str, Vertex]:
        """The vertices by name."""
        return {vertex.name: vertex for vertex in self.vertices}

    @property
    def inputs(self) -> tuple[Vertex, ...]:
        """The vertices that take no tensor."""
        return tuple(v for v in self.vertices if v.layer.family == "input")

    def tensor(self, port: Port) -> Tensor:
        """The tensor at a port."""
        return self.by_name[port.vertex].outputs[port.output]

    @cached_property
    def live(self) -> frozenset[str]:
        """The vertices that an output depends on; Keras leaves the others out."""
        reached: set[str] = set()
        waiting = [port.vertex for port in self.outputs.ports]
        while waiting:
            name = waiting.pop()
            if name not in reached:
                reached.add(name)
                waiting += [port.vertex for port in self.by_name[name].inputs]
        return frozenset(reached)

    @property
    def params(self) -> int:
        """Number of parameters of the whole model."""
        return sum(vertex.params for vertex in self._living)

    @property
    def trainable_params(self) -> int:
        """Number of parameters that training changes."""
        return sum(vertex.trainable_params for vertex in self._living)

    @property
    def knows_weights(self) -> bool:
        """Whether all parameters are known; the counts are of those that are."""
        return all(vertex.knows_weights for vertex in self._living)

    @cached_property
    def is_known(self) -> bool:
        """Whether every shape and every weight is known before the model is built."""
        tensors = (tensor for vertex in self._living for tensor in vertex.outputs)
        return self.knows_weights and all(is_known(tensor.shape) for tensor in tensors)

    def weights_inside(self, *, frozen: bool) -> tuple[Weight, ...]:
        """The weights of all layers, as those of one layer of a model around it."""
        return tuple(
            replace(
                weight,
                name=f"{vertex.name}/{weight.name}",
                trainable=weight.trainable and not frozen,
            )
            for vertex in self._living
            for weight in vertex.weights
        )

    @property
    def memory_bytes(self) -> int:
        """Bytes of all weights and, for a batch of one, of all layers' outputs."""
        weights = [weight.size_bytes for v in self._living for weight in v.weights]
        tensors = [tensor.size_bytes for v in self._living for tensor in v.outputs]
        return sum(weights) + sum(tensors)

    @property
    def _living(self) -> tuple[Vertex, ...]:
        return tuple(v for v in self.vertices if v.name in self.live)
