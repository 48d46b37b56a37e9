"""The code of a model in each style, and the lines that stand for its layers."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import replace

from kspec.codegen import Printed, printed
from kspec.drawing.outline import NESTED
from kspec.graph.ir import Graph
from kspec.plan import lower
from kspec.webpage.content import Style
from kspec.webpage.linking import Link


def codes(graph: Graph) -> Iterator[tuple[Style, Printed]]:
    """The code in every style that the model has, the usual one first.

    The flat one is left out where there is nothing to unroll.
    """
    if graph.mode == "sequential":
        yield "sequential", printed(lower(graph))
    plan = lower(replace(graph, mode="functional"))
    functional, flat = printed(plan), printed(plan, flat=True)
    yield "functional", functional
    if flat.text != functional.text:
        yield "flat", flat


def code_links(code: Printed, ids: Mapping[str, str]) -> Iterator[Link]:
    """The lines that stand for layers; a nested model is one layer."""
    for link in code.links:
        names = (name.partition(NESTED)[0] for name in link.vertices)
        layers = dict.fromkeys(ids[name] for name in names if name in ids)
        if layers:
            yield Link(link.line, link.end_line, tuple(layers))
