"""Nested models: the graph inside, and what it is as one layer of the graph around."""

from __future__ import annotations

from collections.abc import Callable, Iterable
from dataclasses import dataclass, replace
from typing import Literal

from kspec import bundled
from kspec.graph.applications import (
    application_graph,
    knows_layers,
    unknown_application,
)
from kspec.graph.ir import Graph, Vertex
from kspec.layers.applications import Application
from kspec.layers.core import Input
from kspec.layers.custom import layer_outputs
from kspec.layers.model import Model
from kspec.schema import Block, Entry, Instance, Spec, load
from kspec.schema.findings import Findings
from kspec.shape import ShapeError, Tensor, is_known, show
from kspec.text import Scalar

Compile = Callable[[Spec, Findings], Graph | None]
"""Makes the graph of a spec, and notes what is wrong with it."""


@dataclass(frozen=True)
class Nesting:
    """Makes the vertices that are models.

    Args:
        compile: makes the graph inside.
    """

    compile: Compile

    def vertex(
        self, entry: Entry, tensors: tuple[Tensor, ...], findings: Findings
    ) -> Vertex | None:
        """The model that an entry describes, called on these tensors.

        None where there is an error inside, which is noted.

        Raises: ShapeError where it does not take the tensors.
        """
        inside = entry.model
        if isinstance(inside, Instance):
            spec, source = standalone(inside, tensors), inside.block.name
        else:
            assert inside is not None
            spec, source = inside, _written(entry)
        graph = self.compile(spec, findings)
        if graph is None:
            return None
        return Vertex(
            name=entry.name,
            layer=Model(
                source=source,
                trainable=not entry.frozen,
                block=isinstance(inside, Instance),
            ),
            outputs=outputs_on(graph, tensors),
            weights=graph.weights_inside(frozen=entry.frozen),
            model=graph,
        )

    def application(
        self, layer: Application, tensors: tuple[Tensor, ...], findings: Findings
    ) -> Vertex | None:
        """An application of Keras, called on these tensors.

        Where an argument makes layers that are not known here, Keras tells at building.

        Raises: ShapeError where it does not take them.
        """
        if not knows_layers(layer):
            return unknown_application(layer, tensors[0])
        described = self.compile(load(bundled.application(layer.spec_name)), findings)
        if described is None:
            return None
        graph = application_graph(layer, described)
        return Vertex(
            name="",
            layer=layer,
            outputs=outputs_on(graph, tensors),
            weights=graph.weights_inside(frozen=not layer.trainable),
            model=graph,
        )


def _written(entry: Entry) -> str:
    """The file of a nested spec as the spec around it has it, wherever that lies."""
    node = entry.body.get("spec")
    return str(node.value) if isinstance(node, Scalar) else entry.name


def standalone(instance: Instance, tensors: Iterable[Tensor]) -> Spec:
    """An instance of a block as a spec of its own, its inputs as these tensors."""
    block = instance.block
    return Spec(
        name=instance.name,
        inputs=tuple(
            Entry(name=f"{instance.name}_{name}", kind="Input", layer=_input(tensor))
            for name, tensor in zip(block.inputs, tensors, strict=True)
        ),
        input_names=block.inputs,
        members=instance.members,
        outputs=block.outputs and replace(block.outputs, form=_form(block)),
        mode="functional",
        caption=instance.caption,
        note=instance.note,
    )


def outputs_on(graph: Graph, tensors: Iterable[Tensor]) -> tuple[Tensor, ...]:
    """What a model gives for these tensors.

    Raises: ShapeError where it does not take them.
    """
    given = dict(zip((v.name for v in graph.inputs), tensors, strict=True))
    for vertex in graph.inputs:
        if not is_known(given[vertex.name].shape):
            given[vertex.name] = vertex.outputs[0]
        _check_input(vertex, given[vertex.name])
    if all(given[v.name] == v.outputs[0] for v in graph.inputs):
        return tuple(graph.tensor(port) for port in graph.outputs.ports)
    known: dict[str, tuple[Tensor, ...]] = {n: (t,) for n, t in given.items()}
    for vertex in graph.vertices:
        if vertex.name not in known:
            taken = [known[port.vertex][port.output] for port in vertex.inputs]
            known[vertex.name] = (
                outputs_on(vertex.model, taken)
                if vertex.model
                else layer_outputs(vertex.layer, *taken)
            )
    return tuple(known[port.vertex][port.output] for port in graph.outputs.ports)


def _form(block: Block) -> Literal["one", "list"]:
    """How a model of a block gives its outputs: names are for references to it."""
    return "list" if block.outputs and len(block.outputs.references) > 1 else "one"


def _input(tensor: Tensor) -> Input:
    if not is_known(tensor.shape):
        raise ShapeError(
            "is a model of its own, and the shape of its input is unknown",
            hint="give the plugin above a rule for its shapes, or leave out `nested`",
        )
    batch, *shape = tensor.shape
    return Input(shape=tuple(shape), batch_size=batch, dtype=tensor.dtype)  # pyright: ignore[reportArgumentType]


def _check_input(vertex: Vertex, tensor: Tensor) -> None:
    wanted = vertex.outputs[0].shape
    fits = len(wanted) == len(tensor.shape) and all(
        one is None or other is None or one == other
        for one, other in zip(wanted, tensor.shape, strict=True)
    )
    if not fits:
        raise ShapeError(
            f"takes {show(wanted)} as `{vertex.name}`, got {show(tensor.shape)}"
        )
