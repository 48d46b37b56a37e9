"""Warnings that the spec allows, and allowances that allow nothing."""

from __future__ import annotations

from collections.abc import Iterable, Iterator

from kspec.errors import Diagnostic, did_you_mean, in_order
from kspec.text import Allowance, allowances


def without_allowed(
    diagnostics: Iterable[Diagnostic], *, text: str, file: str
) -> tuple[Diagnostic, ...]:
    """The diagnostics less the warnings that `# kspec: allow CODE` allows, in order.

    An allowance that allows nothing is a warning of its own (K790), once there are no
    errors that could hide what it is for.

    Args:
        text: the text of the file that the diagnostics are about.
    """
    found = in_order(diagnostics)
    given = allowances(text, file=file)
    if not given:
        return found
    keys = {(allowance.code, allowance.line) for allowance in given}
    kept = [one for one in found if _key(one, file) not in keys]
    if any(one.severity == "error" for one in found):
        return tuple(kept)
    used = {_key(one, file) for one in found}
    return in_order((*kept, *_idle(given, used)))


def _key(found: Diagnostic, file: str) -> tuple[str, int] | None:
    """What an allowance must say to allow it; None for what cannot be allowed."""
    if found.severity == "error" or not found.span or found.span.file != file:
        return None
    return found.code, found.span.line


def _idle(
    given: tuple[Allowance, ...], used: set[tuple[str, int] | None]
) -> Iterator[Diagnostic]:
    for one in given:
        if (one.code, one.line) not in used:
            message, hint = _explained(one)
            yield Diagnostic("K790", message, one.span, hint, severity="warning")


def _explained(one: Allowance) -> tuple[str, str]:
    from kspec import manual

    if not one.code:
        return "the comment allows no code", "write `# kspec: allow K701`"
    if one.code not in manual.errors():
        hint = did_you_mean(one.code, manual.errors())
        return f"there is no code `{one.code}`", hint or "`kspec explain` lists them"
    hint = "delete it, or write it on the line that the warning is about"
    return f"no warning {one.code} is given for line {one.line}", hint
