"""Layers and inputs that reach no output."""

from __future__ import annotations

from collections.abc import Iterator

from kspec.errors import Diagnostic
from kspec.graph.lint.subject import Subject, warning


def reaches_no_output(subject: Subject) -> Iterator[Diagnostic]:
    """K701: a layer or input without effect; Keras leaves it out without a word."""
    graph = subject.graph
    for vertex in graph.vertices:
        if vertex.name not in graph.live:
            noun = "input" if vertex.layer.family == "input" else "layer"
            yield warning(
                "K701",
                f"the {noun} `{vertex.name}` reaches no output",
                vertex.span,
                hint="use it in a `from:`, name it under `outputs:`, or take it out",
            )
