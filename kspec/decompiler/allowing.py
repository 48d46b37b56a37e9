"""The text of a recovered spec: what its model does on purpose is allowed in it."""

from __future__ import annotations

from kspec.graph import analyse
from kspec.schema import Spec, dump, loads

ALLOWED = ("K708",)
"""Warnings that ask for another model: one with other weights than those at hand."""


def text_of(spec: Spec) -> str:
    """The canonical text, with `# kspec: allow K708` on the lines that are warned of.

    Example:
    >>> layers = "{c: {type: Dense, units: 2}, n: {type: BatchNormalization}}"
    >>> spec = loads("{kspec: 1, inputs: {x: [4]}, layers: " + layers + "}")
    >>> print(text_of(spec).splitlines()[4])
      c: {type: Dense, units: 2}  # kspec: allow K708
    """
    text = dump(spec)
    lines = text.split("\n")
    _, found = analyse(loads(text, file=spec.file))
    spans = [one.span for one in found if one.code in ALLOWED and one.span]
    for line in sorted({span.line for span in spans if span.file == spec.file}):
        lines[line - 1] += f"  # kspec: allow {ALLOWED[0]}"
    return "\n".join(lines)
