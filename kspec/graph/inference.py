"""Inference: the shape of every tensor, from the inputs down."""

from __future__ import annotations

from collections.abc import Iterable

from kspec.errors import Diagnostic, Related, Span
from kspec.graph.ir import Port, Vertex
from kspec.graph.wiring import Wired
from kspec.layers.layer import Arity, Layer
from kspec.schema import Entry, text_of
from kspec.schema.findings import Findings
from kspec.shape import ShapeError, Tensor, show


def infer(wired: tuple[Wired, ...], findings: Findings) -> tuple[Vertex, ...]:
    """The vertices whose tensors are known, in document order.

    What follows from an error noted earlier is left out without a further word. Notes
    K201 for an output that a layer does not have, K202 for a wrong number of inputs,
    and K203 where a layer cannot take its inputs' shapes.
    """
    known: dict[str, Vertex] = {}
    for one in wired:
        vertex = _vertex(one.entry, one.inputs, known, findings)
        if vertex:
            known.setdefault(vertex.name, vertex)
    return tuple(known.values())


def _vertex(
    entry: Entry,
    ports: tuple[Port, ...] | None,
    known: dict[str, Vertex],
    findings: Findings,
) -> Vertex | None:
    if entry.layer is None or ports is None:
        return None
    if any(port.vertex not in known for port in ports):
        return None
    if not _has_outputs(entry, ports, known, findings):
        return None
    if not entry.slots and not _has_arity(entry, entry.layer.arity, ports, findings):
        return None
    return _inferred(entry, entry.layer, ports, known, findings)


def _has_outputs(
    entry: Entry,
    ports: tuple[Port, ...],
    known: dict[str, Vertex],
    findings: Findings,
) -> bool:
    wrong = [p for p in ports if p.output >= len(known[p.vertex].outputs)]
    for port in wrong:
        span = next((r.span for r in entry.inputs or () if r.name == port.vertex), None)
        no_output(port, known[port.vertex], span, findings)
    return not wrong


def no_output(
    port: Port, vertex: Vertex, span: Span | None, findings: Findings
) -> None:
    """Note that a vertex has no such output (K201)."""
    count = len(vertex.outputs)
    have = "one output" if count == 1 else f"{count} outputs, 0 to {count - 1}"
    findings.error(
        "K201",
        f"`{port.vertex}` has {have}; there is no `{port.vertex}.{port.output}`",
        span,
        hint=f"write `{port.vertex}`" if count == 1 else None,
    )


def _has_arity(
    entry: Entry, arity: Arity, ports: tuple[Port, ...], findings: Findings
) -> bool:
    if arity.least <= len(ports) <= (arity.most or len(ports)):
        return True
    if arity.most is None:
        takes = f"{arity.least} or more tensors"
    else:
        takes = "one tensor" if arity.most == 1 else f"{arity.most} tensors"
    several = f"give them as a list: `from: [a, b]`{_or_constant(entry.layer)}"
    findings.error(
        "K202",
        f"`{entry.name}` is given {len(ports)}; `{entry.kind}` takes {takes}",
        _from_span(entry) or entry.span,
        hint=several if len(ports) < arity.least else "join them first, as Add does",
    )
    return False


def _or_constant(layer: Layer | None) -> str:
    """How to give a number in place of a tensor, where one may stand."""
    if layer is None:
        return ""
    slots = [slot for slot in layer.slots if slot in type(layer).model_fields]
    return f", or a number: `{slots[-1]}: 2`" if slots else ""


def _inferred(
    entry: Entry,
    layer: Layer,
    ports: tuple[Port, ...],
    known: dict[str, Vertex],
    findings: Findings,
) -> Vertex | None:
    tensors = [known[port.vertex].outputs[port.output] for port in ports]
    try:
        outputs = layer.outputs_of(*tensors)
        weights = layer.variables_of(*tensors)
    except ShapeError as error:
        given = [known[port.vertex] for port in ports]
        findings.append(_clash(entry, error, zip(given, tensors, strict=True)))
        return None
    return Vertex(
        name=entry.name,
        layer=layer,
        arguments=entry.arguments,
        inputs=ports,
        slots=entry.slots,
        outputs=outputs,
        weights=weights,
        caption=text_of(entry.caption),
        note=text_of(entry.note),
        span=entry.span,
    )


def _clash(
    entry: Entry, error: ShapeError, given: Iterable[tuple[Vertex, Tensor]]
) -> Diagnostic:
    argument = entry.arguments.get(error.argument) if error.argument else None
    span = argument.span if argument else _from_span(entry)
    related = [
        Related(vertex.span, f"`{vertex.name}` gives {show(tensor.shape)}")
        for vertex, tensor in given
    ]
    message = f"`{entry.name}` ({entry.kind}): {error.message}"
    producers = tuple(dict.fromkeys(related))
    return Diagnostic("K203", message, span or entry.span, error.hint, producers)


def _from_span(entry: Entry) -> Span | None:
    node = entry.body.get("from")
    return node.span if node else None
