"""What a stage finds wrong, gathered while it goes on."""

from __future__ import annotations

from collections.abc import Iterable
from typing import TypeVar

from kspec.errors import Diagnostic, Related, Span, did_you_mean
from kspec.layers.arguments import Arguments
from kspec.layers.validation import Fault, validate
from kspec.text import Mapping, Node, Sequence, plain

T = TypeVar("T", bound=Arguments)

CODES = {"missing": "K105", "unknown": "K104", "value": "K106"}
"""The code of each kind of fault in a layer's or object's arguments."""

SECTION_CODES = {"missing": "K102", "unknown": "K101", "value": "K106"}
"""The same for the sections of a document, such as `train:`."""


class Findings(list[Diagnostic]):
    """The diagnostics of one stage; local to it, frozen when it ends."""

    def error(
        self,
        code: str,
        message: str,
        span: Span | None,
        *,
        hint: str | None = None,
        related: Iterable[Related] = (),
    ) -> None:
        """Note an error."""
        self.append(Diagnostic(code, message, span, hint, tuple(related)))

    def warning(
        self, code: str, message: str, span: Span | None, *, hint: str | None = None
    ) -> None:
        """Note a warning."""
        self.append(Diagnostic(code, message, span, hint, severity="warning"))

    def typed(
        self,
        cls: type[T],
        node: Mapping,
        span: Span | None,
        codes: dict[str, str] = SECTION_CODES,
        *,
        also: tuple[str, ...] = (),
    ) -> T | None:
        """The mapping as an instance of the class, or None and its faults noted.

        Args:
            span: the place to blame for what is missing.
            also: keys that stand beside the arguments; a misspelt one may be meant.
        """
        made, faults = validate(cls, plain(node))
        for fault in faults:
            hint = fault.hint
            if fault.problem == "unknown" and len(fault.path) == 1:
                key = str(fault.path[0])
                known = [one for one in (*cls.model_fields, *also) if one != key]
                hint = did_you_mean(key, known) or hint
            where = place(node, fault) or span
            self.error(codes[fault.problem], fault.message, where, hint=hint)
        return made


def place(node: Node, fault: Fault) -> Span | None:
    """Where a fault is: an unknown key at the key, a wrong value at the value.

    What is missing is missing from the deepest key on the path that is there.
    """
    key_span: Span | None = None
    for step in fault.path:
        match node:
            case Mapping() if str(step) in node:
                item = node.item(str(step))
                node, key_span = item.value, item.key_span
            case Sequence() if isinstance(step, int) and step < len(node.items):
                node = node.items[step]
                key_span = node.span
            case _:
                break
    return node.span if fault.problem == "value" and fault.path else key_span
