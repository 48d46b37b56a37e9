"""Warnings that the spec allows, and allowances that allow nothing."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from pathlib import Path

from kspec.errors import Diagnostic, UsageError, did_you_mean, in_order
from kspec.text import Allowance, allowances
from kspec.text.reader import file_bytes


def without_allowed(
    diagnostics: Iterable[Diagnostic], *, text: str, file: str
) -> tuple[Diagnostic, ...]:
    """The diagnostics less the warnings that `# kspec: allow CODE` allows, in order.

    An allowance of the spec that allows nothing is a warning of its own (K790), once
    there are no errors that could hide what it is for. One in another file, such as a
    library of blocks, may be there for other specs.

    Args:
        text: the text of the spec.
        file: the name that spans in it carry.
    """
    found = in_order(diagnostics)
    own = allowances(text, file=file)
    warned = {one.span.file for one in found if one.severity == "warning" and one.span}
    others = [_in_file(name) for name in warned - {file}]
    given = {_key(one) for group in (own, *others) for one in group}
    if not given:
        return found
    kept = [one for one in found if _allowed_by(one) not in given]
    if any(one.severity == "error" for one in found):
        return tuple(kept)
    used = {_allowed_by(one) for one in found}
    return in_order((*kept, *_idle(own, used)))


Key = tuple[str, str, int]


def _key(allowance: Allowance) -> Key:
    return allowance.span.file, allowance.code, allowance.line


def _allowed_by(found: Diagnostic) -> Key | None:
    """What an allowance must say to allow it; None for what cannot be allowed."""
    if found.severity == "error" or not found.span:
        return None
    return found.span.file, found.code, found.span.line


def _in_file(name: str) -> tuple[Allowance, ...]:
    """The allowances of another file, which has just been read."""
    try:
        return allowances(file_bytes(Path(name)).decode(), file=name)
    except (UsageError, UnicodeDecodeError):
        return ()


def _idle(given: tuple[Allowance, ...], used: set[Key | None]) -> Iterator[Diagnostic]:
    for one in given:
        if _key(one) not in used:
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
