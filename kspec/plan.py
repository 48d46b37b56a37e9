"""The plan: the calls that Keras receives, in order, as data.

The builder executes it and the code writer prints it; neither holds code for a single
layer, so the built model and the printed code cannot drift apart. Constructors are
named by dotted paths that come from the catalogue, never from a spec.
"""

from __future__ import annotations

import itertools
from collections.abc import Iterator
from dataclasses import dataclass, field
from functools import cached_property
from typing import Any, Literal, cast

from kspec.errors import Span
from kspec.expr import Formula
from kspec.graph import Graph, Outputs, Port, Vertex
from kspec.layers.defaults import changed
from kspec.layers.layer import Layer
from kspec.layers.objects.object import Object
from kspec.layers.operation import Operation
from kspec.schema import Slot
from kspec.text import Mapping, Node, Plain, Scalar, Sequence, is_plain


@dataclass(frozen=True, slots=True)
class Constant:
    """A plain value, and the formula that it came from."""

    value: Plain
    formula: Formula | None = None


@dataclass(frozen=True, slots=True)
class Tuple:
    """A tuple of arguments."""

    items: tuple[Argument, ...]


@dataclass(frozen=True, slots=True)
class List:
    """A list of arguments, where Keras takes no tuple."""

    items: tuple[Argument, ...]


@dataclass(frozen=True, slots=True)
class Table:
    """A dictionary of arguments."""

    items: tuple[tuple[str, Argument], ...]


@dataclass(frozen=True, slots=True)
class Call:
    """A constructor and its arguments; the first `positional` need no name.

    A `function` takes the layer's tensors in the same call, after the first `before`
    of its arguments.
    """

    target: str
    arguments: tuple[tuple[str, Argument], ...] = ()
    positional: int = 0
    function: bool = False
    before: int = 0


Argument = Constant | Tuple | List | Table | Call


@dataclass(frozen=True, slots=True)
class Step:
    """One layer: how it is constructed and what it is called on.

    Args:
        inputs: None for an input of the model, which is called on nothing.
        slots: the call arguments that take the inputs, where they are named.
        listed: whether the tensors go in as one list.
        outputs: how many tensors it gives.
    """

    name: str
    construct: Call
    inputs: tuple[Port, ...] | None = None
    slots: tuple[Slot, ...] = ()
    listed: bool = False
    outputs: int = 1
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
class Plan:
    """A model as calls. Steps stand in document order, the inputs first."""

    name: str
    mode: Literal["sequential", "functional"]
    steps: tuple[Step, ...]
    outputs: Outputs
    parameters: tuple[tuple[str, Constant], ...] = ()

    @cached_property
    def by_name(self) -> dict[str, Step]:
        """The steps by name."""
        return {step.name: step for step in self.steps}

    @property
    def inputs(self) -> tuple[Step, ...]:
        """The steps that are inputs of the model."""
        return tuple(step for step in self.steps if step.inputs is None)


def lower(graph: Graph) -> Plan:
    """The plan of a graph.

    Example:
    >>> from kspec import loads
    >>> from kspec.graph import compile_spec
    >>> text = "{kspec: 1, inputs: {x: [8]}, layers: {y: {type: Dense, units: 2}}}"
    >>> [step.construct.target for step in lower(compile_spec(loads(text))).steps]
    ['keras.Input', 'keras.layers.Dense']
    """
    return Plan(
        name=graph.name,
        mode=graph.mode,
        steps=tuple(map(_step, graph.vertices)),
        outputs=graph.outputs,
        parameters=tuple(
            (item.key, Constant(item.value.value, item.value.formula))
            for item in graph.parameters
            if isinstance(item.value, Scalar) and is_plain(item.value.value)
        ),
    )


def construction(
    made: Layer | Object, node: Node | None = None, name: str = ""
) -> Call:
    """The call that makes a typed layer or object; Keras's defaults are left out.

    Args:
        node: the arguments as the spec gives them, for their formulas.
        name: the layer's; a layer inside it is called after it and its argument, for
            Keras would number it by how many of its kind there were before.
    """
    given = node if isinstance(node, Mapping) else Mapping()
    layer = isinstance(made, Layer)
    names = made.argument_names() if layer else tuple(type(made).model_fields)
    says = made.changed() if layer else changed(made)
    keys = [key for key in names if key in says or has_formula(given.get(key))]
    arguments = [
        (key, _argument(getattr(made, key), given.get(key), f"{name}_{key}"))
        for key in keys
    ]
    if isinstance(made, Operation):
        before, positional = made.unnamed([key for key, _ in arguments])
        return Call(made.target(), tuple(arguments), positional, True, before)
    positional = _positional(made, arguments)
    if layer:
        arguments.append(("name", Constant(name)))
    return Call(made.target(), tuple(arguments), positional)


def has_formula(node: Node | None) -> bool:
    """Whether a value, or a part of it, came from a formula."""
    match node:
        case None:
            return False
        case Scalar():
            return node.formula is not None
        case Sequence():
            return any(map(has_formula, node.items))
        case Mapping():
            return any(has_formula(item.value) for item in node)


def formulas(argument: Argument) -> tuple[Formula, ...]:
    """The formulas in an argument, in order."""
    match argument:
        case Constant():
            return (argument.formula,) if argument.formula else ()
        case Tuple(items) | List(items):
            parts = items
        case Table(items) | Call(arguments=items):
            parts = tuple(value for _, value in items)
    return tuple(formula for part in parts for formula in formulas(part))


def _step(vertex: Vertex) -> Step:
    is_input = vertex.layer.family == "input"
    slots = () if _in_order(vertex) else vertex.slots
    return Step(
        name=vertex.name,
        construct=construction(vertex.layer, vertex.arguments, vertex.name),
        inputs=None if is_input else vertex.inputs,
        slots=slots,
        listed=vertex.layer.arity.listed and not slots,
        outputs=len(vertex.outputs),
        caption=vertex.caption,
        note=vertex.note,
        span=vertex.span,
    )


def _in_order(vertex: Vertex) -> bool:
    """Whether an operation's tensors stand next to each other in its signature."""
    layer = vertex.layer
    return isinstance(layer, Operation) and layer.is_in_order(vertex.arguments)


def _argument(value: Any, node: Node | None, name: str = "") -> Argument:
    if isinstance(value, Layer | Object):
        return construction(value, node, name)
    if isinstance(value, tuple | list):
        items = tuple(cast("tuple[Any, ...]", value))
        nodes = node.items if isinstance(node, Sequence) else (None,) * len(items)
        names = [f"{name}_{at}" for at in range(len(items))]
        made = tuple(map(_argument, items, nodes, names))
        return Tuple(made) if isinstance(value, tuple) else List(made)
    if isinstance(value, dict):
        table = cast("dict[str, Any]", value)
        under = node if isinstance(node, Mapping) else Mapping()
        return Table(tuple((k, _argument(v, under.get(k))) for k, v in table.items()))
    return Constant(value, node.formula if isinstance(node, Scalar) else None)


def _positional(made: Layer | Object, arguments: list[tuple[str, Argument]]) -> int:
    """How many leading arguments need no name, as in `Conv2D(32, (3, 3))`.

    Those that Keras requires; `keras.Input` requires none.
    """
    if isinstance(made, Layer) and made.family == "input":
        return 0
    required = [k for k, info in type(made).model_fields.items() if info.is_required()]
    given = [key for key, _ in arguments]
    together = zip(given, required, strict=False)
    return sum(
        1 for _ in itertools.takewhile(lambda pair: pair[0] == pair[1], together)
    )
