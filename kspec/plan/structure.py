"""The bodies of a plan: what is written, each block and each repeat once."""

from __future__ import annotations

from collections.abc import Callable, Iterable
from dataclasses import replace

from kspec.expr import Expression, Template
from kspec.graph import Graph, Port, Vertex
from kspec.graph.ir import Body
from kspec.layers.freezing import freezes_apart
from kspec.layers.layer import Layer
from kspec.layers.operation import Operation
from kspec.plan.arguments import Argument, Constant, Name, argument, construction
from kspec.plan.steps import (
    Again,
    Construct,
    Freezing,
    Function,
    Inner,
    Invocation,
    Parameter,
    Plan,
    Site,
    Step,
)
from kspec.schema import (
    Entry,
    Instance,
    Member,
    OutputsEntry,
    Reference,
    text_of,
)
from kspec.schema.members import entries_of
from kspec.text import Item, Mapping, Node, Scalar, is_plain, plain

Place = tuple[str | None, str]
"""A body, by its block (None for the model's own), and a key in it."""


class Structure:
    """Gathers what becomes of each key, then writes the bodies."""

    def __init__(self, graph: Graph, lower: Callable[[Graph], Plan]) -> None:
        self.lower = lower
        self.found: dict[str, Vertex] = {}
        self.made: dict[Place, list[str]] = {}
        self.instances: dict[str, list[Instance]] = {}
        self._gather(graph.body.members, None, graph, "")

    def functions(self) -> tuple[Function, ...]:
        """The blocks that are made somewhere, each after those that it is made of."""
        return tuple(map(self._function, self.instances.values()))

    def sites(
        self, members: tuple[Member, ...], owner: str | None, inputs: tuple[str, ...]
    ) -> tuple[Site, ...]:
        """The members of a body, with the names that hold in it."""
        by_key = {member.key: member for member in members}
        above = inputs[0] if len(inputs) == 1 else ""
        sites: list[Site] = []
        for member in members:
            refs = member.inputs or (Reference(above),)
            ports = tuple(_local(ref, by_key) for ref in refs)
            sites.append(self._site(member, owner, ports))
            above = member.key
        return tuple(sites)

    def ends(self, body: Body) -> tuple[Port, ...]:
        """What a body gives, by the names in it."""
        return _ends(body.members, body.outputs)

    def _gather(
        self,
        members: Iterable[Member],
        owner: str | None,
        graph: Graph,
        path: str | None,
    ) -> None:
        """Note the vertices of each key, and an instance of each block.

        Args:
            path: the way to the graph; None inside what is left out.
        """
        for member in members:
            names = self.made.setdefault((owner, member.key), [])
            made = [copy for copy in member.copies if copy is not None]
            way = path if made else None
            for copy in made or [member.pattern]:
                if isinstance(copy, Instance):
                    self._gather(copy.members, copy.block.name, graph, way)
                    self.instances.setdefault(copy.block.name, []).append(copy)
                    names += _ways(way, (one.name for one in entries_of(copy.members)))
                else:
                    names += self._gather_layer(copy, graph, way)

    def _gather_layer(self, entry: Entry, graph: Graph, path: str | None) -> list[str]:
        """Note the vertex of a layer, and what is inside it; the way to it."""
        vertex = graph.by_name.get(entry.name)
        if vertex is None or path is None:
            return []
        self.found.setdefault(entry.name, vertex)
        if isinstance(entry.model, Instance) and vertex.model:
            inner, inside = entry.model, f"{path}{entry.name}/"
            self._gather(inner.members, inner.block.name, vertex.model, inside)
            self.instances.setdefault(inner.block.name, []).append(inner)
        return _ways(path, (entry.name,))

    def _function(self, instances: list[Instance]) -> Function:
        instance = instances[0]
        block = instance.block
        return Function(
            name=block.name,
            parameters=tuple(_parameter(i, instances) for i in block.parameters),
            inputs=block.inputs,
            sites=self.sites(instance.members, block.name, block.inputs),
            outputs=_ends(instance.members, block.outputs),
            caption=text_of(block.caption),
            note=text_of(block.note),
        )

    def _site(self, member: Member, owner: str | None, ports: tuple[Port, ...]) -> Site:
        pattern = member.pattern
        name = _name(member, owner)
        made = (
            _invocation(pattern, name, ports)
            if isinstance(pattern, Instance)
            else self._step(member, pattern, name, ports)
        )
        written = owner is not None or member.repeat is not None
        return Site(
            key=member.key,
            made=replace(made, caption=_text(pattern.caption, written)),
            repeat=_constant(member.repeat),
            when=_constant(member.when),
            vertices=tuple(self.made.get((owner, member.key), ())),
        )

    def _step(
        self, member: Member, entry: Entry, name: Argument, ports: tuple[Port, ...]
    ) -> Step:
        vertex = self.found.get(entry.name)
        layer = vertex.layer if vertex else entry.layer
        slots = member.slots
        if isinstance(layer, Operation) and layer.is_in_order(entry.arguments):
            slots = ()
        listed = layer is not None and is_listed(layer, len(ports)) and not slots
        return Step(
            name=member.key,
            construct=self._construct(entry, vertex, name),
            inputs=ports,
            slots=slots,
            listed=listed,
            call=call_arguments(entry.call),
            freezing=freezing(layer, entry.body.get("trainable"))
            if layer is not None and entry.use is None
            else None,
            outputs=len(vertex.outputs) if vertex else 1,
            keys=output_keys(vertex.model if vertex else None),
            note=text_of(entry.note),
            span=entry.span,
        )

    def _construct(
        self, entry: Entry, vertex: Vertex | None, name: Argument
    ) -> Construct | None:
        if entry.use is not None:
            return Again(entry.use.name)
        if entry.layer is not None:
            named = name if isinstance(name, Name) else entry.name
            return construction(entry.layer, entry.arguments, named)
        if vertex is None or vertex.model is None:
            return None
        inner = Inner(self.lower(vertex.model), name)
        if isinstance(entry.model, Instance):
            return replace(inner, of_block=_invocation(entry.model, name, ()))
        return replace(inner, arguments=_arguments(vertex.model.body.given))


