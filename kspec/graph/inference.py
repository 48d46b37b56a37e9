"""Inference: the shape of every tensor, from the inputs down."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import replace

from kspec.errors import Diagnostic, Related, Span
from kspec.graph.ir import Port, Vertex
from kspec.graph.nesting import Nesting, outputs_on
from kspec.graph.wiring import Wired
from kspec.layers.applications import Application
from kspec.layers.custom import layer_outputs, layer_weights
from kspec.layers.layer import Arity, Layer
from kspec.schema import Entry, Slot, text_of
from kspec.schema.entries import calling
from kspec.schema.findings import Findings
from kspec.shape import Shape, ShapeError, Tensor, is_known, show


def infer(
    wired: tuple[Wired, ...], nesting: Nesting, findings: Findings
) -> tuple[Vertex, ...]:
    """The vertices whose tensors are known, in document order.

    What follows from an error noted earlier is left out without a further word. Notes
    K201 for an output that a layer does not have, K202 for a wrong number of inputs,
    and K203 where a layer cannot take its inputs' shapes.
    """
    inference = _Inference(nesting, findings)
    for one in wired:
        vertex = inference.vertex(one)
        if vertex:
            inference.known.setdefault(vertex.name, vertex)
    return tuple(inference.known.values())


class _Inference:
    """The vertices that are known so far."""

    def __init__(self, nesting: Nesting, findings: Findings) -> None:
        self.known: dict[str, Vertex] = {}
        self.nesting = nesting
        self.findings = findings

    def vertex(self, one: Wired) -> Vertex | None:
        """An entry as a vertex; None where that is not known."""
        ports, known = one.inputs, self.known
        if ports is None or any(port.vertex not in known for port in ports):
            return None
        if not _has_outputs(one, ports, known, self.findings):
            return None
        tensors = tuple(known[port.vertex].outputs[port.output] for port in ports)
        try:
            made = self._made(one, tensors)
        except ShapeError as error:
            producers = [known[port.vertex] for port in ports]
            clash = _clash(one, error, zip(producers, tensors, strict=True))
            self.findings.append(clash)
            return None
        return made and _placed(made, one, ports)

    def _made(self, one: Wired, tensors: tuple[Tensor, ...]) -> Vertex | None:
        """The layer, its outputs and its weights on these tensors.

        Raises: ShapeError.
        """
        if one.shares is not None:
            owner = self.known.get(one.shares)
            return owner and self._shared(one, owner, tensors)
        if one.entry.model is not None:
            return self.nesting.vertex(one.entry, tensors, self.findings)
        layer = one.entry.layer
        if layer is None or not _has_arity(one, layer, self.findings):
            return None
        if isinstance(layer, Application):
            return self.nesting.application(layer, tensors, self.findings)
        tensors = _without_masks(layer, one.slots, tensors)
        outputs = layer_outputs(layer, *tensors)
        weights = layer_weights(layer, *tensors)
        return Vertex(one.entry.name, layer, outputs=outputs, weights=weights)

    def _shared(
        self, one: Wired, owner: Vertex, tensors: tuple[Tensor, ...]
    ) -> Vertex | None:
        """A layer called again: its weights are those that the first call made."""
        first = owner.shares or owner.name
        if owner.model is not None:
            outputs = outputs_on(owner.model, tensors)
            return replace(owner, outputs=outputs, shares=first, weights=())
        layer = self._called(one, owner.layer)
        if layer is None or not _has_arity(one, layer, self.findings):
            return None
        if isinstance(layer, Application):
            return self.nesting.application(layer, tensors, self.findings)
        tensors = _without_masks(layer, one.slots, tensors)
        outputs = layer_outputs(layer, *tensors)
        needed = [weight.shape for weight in layer_weights(layer, *tensors)]
        made = [weight.shape for weight in self.known[first].weights]
        known = all(map(is_known, (*needed, *made)))
        if known and needed != made:
            raise ShapeError(
                f"its weights are {_listed(made)}, made for `{first}`; this input needs"
                f" {_listed(needed)}"
            )
        return Vertex(one.entry.name, layer, outputs=outputs, shares=first)

    def _called(self, one: Wired, layer: Layer) -> Layer | None:
        """The layer with the arguments of this call; None where one is wrong."""
        call, entry = one.entry.call, one.entry
        if not call.items:
            return layer.called(layer.calling())
        made = calling(layer.calling, call, entry.span, self.findings)
        return layer.called(made) if made else None


def _without_masks(
    layer: Layer, slots: tuple[Slot, ...], tensors: tuple[Tensor, ...]
) -> tuple[Tensor, ...]:
    """The tensors that are no masks; those are compared with the others.

    Raises: ShapeError.
    """
    names = [slot.name for slot in slots for _ in range(slot.count or 1)]
    given = [*zip(names, tensors, strict=False)]
    masks = [(name, tensor) for name, tensor in given if name in layer.masks]
    if not masks:
        return tensors
    rest = tuple(tensor for name, tensor in given if name not in layer.masks)
    for name, mask in masks:
        layer.check_mask(name, mask, *(tensor.shape for tensor in rest))
    return rest


def _placed(made: Vertex, one: Wired, ports: tuple[Port, ...]) -> Vertex:
    entry = one.entry
    return replace(
        made,
        name=entry.name,
        arguments=entry.arguments,
        call=entry.call,
        inputs=ports,
        slots=one.slots,
        caption=text_of(entry.caption),
        note=text_of(entry.note),
        span=entry.span,
    )


def _listed(shapes: Iterable[Shape]) -> str:
    return ", ".join(map(show, shapes))


def _has_outputs(
    one: Wired,
    ports: tuple[Port, ...],
    known: dict[str, Vertex],
    findings: Findings,
) -> bool:
    wrong = [p for p in ports if p.output >= len(known[p.vertex].outputs)]
    for port in wrong:
        span = next((r.span for r in one.references if r.output == port.output), None)
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


def _has_arity(one: Wired, layer: Layer, findings: Findings) -> bool:
    arity, entry, ports = layer.arity, one.entry, one.inputs or ()
    if one.slots or arity.least <= len(ports) <= (arity.most or len(ports)):
        return True
    several = f"give them as a list: `from: [a, b]`{_or_constant(layer)}"
    findings.error(
        "K202",
        f"`{entry.name}` is given {len(ports)}; `{layer.kind()}` takes {_takes(arity)}",
        _from_span(entry) or entry.span,
        hint=several if len(ports) < arity.least else "join them first, as Add does",
    )
    return False


def _takes(arity: Arity) -> str:
    if arity.most is None:
        return f"{arity.least} or more tensors"
    return "one tensor" if arity.most == 1 else f"{arity.most} tensors"


def _or_constant(layer: Layer) -> str:
    """How to give a number in place of a tensor, where one may stand."""
    slots = [slot for slot in layer.slots if slot in type(layer).model_fields]
    return f", or a number: `{slots[-1]}: 2`" if slots else ""


def _clash(
    one: Wired, error: ShapeError, given: Iterable[tuple[Vertex, Tensor]]
) -> Diagnostic:
    entry = one.entry
    argument = entry.arguments.get(error.argument) if error.argument else None
    span = argument.span if argument else _from_span(entry)
    related = [
        Related(vertex.span, f"`{vertex.name}` gives {show(tensor.shape)}")
        for vertex, tensor in given
    ]
    if one.inside:
        related.append(Related(one.inside.span, f"`{one.inside.name}` is made here"))
    kind = f" ({entry.kind})" if entry.kind else ""
    message = f"`{entry.name}`{kind}: {error.message}"
    producers = tuple(dict.fromkeys(related))
    return Diagnostic("K203", message, span or entry.span, error.hint, producers)


def _from_span(entry: Entry) -> Span | None:
    node = entry.body.get("from")
    return node.span if node else None
