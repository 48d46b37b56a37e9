"""The line of Keras code that makes each layer, to stand beside its box."""

from __future__ import annotations

from dataclasses import replace

from kspec.codegen.expressions import Printer
from kspec.codegen.layout import WIDTH, lay_out
from kspec.drawing.outline import Leaf, leaves_of, outline
from kspec.drawing.quoting import visible
from kspec.graph.ir import Graph
from kspec.plan import construction

WIDEST = 50
"""Columns after which an expression goes on in a new line."""


def statements(graph: Graph) -> dict[str, str]:
    """The expression for each layer, by the path of its leaf.

    The names of layers are left out, since the box beside it says them.
    """
    printer = Printer()
    found = leaves_of(outline(graph).parts)
    return {leaf.path: _statement(leaf, printer) for leaf in found}


def _statement(leaf: Leaf, printer: Printer) -> str:
    vertex = leaf.vertex
    if vertex.shares:
        return f"{visible(vertex.shares)}(…)"
    made = construction(vertex.layer, vertex.arguments, vertex.name)
    nameless = tuple(pair for pair in made.arguments if pair[0] != "name")
    shown = replace(made, arguments=nameless)
    text = lay_out((printer.call(shown),), WIDTH - WIDEST)
    pad = " " * (WIDTH - WIDEST)
    return "\n".join(visible(line.removeprefix(pad)) for line in text.splitlines())
