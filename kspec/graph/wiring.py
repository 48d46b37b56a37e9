"""Wiring: every `from:` resolved to the tensors that it names."""

from __future__ import annotations

from dataclasses import dataclass

from kspec.errors import Related, did_you_mean
from kspec.graph.ir import Outputs, Port
from kspec.graph.network import cycles
from kspec.schema import Entry, Reference, Spec
from kspec.schema.findings import Findings


@dataclass(frozen=True)
class Wired:
    """An entry and the tensors it takes; None where one of them is not known."""

    entry: Entry
    inputs: tuple[Port, ...] | None


def wire(spec: Spec, findings: Findings) -> tuple[Wired, ...]:
    """Every entry with its inputs, in document order.

    Notes K201 for a name that does not exist, K204 for one that stands below, and K202
    where a layer could take the one above but several inputs stand there.
    """
    order = {entry.name: at for at, entry in reversed([*enumerate(spec.entries)])}
    circles = _circles(spec, order)
    return tuple(
        Wired(entry, _inputs(spec, at, order, circles, findings))
        for at, entry in enumerate(spec.entries)
    )


def outputs(spec: Spec, findings: Findings) -> Outputs | None:
    """The `outputs:` section resolved; the last layer where there is none."""
    declared = spec.outputs
    if declared is None:
        last = spec.entries[-1].name if spec.entries else ""
        return Outputs((Port(last),), (last,)) if last else None
    known = {entry.name for entry in spec.entries}
    for ref in declared.references:
        if ref.name not in known:
            _unknown(ref, known, findings)
    if any(ref.name not in known for ref in declared.references):
        return None
    ports = tuple(Port(ref.name, ref.output) for ref in declared.references)
    names = declared.names or tuple(port.vertex for port in ports)
    twins = [
        ref for at, ref in enumerate(declared.references) if names[at] in names[:at]
    ]
    for ref in twins:
        findings.error(
            "K205",
            f"two outputs are called `{ref.name}`",
            ref.span,
            hint=f"name them: `outputs: {{first: {ref.name}, second: {ref}}}`",
        )
    return None if twins else Outputs(ports, names, declared.form)


def _inputs(
    spec: Spec,
    at: int,
    order: dict[str, int],
    circles: dict[str, tuple[str, ...]],
    findings: Findings,
) -> tuple[Port, ...] | None:
    entry = spec.entries[at]
    if at < len(spec.inputs):
        return ()
    if entry.inputs is None:
        return _above(spec, at, findings)
    sound = True
    for ref in entry.inputs:
        if ref.name not in order:
            _unknown(ref, order, findings)
        elif order[ref.name] >= at:
            _below(ref, entry, circles, spec.entries[order[ref.name]], findings)
        else:
            continue
        sound = False
    ports = tuple(Port(ref.name, ref.output) for ref in entry.inputs)
    return ports if sound and ports else None


def _above(spec: Spec, at: int, findings: Findings) -> tuple[Port, ...] | None:
    if at == 0:
        return None
    if at == len(spec.inputs) and at > 1:
        entry = spec.entries[at]
        names = ", ".join(f"`{one.name}`" for one in spec.inputs)
        findings.error(
            "K202",
            f"`{entry.name}` stands below {at} inputs and does not say which it takes",
            entry.span,
            hint=f"add `from:` with one or more of {names}",
        )
        return None
    return (Port(spec.entries[at - 1].name),)


def _unknown(
    ref: Reference, known: dict[str, int] | set[str], findings: Findings
) -> None:
    names = sorted(known)
    few = f"the names: {', '.join(names)}" if len(names) <= 8 else None
    findings.error(
        "K201",
        f"no layer or input is called `{ref.name}`",
        ref.span,
        hint=did_you_mean(ref.name, names) or few,
    )


def _below(
    ref: Reference,
    entry: Entry,
    circles: dict[str, tuple[str, ...]],
    target: Entry,
    findings: Findings,
) -> None:
    circle = circles.get(entry.name, ())
    if ref.name in circle:
        turn = circle.index(entry.name)
        path = [*circle[turn:], *circle[:turn], entry.name]
        findings.error(
            "K204",
            f"the layers feed each other in a circle: {' → '.join(path)}",
            ref.span,
            hint="a model has no loops; take the tensor from a layer above",
        )
        return
    findings.error(
        "K204",
        f"`{ref.name}` stands below `{entry.name}`; a layer takes tensors from above",
        ref.span,
        hint=f"move `{ref.name}` above `{entry.name}`",
        related=[Related(target.span, f"`{ref.name}` stands here")],
    )


def _circles(spec: Spec, order: dict[str, int]) -> dict[str, tuple[str, ...]]:
    upward = all(
        order.get(ref.name, -1) < at
        for at, entry in enumerate(spec.entries)
        for ref in entry.inputs or ()
    )
    if upward:
        return {}
    edges = [
        (ref.name, entry.name)
        for entry in spec.entries
        for ref in entry.inputs or ()
        if ref.name in order
    ]
    above = [
        (spec.entries[at - 1].name, entry.name)
        for at, entry in enumerate(spec.entries)
        if at > len(spec.inputs) and entry.inputs is None
    ]
    return {name: circle for circle in cycles(edges + above) for name in circle}
