"""Graph → Plan."""

from __future__ import annotations

from collections.abc import Iterator

from kspec.expr import Expression, Template
from kspec.graph import Graph, Vertex
from kspec.layers.model import Model
from kspec.layers.operation import Operation
from kspec.plan.arguments import Constant, construction
from kspec.plan.steps import Again, Construct, Inner, Plan, Step
from kspec.plan.structure import (
    Structure,
    call_arguments,
    freezing,
    is_listed,
    output_keys,
)
from kspec.text import Scalar, is_plain


def lower(graph: Graph) -> Plan:
    """The plan of a graph.

    Example:
    >>> from kspec import loads
    >>> from kspec.graph import compile_spec
    >>> text = "{kspec: 1, inputs: {x: [8]}, layers: {y: {type: Dense, units: 2}}}"
    >>> [step.construct.target for step in lower(compile_spec(loads(text))).steps]
    ['keras.Input', 'keras.layers.Dense']
    """
    structure = Structure(graph, lower)
    return Plan(
        name=graph.name,
        mode=graph.mode,
        steps=tuple(map(_step, graph.vertices)),
        outputs=graph.outputs,
        parameters=tuple(_parameters(graph)),
        sites=structure.sites(graph.body.members, None, graph.body.inputs),
        ends=structure.ends(graph.body),
        functions=structure.functions(),
        source=graph.body.file,
    )


def _parameters(graph: Graph) -> Iterator[tuple[str, Constant]]:
    """The parameters; a nested spec has its own defaults, not what it is given."""
    for item in graph.parameters:
        worked = item.value
        if not isinstance(worked, Scalar) or not is_plain(worked.value):
            continue
        written = graph.body.declared.get(item.key)
        default = written.value if isinstance(written, Scalar) else None
        if isinstance(default, Expression | Template):
            yield item.key, Constant(worked.value, default)
        elif default is not None:
            yield item.key, Constant(default)
        else:
            yield item.key, Constant(worked.value, worked.formula)


def _step(vertex: Vertex) -> Step:
    is_input = vertex.layer.family == "input"
    slots = () if _in_order(vertex) else vertex.slots
    return Step(
        name=vertex.name,
        construct=_construct(vertex),
        inputs=None if is_input else vertex.inputs,
        slots=slots,
        listed=is_listed(vertex.layer, len(vertex.inputs)) and not slots,
        call=call_arguments(vertex.call),
        freezing=None if vertex.shares else freezing(vertex.layer, None),
        outputs=len(vertex.outputs),
        keys=output_keys(vertex.model),
        caption=vertex.caption,
        note=vertex.note,
        span=vertex.span,
    )


def _construct(vertex: Vertex) -> Construct:
    if vertex.shares is not None:
        return Again(vertex.shares)
    if isinstance(vertex.layer, Model) and vertex.model is not None:
        return Inner(lower(vertex.model), Constant(vertex.name))
    return construction(vertex.layer, vertex.arguments, vertex.name)


def _in_order(vertex: Vertex) -> bool:
    """Whether an operation's tensors stand next to each other in its signature."""
    layer = vertex.layer
    return isinstance(layer, Operation) and layer.is_in_order(vertex.arguments)
