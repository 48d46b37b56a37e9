"""What a page shows of a graph: the diagram, the code, the table, the blocks."""

from __future__ import annotations

import math
from collections.abc import Iterator, Mapping
from concurrent.futures import ThreadPoolExecutor

from kspec.drawing import DrawOptions, draw_graph
from kspec.drawing.quoting import identifiers, visible
from kspec.drawing.standby import Standby
from kspec.drawing.wording import counted
from kspec.graph.ir import Graph
from kspec.shape import Shape
from kspec.summary import Summary, size, summary, totals
from kspec.webpage.blocks import blocks
from kspec.webpage.code_links import code_links, codes
from kspec.webpage.content import Block, Listing, Model, Row, Style
from kspec.webpage.highlighting import pieces
from kspec.webpage.linking import Cast, linked
from kspec.webpage.picture import picture


def model_of(graph: Graph, standby: Standby | None = None) -> Model:
    """The model of a checked graph.

    Args:
        standby: an engine that waits for the diagram.

    Raises: ToolError K501, K510 where the diagram cannot be drawn.
    """
    ids = identifiers(vertex.name for vertex in graph.vertices)
    table = summary(graph)
    rows = tuple(_rows(graph, table, ids))
    diagram = draw_graph(graph, _options(graph))
    folding = tuple(blocks(graph, diagram.scene, ids))
    # Graphviz draws in a process of its own, and the code is printed meanwhile.
    with ThreadPoolExecutor(1) as other:
        drawn = other.submit(diagram.svg, standby)
        code = tuple(_code(graph, ids, cast_of(rows, folding)))
    return Model(
        name=graph.name,
        caption=visible(graph.caption) if graph.caption else None,
        facts=_facts(graph, table),
        totals=totals(table),
        params=graph.params,
        counted=f"{_least(graph)}{graph.params:,}",
        drawing=picture(drawn.result(), diagram.scene, ids, folding),
        code=code,
        rows=rows,
        blocks=folding,
    )


MOST_OPEN = 400
"""Layers that are all drawn, to be folded by the reader; more are folded for him."""


def _options(graph: Graph) -> DrawOptions:
    """Every layer a box, in one column: the page folds and scrolls by itself."""
    count = _size(graph)
    return DrawOptions(fold="none" if count <= MOST_OPEN else "auto", wrap=False)


def _size(graph: Graph) -> int:
    """The number of layers, those in nested models too."""
    inside = [vertex.model for vertex in graph.vertices if vertex.model]
    return len(graph.vertices) + sum(map(_size, inside))


def cast_of(rows: tuple[Row, ...], blocks: tuple[Block, ...]) -> Cast:
    """The layers of a table, as its lines speak of them."""
    return Cast(
        names={row.id: row.name for row in rows},
        families={row.id: row.family for row in rows},
        blocks=tuple(block for block in blocks if not block.is_layer),
    )


def _code(
    graph: Graph, ids: Mapping[str, str], cast: Cast
) -> Iterator[tuple[Style, Listing]]:
    for style, code in codes(graph):
        lines = pieces(code.text.removesuffix("\n"), "python")
        yield style, Listing(style, style, linked(lines, code_links(code, ids), cast))


def _facts(graph: Graph, table: Summary) -> tuple[str, ...]:
    layers = len(graph.vertices) - len(graph.inputs)
    return (
        graph.mode,
        counted(layers, "layer"),
        f"{_least(graph)}{counted(graph.params, 'parameter')}",
        f"{_least(graph)}{size(table.memory_bytes)} for one example",
    )


def _least(graph: Graph) -> str:
    """What stands before a count that a plugin's layer may add to."""
    return "" if graph.is_known else "at least "


def _rows(graph: Graph, table: Summary, ids: Mapping[str, str]) -> Iterator[Row]:
    whole = graph.params
    pairs = zip(graph.vertices, table.rows, strict=True)
    for number, (vertex, row) in enumerate(pairs, start=1):
        yield Row(
            id=ids[vertex.name],
            number=number,
            name=visible(vertex.name),
            kind=row.kind,
            family=vertex.layer.family,
            shape=row.output_shape,
            size=sum(_elements(tensor.shape) for tensor in vertex.outputs),
            params=row.params,
            share=f"{row.params / whole:.1%}" if whole and row.params else "",
            sources=tuple(map(visible, row.inputs)),
            caption=visible(vertex.caption) if vertex.caption else None,
        )


def _elements(shape: Shape) -> int:
    """How many numbers a tensor of this shape holds, each open axis as one."""
    return math.prod(dim or 1 for dim in shape)
