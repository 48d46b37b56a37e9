"""Wiring: every `from:` resolved to the tensors that it names, blocks made in place."""

from __future__ import annotations

import itertools
from dataclasses import dataclass

from kspec.graph.grouping import of_block, of_repeat
from kspec.graph.ir import Group, Outputs, Port
from kspec.graph.network import cycles
from kspec.graph.scope import WRONG, Bound, below, unknown
from kspec.schema import (
    Entry,
    Instance,
    Member,
    OutputsEntry,
    Reference,
    Slot,
    Spec,
)
from kspec.schema.findings import Findings
from kspec.text import Mapping


@dataclass(frozen=True)
class Wired:
    """An entry and the tensors it takes.

    Args:
        inputs: None where one of them is not known.
        slots: the arguments of the call that take them, where the spec names them.
        references: what the spec says of them.
        shares: the vertex whose layer is called again.
        inside: the instance of a block that it belongs to.
    """

    entry: Entry
    inputs: tuple[Port, ...] | None
    slots: tuple[Slot, ...] = ()
    references: tuple[Reference, ...] = ()
    shares: str | None = None
    inside: Instance | None = None


@dataclass(frozen=True)
class Wiring:
    """A spec's layers in document order, how they are grouped, and what it gives.

    Args:
        outputs: None where one of them is not known.
        claims: the instances of blocks that have an `expect:`, and what they give.
    """

    vertices: tuple[Wired, ...]
    groups: tuple[Group, ...]
    outputs: Outputs | None
    claims: tuple[tuple[Instance, Port], ...] = ()


def wire(spec: Spec, findings: Findings) -> Wiring:
    """Every entry with its inputs, in document order.

    Notes K201 for a name that does not exist, K204 for one that stands below, and K202
    where a layer could take the one above but several inputs stand there.
    """
    keys = spec.input_names or tuple(entry.name for entry in spec.inputs)
    bound = [Bound(entry.name) for entry in spec.inputs]
    made = [Wired(entry, ()) for entry in spec.inputs]
    own = Findings()
    body = _Body(made, dict(zip(keys, bound, strict=True)), own, [])
    groups = body.walk(spec.members)
    ends = body.outputs(spec.outputs)
    for trial in spec.trials:
        _Body([], {}, own, []).try_out(trial)
    findings += [found for found in own if found.code != "K201" or _is_whole(spec)]
    return Wiring(tuple(made), groups, ends, tuple(body.claims))


def _is_whole(spec: Spec) -> bool:
    """Whether every name was read; else an unknown one may be among the others."""
    sections = (spec.root.get("inputs"), spec.root.get("layers"))
    return not any(isinstance(one, Mapping) and one.partial for one in sections)


