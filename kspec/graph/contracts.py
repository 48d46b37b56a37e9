"""What a spec claims of itself: `expect:` and `mode:`."""

from __future__ import annotations

from collections.abc import Iterable
from collections.abc import Mapping as Named
from dataclasses import dataclass

from kspec.errors import Span
from kspec.graph.ir import Graph, Port, Vertex
from kspec.layers.operation import Operation
from kspec.schema import Entry, Instance, Spec
from kspec.schema.findings import Findings
from kspec.shape import Shape, is_known, show
from kspec.text import Mapping

NOUNS = {"params": "parameters", "trainable_params": "trainable parameters"}
"""What the counts of `expect:` are called."""


def check_layers(
    entries: tuple[Entry, ...], known: Named[str, Vertex], findings: Findings
) -> None:
    """Note each layer whose `expect: {shape: …}` is false (K206)."""
    for entry in entries:
        vertex = known.get(entry.name)
        expected = entry.expect.shape if entry.expect else None
        if vertex is None or expected is None:
            continue
        actual = vertex.outputs[0].shape
        if is_known(actual) and actual != expected:
            span = _span(entry.body, "expect", "shape")
            message = f"`{entry.name}` gives {show(actual)}; expected {show(expected)}"
            findings.error("K206", message, span)


def check_blocks(
    claims: Iterable[tuple[Instance, Port]],
    known: Named[str, Vertex],
    findings: Findings,
) -> None:
    """Note each block whose `expect: {shape: …}` is false (K206)."""
    for instance, port in claims:
        vertex = known.get(port.vertex)
        expected = instance.expect.shape if instance.expect else None
        if vertex is None or expected is None or port.output >= len(vertex.outputs):
            continue
        actual = vertex.outputs[port.output].shape
        if is_known(actual) and actual != expected:
            span = _span(instance.body, "expect", "shape")
            message = (
                f"`{instance.name}` gives {show(actual)}; expected {show(expected)}"
            )
            findings.error("K206", message, span)


@dataclass(frozen=True, slots=True)
class Facts:
    """What a model is; None and unknown shapes where only the built one tells.

    Args:
        shapes: of the outputs, by name.
    """

    params: int | None
    trainable_params: int | None
    shapes: Named[str, Shape]


def facts(graph: Graph) -> Facts:
    """What is known of a model before it is built."""
    ports = zip(graph.outputs.names, graph.outputs.ports, strict=True)
    return Facts(
        graph.params if graph.knows_weights else None,
        graph.trainable_params if graph.knows_weights else None,
        {name: graph.tensor(port).shape for name, port in ports},
    )


def check_model(spec: Spec, found: Facts, findings: Findings) -> None:
    """Note each claim of the model's `expect:` that is false (K206)."""
    if spec.expect is None:
        return
    counts = {"params": found.params, "trainable_params": found.trainable_params}
    for key, actual in counts.items():
        expected: int | None = getattr(spec.expect, key)
        if None not in (expected, actual) and expected != actual:
            findings.error(
                "K206",
                f"the model has {actual:,} {NOUNS[key]}; expected {expected:,}",
                _span(spec.root, "expect", key),
                hint=f"write {actual} if that is what you mean",
            )
    if spec.expect.output_shape is not None:
        _check_outputs(spec, found.shapes, spec.expect.output_shape, findings)


def _check_outputs(
    spec: Spec,
    shapes: Named[str, Shape],
    expected: Shape | dict[str, Shape],
    findings: Findings,
) -> None:
    if not isinstance(expected, dict):
        if len(shapes) > 1:
            findings.error(
                "K206",
                f"the model has {len(shapes)} outputs; expected a shape for each",
                _span(spec.root, "expect", "output_shape"),
                hint="write {" + ", ".join(f"{name}: […]" for name in shapes) + "}",
            )
            return
        expected = dict.fromkeys(shapes, expected)
    for name, shape in expected.items():
        if name not in shapes:
            message = f"the model has no output `{name}`"
        elif is_known(shapes[name]) and shapes[name] != shape:
            message = f"`{name}` gives {show(shapes[name])}; expected {show(shape)}"
        else:
            continue
        findings.error(
            "K206", message, _span(spec.root, "expect", "output_shape", name)
        )


def check_mode(spec: Spec, off_chain: Vertex | None, findings: Findings) -> None:
    """Note a `mode: sequential` that the wiring does not allow (K207).

    Args:
        off_chain: the first vertex that does not follow the one above alone.
    """
    if spec.mode != "sequential" or off_chain is None:
        return
    name = off_chain.name
    findings.error(
        "K207",
        f"a sequential model holds layers; `{name}` is a function"
        if isinstance(off_chain.layer, Operation)
        else f"a sequential model is a chain; `{name}` does not follow the layer above"
        " alone",
        off_chain.span,
        hint="write `mode: functional`",
    )


def _span(node: Mapping, *keys: str) -> Span | None:
    span = node.span
    for key in keys:
        item = node.item(key) if key in node else None
        if item is None:
            break
        span = item.value.span
        if not isinstance(item.value, Mapping):
            break
        node = item.value
    return span
