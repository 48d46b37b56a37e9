"""From a spec to a checked graph: wiring, inference, limits, contracts, lints."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable
from collections.abc import Mapping as Values
from dataclasses import replace
from pathlib import Path

from kspec.errors import Diagnostic, GraphError, TextError, in_order
from kspec.expr import Value
from kspec.graph.allowances import without_allowed
from kspec.graph.chain import first_off_chain, is_written_as_chain
from kspec.graph.columns import check_columns
from kspec.graph.contracts import (
    check_blocks,
    check_layers,
    check_mode,
    check_model,
    facts,
)
from kspec.graph.inference import infer, no_output
from kspec.graph.ir import Body, Graph, Group, Outputs, Vertex
from kspec.graph.limits import Limits, check_length, check_memory, check_sizes
from kspec.graph.lint import lint
from kspec.graph.nesting import Nesting
from kspec.graph.wiring import wire
from kspec.schema import Spec, examine, text_of
from kspec.schema.findings import Findings


def check(
    source: Spec | str | Path,
    *,
    params: Values[str, Value] | None = None,
    variant: str | None = None,
    limits: Limits | None = None,
) -> tuple[Diagnostic, ...]:
    """Everything that is wrong with a spec, or with the spec in a file, in order.

    A file is checked as it is and in each of its variants.

    Args:
        params: values that replace those of a file's `params:` section.
        variant: the only one of the file's variants that is checked.

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
    return check_file(source, params=params, variant=variant, limits=limits)[1]


def compile_spec(spec: Spec, *, limits: Limits | None = None) -> Graph:
    """The checked graph of a spec.

    Raises: GraphError K2xx with everything that does not fit.
    """
    graph, diagnostics = analyse(spec, limits=limits)
    if graph is None:
        raise GraphError(*_errors(diagnostics))
    return graph


def check_file(
    path: str | Path,
    *,
    params: Values[str, Value] | None = None,
    variant: str | None = None,
    limits: Limits | None = None,
) -> tuple[Graph | None, tuple[Diagnostic, ...]]:
    """A file's graph, and all that is wrong with it and, once each, in its variants.

    Raises: UsageError where there is no such file, parameter or variant.
    """
    spec, graph, found = examine_file(
        path, params=params, variant=variant, limits=limits
    )
    known = {(one.code, one.span) for one in found}
    every = list(found)
    for name in spec.variants if spec and variant is None else ():
        _, other, more = examine_file(path, params=params, variant=name, limits=limits)
        # What is odd in the spec as it is has been said; a variant only has to work.
        new = [one for one in _errors(more) if (one.code, one.span) not in known]
        known.update((one.code, one.span) for one in new)
        said = f" (variant `{name}`)"
        every += [replace(one, message=one.message + said) for one in new]
        graph = graph if other else None
    return graph, in_order(every)


def examine_file(
    path: str | Path,
    *,
    params: Values[str, Value] | None = None,
    variant: str | None = None,
    limits: Limits | None = None,
) -> tuple[Spec | None, Graph | None, tuple[Diagnostic, ...]]:
    """A file's spec and graph as far as they are right, and all that is wrong.

    An error in one place hides none in another: the layers that can be typed are wired
    and inferred even where others are broken.

    Raises: UsageError where there is no such file.
    """
    try:
        spec, first = examine(path, params=params, variant=variant)
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
    findings = Findings()
    graph = _compiled(spec, limits or Limits(), findings)
    if graph is None or _errors(findings):
        return None, once_in_a_place(findings, spec)
    warned = lint(spec, graph) if lints else ()
    return graph, once_in_a_place((*findings, *warned), spec)


def _errors(diagnostics: Iterable[Diagnostic]) -> list[Diagnostic]:
    return [found for found in diagnostics if found.severity == "error"]


def _compiled(spec: Spec, limits: Limits, findings: Findings) -> Graph | None:
    """The graph of a spec, as far as it is right; notes what is not."""
    if not check_length(spec, limits, findings):
        return None
    wiring = wire(spec, findings)
    nesting = Nesting(lambda inner, noted: _inside(inner, limits, noted))
    vertices = infer(wiring.vertices, nesting, findings)
    check_sizes(vertices, limits, findings)
    known = {vertex.name: vertex for vertex in vertices}
    check_layers(spec.entries, known, findings)
    check_blocks(wiring.claims, known, findings)
    ends = _outputs(spec, wiring.outputs, known, findings)
    if ends is None or len(vertices) < len(spec.entries):
        return None
    graph = _graph(spec, vertices, ends, wiring.groups, findings)
    if not any(found.code == "K208" for found in findings):
        check_memory(graph, limits, findings)
    check_model(spec, facts(graph), findings)
    check_columns(spec, graph, findings)
    return graph


def _inside(spec: Spec, limits: Limits, findings: Findings) -> Graph | None:
    """The graph of a nested model; None where it is wrong."""
    own = Findings()
    graph = _compiled(spec, limits, own)
    findings += own
    return None if _errors(own) else graph


def once_in_a_place(
    findings: Iterable[Diagnostic], spec: Spec
) -> tuple[Diagnostic, ...]:
    """The diagnostics in order; one for each place of a block, however often made."""
    copies = Counter(entry.span for entry in spec.layers)
    if not any(count > 1 for count in copies.values()):
        return in_order(findings)
    kept: dict[object, Diagnostic] = {}
    for found in in_order(findings):
        kept.setdefault((found.code, found.span) if found.span else found, found)
    return tuple(kept.values())


def _outputs(
    spec: Spec, ends: Outputs | None, known: dict[str, Vertex], findings: Findings
) -> Outputs | None:
    if ends is None or any(port.vertex not in known for port in ends.ports):
        return None
    refs = spec.outputs.references if spec.outputs else ()
    wrong = [p for p in ends.ports if p.output >= len(known[p.vertex].outputs)]
    for port in wrong:
        span = next((ref.span for ref in refs if ref.output == port.output), None)
        no_output(port, known[port.vertex], span, findings)
    return None if wrong else ends


def _graph(
    spec: Spec,
    vertices: tuple[Vertex, ...],
    ends: Outputs,
    groups: tuple[Group, ...],
    findings: Findings,
) -> Graph:
    inputs = spec.input_names or tuple(entry.name for entry in spec.inputs)
    breaks = first_off_chain(vertices, ends)
    if breaks is None and not is_written_as_chain(spec.members, inputs[0]):
        breaks = vertices[-1]
    check_mode(spec, breaks, findings)
    chain = breaks is None and spec.mode != "functional"
    return Graph(
        name=spec.name,
        mode="sequential" if chain else "functional",
        vertices=vertices,
        outputs=ends,
        groups=groups,
        body=Body(
            members=spec.members,
            inputs=inputs,
            outputs=spec.outputs,
            declared=spec.declared,
            given=spec.given,
            file=spec.file,
        ),
        parameters=spec.parameters,
        caption=text_of(spec.caption),
        note=text_of(spec.note),
        train=spec.train,
    )
