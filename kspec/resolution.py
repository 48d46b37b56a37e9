"""Resolution: a spec with everything worked out, one entry for each layer."""

from __future__ import annotations

from typing import Any, Literal, cast

from kspec.graph import Graph, Port, Vertex, compile_spec
from kspec.layers.defaults import changed
from kspec.layers.layer import Layer
from kspec.layers.model import Model
from kspec.layers.objects.object import Object
from kspec.schema import Spec, loads
from kspec.schema.dumping import canonical
from kspec.schema.evaluation import Scope, evaluated
from kspec.schema.findings import Findings
from kspec.text import Item, Mapping, from_plain, plain, write

Shown = Literal["given", "full", "minimal"]
"""Which arguments are shown: those that the spec gives, all, or those that matter."""

Plain = dict[str, Any]


def resolve(spec: Spec, *, arguments: Shown = "given") -> Spec:
    """The same model without parameters, blocks, repeats, conditions and formulas.

    Args:
        arguments: which are shown: `given` in the spec, `full` for every one, `minimal`
            for those that differ from Keras's defaults.

    Raises: GraphError K2xx.

    Example:
    >>> from kspec import dump, loads
    >>> text = "{kspec: 1, params: {k: 2}, inputs: {x: [8]}, layers: {y: {type: Dense,"
    >>> print(dump(resolve(loads(text + " units: $(k), repeat: 2}}}"))))
    kspec: 1
    name: spec
    inputs:
      x: {shape: [8]}
    layers:
      y1: {type: Dense, units: 2, from: x}
      y2: {type: Dense, units: 2, from: y1}
    mode: sequential
    <BLANKLINE>
    """
    return loads(resolved_text(spec, arguments), file=spec.file or "spec.yaml")


def resolved_text(spec: Spec, arguments: Shown = "given") -> str:
    """The resolved spec as canonical YAML."""
    graph = compile_spec(spec)
    kept = [i for i in spec.root if i.key in ("kspec", "expect", "train")]
    document = from_plain(_Resolving(arguments).document(graph))
    assert isinstance(document, Mapping)
    scope = Scope({k: v for k, v in spec.values.items() if v is not None})
    worked = [(i.key, evaluated(i.value, scope, Findings())) for i in kept]
    sections = [Item(key, from_plain(plain(value))) for key, value in worked]
    return write(canonical(Mapping((*document.items, *sections))))


class _Resolving:
    """Writes graphs as plain data."""

    def __init__(self, arguments: Shown) -> None:
        self.shown = arguments
        self.blocks: Plain = {}

    def document(self, graph: Graph) -> Plain:
        """The sections that a graph comes to."""
        layers = self._layers(graph, "")
        sections: Plain = {
            "name": graph.name,
            "caption": graph.caption,
            "note": graph.note,
            "blocks": self.blocks,
            "inputs": {v.name: self._entry(v, None) for v in graph.inputs},
            "layers": layers,
            "outputs": _outputs(graph),
            "mode": graph.mode,
        }
        return {key: value for key, value in sections.items() if value}

    def _layers(self, graph: Graph, prefix: str) -> Plain:
        above: Vertex | None = graph.inputs[0] if len(graph.inputs) == 1 else None
        written: Plain = {}
        for vertex in graph.vertices:
            if vertex.layer.family == "input":
                continue
            key = vertex.name.removeprefix(prefix)
            written[key] = self._entry(vertex, above, prefix)
            above = vertex
        return written

    def _entry(self, vertex: Vertex, above: Vertex | None, prefix: str = "") -> Plain:
        entry = self._head(vertex, prefix)
        if vertex.layer.family != "input":
            implied = above and vertex.inputs == (Port(above.name),)
            if not (self.shown == "minimal" and implied and not vertex.slots):
                entry["from"] = _taken(vertex, prefix)
        call = {item.key: plain(item.value) for item in vertex.call}
        rest = {"call": call, "caption": vertex.caption, "note": vertex.note}
        return entry | {key: value for key, value in rest.items() if value}

    def _head(self, vertex: Vertex, prefix: str) -> Plain:
        """What the layer is, and its arguments."""
        layer = vertex.layer
        if vertex.shares is not None:
            return {"use": vertex.shares.removeprefix(prefix)}
        if isinstance(layer, Model):
            frozen: Plain = {} if layer.trainable else {"trainable": False}
            return self._model(vertex, layer) | frozen
        typed: Plain = {} if layer.family == "input" else {"type": layer.kind()}
        return typed | self._arguments(vertex)

    def _model(self, vertex: Vertex, layer: Model) -> Plain:
        graph = vertex.model
        assert graph is not None
        if not layer.block:
            given = {item.key: plain(item.value) for item in graph.body.given}
            named: Plain = {"spec": layer.source}
            return named | ({"params": given} if given else {})
        inside = f"{vertex.name}_"
        ends = [_reference(port, inside) for port in graph.outputs.ports]
        names = graph.outputs.names
        block: Plain = {
            "inputs": [one.name.removeprefix(inside) for one in graph.inputs],
            "layers": self._layers(graph, inside),
            "outputs": dict(zip(names, ends, strict=True)),
        }
        self.blocks[vertex.name] = block
        return {"block": vertex.name, "nested": True}

    def _arguments(self, vertex: Vertex) -> Plain:
        layer = vertex.layer
        if self.shown == "given":
            return {item.key: plain(item.value) for item in vertex.arguments}
        if self.shown == "minimal":
            return {key: _plain(value) for key, value in layer.changed().items()}
        every = {key: _plain(getattr(layer, key)) for key in layer.argument_names()}
        # A tensor stands where an operation has no constant.
        return {k: v for k, v in every.items() if v is not None or k not in layer.slots}


def _plain(value: Any) -> Any:
    """An argument as YAML holds it; an object with nothing changed as its name."""
    if isinstance(value, Layer):
        inner = {key: _plain(one) for key, one in value.changed().items()}
        return {"type": value.kind()} | inner
    if isinstance(value, Object):
        inner = {key: _plain(one) for key, one in changed(value).items()}
        return {"type": type(value).__name__} | inner
    if isinstance(value, tuple | list):
        return [_plain(one) for one in cast("tuple[Any, ...]", value)]
    if isinstance(value, dict):
        return {k: _plain(v) for k, v in cast("dict[str, Any]", value).items()}
    return value


def _taken(vertex: Vertex, prefix: str) -> Any:
    references = [_reference(port, prefix) for port in vertex.inputs]
    if not vertex.slots:
        return references[0] if len(references) == 1 else references
    taken: Plain = {}
    for slot in vertex.slots:
        count = slot.count or 1
        here, references = references[:count], references[count:]
        taken[slot.name] = here[0] if slot.count is None else here
    return taken


def _outputs(graph: Graph) -> Any:
    ends = [_reference(port, "") for port in graph.outputs.ports]
    match graph.outputs.form:
        case "one":
            last = graph.vertices[-1].name
            return None if ends == [last] else ends[0]
        case "list":
            return ends
        case "mapping":
            return dict(zip(graph.outputs.names, ends, strict=True))


def _reference(port: Port, prefix: str) -> str:
    name = port.vertex.removeprefix(prefix)
    return f"{name}.{port.output}" if port.output else name
