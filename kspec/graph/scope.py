"""What the names of one body stand for, and what is said of a name that does not."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass

from kspec.errors import Related, Span, did_you_mean
from kspec.graph.ir import Port
from kspec.schema import Member, Reference
from kspec.schema.findings import Findings


@dataclass(frozen=True)
class Bound:
    """The tensors that a name stands for.

    Args:
        vertex: the layer whose outputs they are; None where they are known apart, as
            those of a block are.
        ports: the tensors of a block, or the one that passes a layer that is left out.
        names: what the outputs are called, where they have names.
        known: whether it is right; what depends on a wrong one is left out in silence.
    """

    vertex: str | None = None
    ports: tuple[Port, ...] = ()
    names: tuple[str, ...] = ()
    known: bool = True

    def port(self, ref: Reference, findings: Findings) -> Port | None:
        """The tensor that a reference means; notes K201 where there is none."""
        output = ref.output
        if isinstance(output, str):
            if output not in self.names:
                self._no_output(ref, findings)
                return None
            output = self.names.index(output)
        if self.vertex is not None:
            return Port(self.vertex, output)
        if output < len(self.ports):
            return self.ports[output]
        self._no_output(ref, findings)
        return None

    def _no_output(self, ref: Reference, findings: Findings) -> None:
        if not self.known:
            return
        if self.names:
            have = f"`{ref.name}` has the outputs {', '.join(self.names)}"
            hint = did_you_mean(str(ref.output), self.names)
        elif isinstance(ref.output, str):
            have, hint = f"`{ref.name}` has no outputs with names", None
        else:
            count = len(self.ports)
            have = f"`{ref.name}` has {count} output{'s' * (count != 1)}"
            hint = f"write `{ref.name}`" if count == 1 else None
        message = f"{have}; there is no `{ref.name}.{ref.output}`"
        findings.error("K201", message, ref.span, hint=hint)


WRONG = Bound(known=False)
"""What follows from an error that was noted."""


def unknown(ref: Reference, known: Iterable[str], findings: Findings) -> None:
    """Note that a name stands for nothing (K201)."""
    names = sorted(known)
    few = f"the names: {', '.join(names)}" if len(names) <= 8 else None
    findings.error(
        "K201",
        f"no layer or input is called `{ref.name}`",
        ref.span,
        hint=did_you_mean(ref.name, names) or inside(ref, names) or few,
    )


def inside(ref: Reference, names: Iterable[str]) -> str | None:
    """What to write instead of the name of a layer that is inside a block."""
    around = [name for name in names if ref.name.startswith(f"{name}_")]
    if not around:
        return None
    name = max(around, key=len)
    key = ref.name.removeprefix(f"{name}_")
    return f"give the block an output, and write `{name}.{key}`"


def below(
    ref: Reference,
    member: Member,
    circle: tuple[str, ...],
    target: Span | None,
    findings: Findings,
) -> None:
    """Note a reference downwards, or the circle that it is part of (K204)."""
    if ref.name in circle:
        turn = circle.index(member.key)
        path = [*circle[turn:], *circle[:turn], member.key]
        findings.error(
            "K204",
            f"the layers feed each other in a circle: {' → '.join(path)}",
            ref.span,
            hint="a model has no loops; take the tensor from a layer above",
        )
        return
    findings.error(
        "K204",
        f"`{ref.name}` stands below `{member.key}`; a layer takes tensors from above",
        ref.span,
        hint=f"move `{ref.name}` above `{member.key}`",
        related=[Related(target, f"`{ref.name}` stands here")],
    )
