"""Lints: what is legal and probably not meant."""

from __future__ import annotations

from kspec.graph.ir import Graph
from kspec.schema.findings import Findings


def check_reach(graph: Graph, findings: Findings) -> None:
    """Warn of layers and inputs that reach no output (K701).

    Keras leaves them out of the model without a word.
    """
    for vertex in graph.vertices:
        if vertex.name not in graph.live:
            noun = "input" if vertex.layer.family == "input" else "layer"
            findings.warning(
                "K701",
                f"the {noun} `{vertex.name}` reaches no output",
                vertex.span,
                hint="use it in a `from:`, name it under `outputs:`, or take it out",
            )
