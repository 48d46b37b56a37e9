"""What a model costs: multiply-adds, and the memory to run it and to train it.

Memory is an estimate, the same for every backend: weights, gradients and what the
optimizer keeps are exact; of the tensors, those that layers hand to each other and
those that training keeps of a layer's inside are counted.
"""

from __future__ import annotations

import itertools
from collections import defaultdict
from collections.abc import Iterable
from dataclasses import dataclass, replace
from functools import cached_property

from kspec.graph.ir import Graph, Vertex
from kspec.layers.custom import layer_products
from kspec.layers.objects.object import Object
from kspec.layers.objects.optimizers import slots
from kspec.shape import BITS, Shape, Tensor, is_known


@dataclass(frozen=True, slots=True)
class Cost:
    """What one layer costs, for one example.

    Args:
        multiply_adds: the products that are added up; None where that is not known.
        activation_bytes: of the tensors that it gives; None where that is not known.
    """

    multiply_adds: int | None
    activation_bytes: int | None


@dataclass(frozen=True, slots=True)
class Memory:
    """Bytes by what they hold.

    Args:
        batch_size: how many examples are worked on at a time.
        activations: the tensors between the layers, for the whole batch.
        slots: what the optimizer keeps; None where there is no optimizer.
    """

    batch_size: int
    weights: int
    activations: int
    gradients: int = 0
    slots: int | None = None

    @property
    def total(self) -> int:
        """All of it."""
        return self.weights + self.activations + self.gradients + (self.slots or 0)


@dataclass(frozen=True)
class Costs:
    """What a model costs."""

    graph: Graph

    @cached_property
    def layers(self) -> dict[str, Cost]:
        """The cost of each layer by its name."""
        return {vertex.name: self._cost(vertex) for vertex in self.graph.vertices}

    @property
    def multiply_adds(self) -> int:
        """Those of all layers that an output depends on, as far as they are known."""
        return sum(self.layers[v.name].multiply_adds or 0 for v in self._living)

    @property
    def is_known(self) -> bool:
        """Whether every tensor, weight and product is known before building."""
        counts = (self.layers[vertex.name].multiply_adds for vertex in self._living)
        return self.graph.is_known and None not in counts

    @property
    def inference(self) -> Memory:
        """To run the model on one example: a tensor is freed after its last use."""
        return Memory(1, self._weights, peak(self.graph))

    @property
    def training(self) -> Memory:
        """To train it on batches as large as `train:` says; without it, of one."""
        train = self.graph.train
        batch = train.batch_size if train else 1
        trained = [
            replace(weight, name=f"{vertex.name}/{weight.name}")
            for vertex in self._living
            for weight in vertex.weights
            if weight.trainable
        ]
        states = [
            slots(train.optimizer, weight) * BITS[weight.dtype] // 8 if train else 0
            for weight in trained
        ]
        return Memory(
            batch,
            self._weights,
            kept(self.graph, batch),
            sum(weight.size_bytes for weight in trained),
            sum(states) if train else None,
        )

    @property
    def optimizer(self) -> str | None:
        """The optimizer's name, where the spec trains."""
        chosen: str | Object | None = (
            self.graph.train.optimizer if self.graph.train else None
        )
        return type(chosen).__name__ if isinstance(chosen, Object) else chosen

    @property
    def _living(self) -> tuple[Vertex, ...]:
        return living(self.graph)

    @property
    def _weights(self) -> int:
        return sum(w.size_bytes for vertex in self._living for w in vertex.weights)

    def _cost(self, vertex: Vertex) -> Cost:
        inner = inside(self.graph, vertex)
        if inner:
            products = Costs(inner).multiply_adds
        else:
            shapes = inputs(self.graph, vertex)
            products = layer_products(vertex.layer, *shapes)
        known = all(is_known(tensor.shape) for tensor in vertex.outputs)
        return Cost(products, bytes_of(vertex.outputs, 1) if known else None)


def peak(graph: Graph, batch: int = 1) -> int:
    """The most bytes of tensors that are needed at once, in the order of the layers."""
    ends: dict[int, list[Vertex]] = defaultdict(list)
    for name, end in last_uses(graph).items():
        ends[end].append(graph.by_name[name])
    alive = most = 0
    for at, vertex in enumerate(living(graph)):
        given = bytes_of(vertex.outputs, batch)
        inner = inside(graph, vertex)
        taken = bytes_of((graph.tensor(port) for port in vertex.inputs), batch)
        within = max(peak(inner, batch) - taken - given, 0) if inner else 0
        alive += given
        most = max(most, alive + within)
        alive -= sum(bytes_of(other.outputs, batch) for other in ends[at])
    return most


def last_uses(graph: Graph) -> dict[str, int]:
    """Where among the living vertices each one's tensors are needed last."""
    vertices = living(graph)
    ends = {vertex.name: at for at, vertex in enumerate(vertices)}
    for at, vertex in enumerate(vertices):
        ends |= {port.vertex: at for port in vertex.inputs}
    return ends | {port.vertex: len(vertices) for port in graph.outputs.ports}


def kept(graph: Graph, batch: int) -> int:
    """The bytes of the tensors that training keeps for the way back."""
    return sum(_kept(graph, vertex, batch) for vertex in living(graph))


def _kept(graph: Graph, vertex: Vertex, batch: int) -> int:
    inner = inside(graph, vertex)
    if inner:
        given = (tensor for source in inner.inputs for tensor in source.outputs)
        return kept(inner, batch) - bytes_of(given, batch)
    taken = inputs(graph, vertex)
    shapes = vertex.layer.kept_of(*taken) if all(map(is_known, taken)) else ()
    dtype = vertex.outputs[0].dtype
    within = (Tensor(shape, dtype) for shape in shapes)
    return bytes_of(vertex.outputs, batch) + bytes_of(within, batch)


def inside(graph: Graph, vertex: Vertex) -> Graph | None:
    """The model that a vertex is, or that it calls again."""
    if vertex.model is None and vertex.shares is not None:
        return inside(graph, graph.by_name[vertex.shares])
    return vertex.model


def inputs(graph: Graph, vertex: Vertex) -> tuple[Shape, ...]:
    """The shapes of what a vertex takes; its rules are not asked about masks."""
    names = [slot.name for slot in vertex.slots for _ in range(slot.count or 1)]
    taken = itertools.zip_longest(vertex.inputs, names)
    ports = (port for port, name in taken if name not in vertex.layer.masks)
    return tuple(graph.tensor(port).shape for port in ports)


def living(graph: Graph) -> tuple[Vertex, ...]:
    """The vertices that an output depends on, in document order."""
    return tuple(vertex for vertex in graph.vertices if vertex.name in graph.live)


def bytes_of(tensors: Iterable[Tensor], batch: int) -> int:
    """The bytes of tensors for a batch; the spec may fix the batch of some."""
    return sum(
        tensor.size_bytes * (batch if tensor.shape[:1] == (None,) else 1)
        for tensor in tensors
    )
