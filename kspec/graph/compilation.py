"""From a spec to a checked graph: wiring, inference, limits, contracts, lints."""

from __future__ import annotations

import itertools
from collections.abc import Iterable
from collections.abc import Mapping as Values
from pathlib import Path

from kspec.errors import Diagnostic, GraphError, TextError, in_order
from kspec.expr import Value
from kspec.graph.allowances import without_allowed
from kspec.graph.columns import check_columns
from kspec.graph.contracts import check_layers, check_mode, check_model
from kspec.graph.inference import infer, no_output
from kspec.graph.ir import Graph, Outputs, Port, Vertex
from kspec.graph.limits import Limits, check_length, check_memory, check_sizes
from kspec.graph.lint import lint
from kspec.graph.wiring import outputs, wire
from kspec.layers.operation import Operation
from kspec.schema import Spec, examine, text_of
from kspec.schema.findings import Findings


def check(
    source: Spec | str | Path,
    *,
    params: Values[str, Value] | None = None,
    limits: Limits | None = None,
) -> tuple[Diagnostic, ...]:
    """Everything that is wrong with a spec, or with the spec in a file, in order.

    Args:
        params: values that replace those of a file's `params:` section.

    Raises: UsageError where there is no such file.

    Example:
    >>> from kspec import loads
    >>> text = "{kspec: 1, inputs: {x: [8]}, layers: {y: {type: Dense, units: 2}}}"
    >>> check(loads(text))
    ()
    """
    if isinstance(source, Spec):
        found = analyse(source, limits=limits)[1]
        return without_allowed(found, text=source.source, file=source.file)
    return examine_file(source, params=params, limits=limits)[2]


def compile_spec(spec: Spec, *, limits: Limits | None = None) -> Graph:
    """The checked graph of a spec.

    Raises: GraphError K2xx with everything that does not fit.
    """
    graph, diagnostics = analyse(spec, limits=limits)
    if graph is None:
        raise GraphError(*_errors(diagnostics))
    return graph


def examine_file(
    path: str | Path,
    *,
    params: Values[str, Value] | None = None,
    limits: Limits | None = None,
) -> tuple[Spec | None, Graph | None, tuple[Diagnostic, ...]]:
    """A file's spec and graph as far as they are right, and all that is wrong.

    An error in one place hides none in another: the layers that can be typed are wired
    and inferred even where others are broken.

    Raises: UsageError where there is no such file.
    """
    try:
        spec, first = examine(path, params=params)
    except TextError as error:
        return None, None, error.diagnostics
    graph, second = analyse(spec, limits=limits, lints=not _errors(first))
    diagnostics = without_allowed((*first, *second), text=spec.source, file=spec.file)
    return spec, None if _errors(diagnostics) else graph, diagnostics


def analyse(
    spec: Spec, *, limits: Limits | None = None, lints: bool = True
) -> tuple[Graph | None, tuple[Diagnostic, ...]]:
    """The graph of a spec, None where it has errors, and all that is wrong.

    Args:
        lints: whether to warn of what is no error; a wrong spec has other worries.
    """
    limits = limits or Limits()
    findings = Findings()
    if not check_length(spec, limits, findings):
        return None, tuple(findings)
    vertices = infer(wire(spec, findings), findings)
    check_sizes(vertices, limits, findings)
    check_layers(spec.entries, {vertex.name: vertex for vertex in vertices}, findings)
    ends = _outputs(spec, vertices, findings)
    if ends is None or len(vertices) < len(spec.entries):
        return None, in_order(findings)
    graph = _graph(spec, vertices, ends, findings)
    if not any(found.code == "K208" for found in findings):
        check_memory(graph, limits, findings)
    check_model(spec, graph, findings)
    check_columns(spec, graph, findings)
    if _errors(findings):
        return None, in_order(findings)
    return graph, in_order((*findings, *(lint(spec, graph) if lints else ())))


def _errors(diagnostics: Iterable[Diagnostic]) -> list[Diagnostic]:
    return [found for found in diagnostics if found.severity == "error"]


def _outputs(
    spec: Spec, vertices: tuple[Vertex, ...], findings: Findings
) -> Outputs | None:
    ends = outputs(spec, findings)
    known = {vertex.name: vertex for vertex in vertices}
    if ends is None or any(port.vertex not in known for port in ends.ports):
        return None
    refs = spec.outputs.references if spec.outputs else ()
    wrong = [p for p in ends.ports if p.output >= len(known[p.vertex].outputs)]
    for port in wrong:
        span = next((ref.span for ref in refs if ref.name == port.vertex), None)
        no_output(port, known[port.vertex], span, findings)
    return None if wrong else ends


def _graph(
    spec: Spec, vertices: tuple[Vertex, ...], ends: Outputs, findings: Findings
) -> Graph:
    breaks = _first_off_chain(vertices, ends)
    check_mode(spec, breaks, findings)
    chain = breaks is None and spec.mode != "functional"
    return Graph(
        name=spec.name,
        mode="sequential" if chain else "functional",
        vertices=vertices,
        outputs=ends,
        parameters=spec.parameters,
        caption=text_of(spec.caption),
        note=text_of(spec.note),
        train=spec.train,
    )


def _first_off_chain(vertices: tuple[Vertex, ...], ends: Outputs) -> Vertex | None:
    for above, vertex in itertools.pairwise(vertices):
        is_next = vertex.inputs == (Port(above.name),)
        simple = not vertex.slots and not vertex.layer.arity.listed
        simple = simple and not isinstance(vertex.layer, Operation)
        if not is_next or not simple or len(vertex.outputs) > 1:
            return vertex
    last = vertices[-1]
    return None if ends.form == "one" and ends.ports == (Port(last.name),) else last