class _Body:
    """The names of a body, and the entries that are made while it is walked through."""

    def __init__(
        self,
        made: list[Wired],
        inputs: dict[str, Bound],
        findings: Findings,
        claims: list[tuple[Instance, Port]],
    ) -> None:
        self.made = made
        self.inputs = inputs
        self.bound = dict(inputs)
        self.findings = findings
        self.claims = claims
        self.members: tuple[Member, ...] = ()
        self.instance: Instance | None = None
        self.above: str | None = None
        self.circles: dict[str, tuple[str, ...]] | None = None

    def walk(self, members: tuple[Member, ...]) -> tuple[Group, ...]:
        """Make all members; the groups that they are."""
        self.members = members
        groups: list[Group] = []
        for member in members:
            group = self._place(member)
            groups += [group] if group else []
            self.above = member.key
        return tuple(groups)

    def _place(self, member: Member) -> Group | None:
        """Make a member's copies, one behind the other; the group that they are."""
        start = len(self.made)
        taken = self._taken(member)
        owner = self._owner(member)
        groups: list[Group] = []
        result = WRONG if taken is None else Bound(ports=taken[:1])
        for copy in member.copies:
            if isinstance(copy, Instance):
                result, group = self._instance(copy, taken)
                groups.append(group)
            elif copy is not None:
                shares = owner if copy.use else None
                ports = None if copy.use and owner is None else taken
                refs = member.inputs or ()
                wired = Wired(copy, ports, member.slots, refs, shares, self.instance)
                self.made.append(wired)
                known = owner is not None if copy.use else _is_known(copy)
                names = self._output_names(copy)
                result = Bound(copy.name, names=names, known=known)
            else:
                continue
            taken = _chained(taken, result)
        self.bound[member.key] = result
        if member.repeat is None or not member.copies:
            return groups[0] if groups else None
        return of_repeat(member, start, len(self.made), groups)

    def outputs(self, declared: OutputsEntry | None) -> Outputs | None:
        """The `outputs:` section resolved; the last layer where there is none."""
        if declared is None and self.above:
            declared = OutputsEntry((Reference(self.above),))
        if declared is None:
            return None
        ports = [self._port(ref, self.bound) for ref in declared.references]
        known = tuple(port for port in ports if port)
        if len(known) < len(ports):
            return None
        names = declared.names or tuple(port.vertex for port in known)
        twins = [
            r for at, r in enumerate(declared.references) if names[at] in names[:at]
        ]
        for ref in twins:
            self.findings.error(
                "K205",
                f"two outputs are called `{ref.name}`",
                ref.span,
                hint=f"name them: `outputs: {{first: {ref.name}, second: {ref}}}`",
            )
        return None if twins else Outputs(known, names, declared.form)

    def try_out(self, trial: Instance) -> None:
        """Resolve the names in a block that nothing makes."""
        self._instance(trial, None)

    def _instance(
        self, instance: Instance, taken: tuple[Port, ...] | None
    ) -> tuple[Bound, Group]:
        start = len(self.made)
        block = instance.block
        given = [WRONG] * len(block.inputs)
        if taken is not None and len(taken) == len(block.inputs):
            given = [Bound(ports=(port,)) for port in taken]
        inputs = dict(zip(block.inputs, given, strict=True))
        body = _Body(self.made, inputs, self.findings, self.claims)
        body.instance = instance
        groups = body.walk(instance.members)
        ends = body.outputs(block.outputs)
        group = of_block(instance, start, len(self.made), groups)
        if ends is None:
            return WRONG, group
        if instance.expect:
            self.claims.append((instance, ends.ports[0]))
        return Bound(ports=ends.ports, names=block.output_names), group

    def _owner(self, member: Member) -> str | None:
        """The vertex whose layer a `use` calls again; notes K201, K210."""
        pattern = member.pattern
        ref = pattern.use if isinstance(pattern, Entry) else None
        if ref is None:
            return None
        bound = self.bound.get(ref.name)
        if bound is None:
            unknown(ref, self.bound, self.findings)
        elif bound.vertex is not None and ref.name not in self.inputs:
            return bound.vertex
        elif bound.known:
            self._no_layer(ref)
        return None

    def _no_layer(self, ref: Reference) -> None:
        is_input = ref.name in self.inputs
        what = "an input" if is_input else "no layer that can be called again"
        self.findings.error(
            "K210",
            f"`{ref.name}` is {what}",
            ref.span,
            hint="take its tensor with `from:`"
            if is_input
            else "make the block a model of its own with `nested: true`",
        )

    def _taken(self, member: Member) -> tuple[Port, ...] | None:
        if member.inputs is None:
            # A member that could not be read may well say what it takes.
            unread = isinstance(member.pattern, Entry) and member.pattern.body.partial
            above = self.above if unread else self._default(member)
            port = above and self._port(Reference(above), self.bound)
            return (port,) if port else None
        ports = [self._seen(ref, member) for ref in member.inputs]
        known = tuple(port for port in ports if port)
        return known if known and len(known) == len(ports) else None

    def _default(self, member: Member) -> str | None:
        """The name of the member above, or of the only input."""
        if self.above:
            return self.above
        if len(self.inputs) == 1:
            return next(iter(self.inputs))
        if self.inputs:
            names = ", ".join(f"`{name}`" for name in self.inputs)
            count = len(self.inputs)
            self.findings.error(
                "K202",
                f"`{member.key}` stands below {count} inputs and does not say which it"
                " takes",
                member.span,
                hint=f"add `from:` with one or more of {names}",
            )
        return None

    def _seen(self, ref: Reference, member: Member) -> Port | None:
        if ref.name in self.bound:
            return self._port(ref, self.bound)
        later = next((one for one in self.members if one.key == ref.name), None)
        if later is None:
            names = [*self.inputs, *(one.key for one in self.members)]
            unknown(ref, names, self.findings)
            return None
        if self.circles is None:
            self.circles = _circles(self.members)
        circle = self.circles.get(member.key, ())
        below(ref, member, circle, later.span, self.findings)
        return None

    def _output_names(self, entry: Entry) -> tuple[str, ...]:
        """The names of a nested model's outputs."""
        if entry.use is not None:
            return self.bound.get(entry.use.name, WRONG).names
        if isinstance(entry.model, Instance):
            return entry.model.block.output_names
        outputs = entry.model.outputs if entry.model else None
        return outputs.names if outputs else ()

    def _port(self, ref: Reference, bound: dict[str, Bound]) -> Port | None:
        if ref.name not in bound:
            unknown(ref, bound, self.findings)
            return None
        return bound[ref.name].port(ref, self.findings)


def _is_known(entry: Entry) -> bool:
    """Whether it was read as far as that its outputs are known."""
    return entry.kind is not None or entry.model is not None


def _chained(taken: tuple[Port, ...] | None, result: Bound) -> tuple[Port, ...] | None:
    """What the next copy takes: what this one gives, the rest of the inputs as before.

    A block that gives as many tensors as it takes hands on all of them.
    """
    if taken is None or not result.known:
        return None
    if result.vertex is not None:
        return (Port(result.vertex), *taken[1:])
    if len(result.ports) == len(taken):
        return result.ports
    return (*result.ports[:1], *taken[1:])


def _circles(members: tuple[Member, ...]) -> dict[str, tuple[str, ...]]:
    keys = {member.key for member in members}
    edges = [
        (ref.name, member.key)
        for member in members
        for ref in member.inputs or ()
        if ref.name in keys
    ]
    above = [
        (before.key, member.key)
        for before, member in itertools.pairwise(members)
        if member.inputs is None
    ]
    return {name: circle for circle in cycles(edges + above) for name in circle}
