"""Whether a model is a plain chain of layers, which Keras has a Sequential for."""

from __future__ import annotations

import itertools
from collections.abc import Iterable

from kspec.graph.ir import Outputs, Port, Vertex
from kspec.layers.freezing import freezes_apart
from kspec.layers.model import Model
from kspec.layers.operation import Operation
from kspec.schema import Instance, Member, OutputsEntry, Reference
from kspec.text import Mapping, Scalar


def first_off_chain(vertices: tuple[Vertex, ...], ends: Outputs) -> Vertex | None:
    """The first layer that does not follow the one above alone; None in a chain."""
    for above, vertex in itertools.pairwise(vertices):
        is_next = vertex.inputs == (Port(above.name),)
        if not is_next or not _is_simple(vertex) or len(vertex.outputs) > 1:
            return vertex
    last = vertices[-1]
    return None if ends.form == "one" and ends.ports == (Port(last.name),) else last


def _is_simple(vertex: Vertex) -> bool:
    """Whether a layer can stand in a list of layers."""
    layer = vertex.layer
    if vertex.slots or vertex.shares or vertex.call.items or layer.arity.listed:
        return False
    if freezes_apart(layer) and not layer.trainable:
        return False
    return not isinstance(layer, Operation) and not (
        isinstance(layer, Model) and layer.block
    )


def is_written_as_chain(members: Iterable[Member], above: str) -> bool:
    """Whether the members are a chain with other parameters as well.

    Args:
        above: what the first one takes.
    """
    for member in members:
        if member.inputs not in (None, (Reference(above),)) or member.slots:
            return False
        if not _is_simple_member(member):
            return False
        above = member.key
    return True


def _is_simple_member(member: Member) -> bool:
    pattern = member.pattern
    if isinstance(pattern, Instance):
        block = pattern.block
        members = pattern.members
        return (
            len(block.inputs) == 1
            and is_written_as_chain(members, block.inputs[0])
            and _gives_the_last(block.outputs, members)
        )
    if pattern.use or pattern.call.items or isinstance(pattern.model, Instance):
        return False
    layer = pattern.layer
    return layer is None or not (
        layer.arity.listed
        or isinstance(layer, Operation)
        or layer.arity.least > 1
        or (freezes_apart(layer) and _may_freeze(pattern.body))
    )


def _may_freeze(body: Mapping) -> bool:
    """Whether a layer is frozen, or is with other parameters."""
    node = body.get("trainable")
    if isinstance(node, Scalar) and node.formula is None:
        return node.value is not True
    return node is not None


def _gives_the_last(outputs: OutputsEntry | None, members: tuple[Member, ...]) -> bool:
    return outputs is None or outputs.references == (Reference(members[-1].key),)