def _ways(path: str | None, names: Iterable[str]) -> list[str]:
    return [] if path is None else [path + name for name in names]


def is_listed(layer: Layer, count: int) -> bool:
    """Whether the layer takes its tensors as one list."""
    return layer.arity.listed or (layer.family == "model" and count > 1)


def freezing(layer: Layer, written: Node | None) -> Freezing | None:
    """How a layer is frozen where `trainable` is no argument of what makes it.

    Args:
        written: the value of `trainable`, with its formula.
    """
    value = _constant(written if isinstance(written, Scalar) else None)
    asked = value is not None and value.formula is not None
    if not freezes_apart(layer) or (layer.trainable and not asked):
        return None
    once = "made" if layer.family == "model" else "called"
    return Freezing(value or Constant(False), once)


def call_arguments(call: Mapping) -> tuple[tuple[str, Argument], ...]:
    """The arguments of a call that are no tensors."""
    return tuple((i.key, argument(plain(i.value), i.value)) for i in call)


def output_keys(model: Graph | None) -> tuple[str, ...]:
    """The names of a nested model's outputs, where it gives a dictionary."""
    return model.outputs.names if model and model.outputs.form == "mapping" else ()


def _local(ref: Reference, by_key: dict[str, Member]) -> Port:
    """A reference as a port of the body; a name of an output as its place."""
    if isinstance(ref.output, int):
        return Port(ref.name, ref.output)
    return Port(ref.name, _output_names(ref.name, by_key).index(ref.output))


def _output_names(key: str, by_key: dict[str, Member]) -> tuple[str, ...]:
    pattern = by_key[key].pattern
    if isinstance(pattern, Entry) and pattern.use:
        return _output_names(pattern.use.name, by_key)
    inside = pattern if isinstance(pattern, Instance) else pattern.model
    if isinstance(inside, Instance):
        return inside.block.output_names
    return inside.outputs.names if inside and inside.outputs else ()


def _ends(
    members: tuple[Member, ...], outputs: OutputsEntry | None
) -> tuple[Port, ...]:
    by_key = {member.key: member for member in members}
    if outputs is None:
        return (Port(members[-1].key),) if members else ()
    return tuple(_local(ref, by_key) for ref in outputs.references)


def _name(member: Member, owner: str | None) -> Argument:
    if owner is None and member.repeat is None:
        return Constant(member.key)
    return Name(member.key, owner is not None, member.repeat is not None)


def _invocation(
    instance: Instance, name: Argument, ports: tuple[Port, ...]
) -> Invocation:
    outputs = instance.block.outputs
    return Invocation(
        name=name,
        block=instance.block.name,
        arguments=_arguments(instance.arguments),
        inputs=ports,
        outputs=len(outputs.references) if outputs else 1,
        note=text_of(instance.note),
    )


def _arguments(given: Mapping) -> tuple[tuple[str, Argument], ...]:
    return tuple((i.key, argument(plain(i.value), i.value)) for i in given)


def _parameter(item: Item, instances: list[Instance]) -> Parameter:
    """A parameter of a block as it is declared, and what the instances make of it."""
    values = [plain(one.values.item(item.key).value) for one in instances]
    kinds = {type(value).__name__ for value in values}
    declared = item.value.value if isinstance(item.value, Scalar) else None
    formula = declared if isinstance(declared, Expression | Template) else None
    default = declared if is_plain(declared) else None
    return Parameter(
        name=item.key,
        value=Constant(values[0] if default is None else default, formula),
        kind="float" if kinds == {"int", "float"} else min(kinds),
        required=declared is None,
        given=any(item.key in one.arguments for one in instances),
    )


def _constant(node: Scalar | None) -> Constant | None:
    if node is None or not is_plain(node.value):
        return None
    return Constant(node.value, node.formula)


def _text(node: Scalar | None, written: bool) -> str | None:
    """A caption: as it is written where it stands for several layers."""
    if node is None:
        return None
    return str(node.formula) if written and node.formula else str(node.value)
