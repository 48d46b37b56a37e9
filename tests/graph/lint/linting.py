"""Small specs and the warnings about them."""

from __future__ import annotations

from kspec import Diagnostic, check, loads


def spec(layers: str, inputs: str = "x: [8]", more: str = "") -> str:
    """A spec of these layers, one a line."""
    return f"kspec: 1\ninputs: {{{inputs}}}\nlayers:\n{layers}\n{more}"


def training(
    loss: str, source: str = "rows.csv", target: str = "{}", more: str = ""
) -> str:
    """A `train:` section for the input `x` and the output `out`."""
    return (
        f"train:\n  data:\n    source: {source}\n    inputs: {{x: {{}}}}\n"
        f"    targets: {{out: {target}}}\n  optimizer: adam\n  loss: {loss}\n{more}"
    )


def found(text: str, code: str | None = None) -> list[Diagnostic]:
    """The warnings; there must be no error."""
    warnings = check(loads(text, file="s.yaml"))
    assert {one.severity for one in warnings} <= {"warning"}
    return [one for one in warnings if code in (None, one.code)]


def blamed(text: str, code: str) -> str:
    """What the one warning points at; there must be no other of any code."""
    (warning,) = found(text)
    assert warning.code == code
    span = warning.span
    assert span
    assert span.line == span.end_line
    return text.split("\n")[span.line - 1][span.column - 1 : span.end_column - 1]
