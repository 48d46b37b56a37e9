"""Values that are formulas but for the `$(…)` around them."""

from __future__ import annotations

from collections.abc import Collection, Iterable
from dataclasses import replace

from kspec.errors import Diagnostic, Span
from kspec.expr import ExprError, names_of, parse
from kspec.schema.members import Block
from kspec.text import Mapping

WRONG_VALUES = ("K103", "K106")


def with_formulas(
    found: Iterable[Diagnostic],
    source: str,
    file: str,
    parameters: Mapping,
    blocks: Iterable[Block],
) -> tuple[Diagnostic, ...]:
    """The diagnostics; what parameters would make of a wrong value is told as a hint.

    Args:
        source: the text of the file.
        parameters: those of the spec, beside those of its blocks.
    """
    sections = (parameters, *(block.parameters for block in blocks))
    names = {item.key for section in sections for item in section if item.key_span}
    lines = source.split("\n") if names else []

    def told(one: Diagnostic) -> Diagnostic:
        span = one.span
        if one.code not in WRONG_VALUES or not span or span.file != file:
            return one
        formula = _formula(_written(span, lines), names)
        # A parameter's own name is no misspelt other one.
        if formula is None or (one.hint and formula not in names):
            return one
        hint = f"write `$({formula})` for the value of a parameter"
        return replace(one, hint=hint)

    return tuple(map(told, found))


def _written(span: Span, lines: list[str]) -> str:
    """What stands in one line of the file."""
    if span.line != span.end_line or span.line > len(lines):
        return ""
    return lines[span.line - 1][span.column - 1 : span.end_column - 1]


def _formula(text: str, names: Collection[str]) -> str | None:
    """The formula that a text is, where it needs parameters alone."""
    if "$(" in text:
        return None
    bare = text.strip("\"'").removeprefix("$").strip("{}() ")
    try:
        formula = parse(f"$({bare})")
    except ExprError:
        return None
    used = () if isinstance(formula, str) else names_of(formula)
    return bare if used and all(name in names for name in used) else None
