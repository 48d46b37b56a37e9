"""What a page shows of a graph: the diagram, the code, the table, the blocks."""

from __future__ import annotations

import math
from collections.abc import Iterator, Mapping

from kspec.drawing import DrawOptions, draw_graph
from kspec.drawing.quoting import identifiers, shortened, visible
from kspec.graph.ir import Graph, Group
from kspec.shape import Shape
from kspec.summary import Summary, size, summary, totals
from kspec.webpage.code_links import printed
from kspec.webpage.content import Block, Listing, Model, Row, Style
from kspec.webpage.highlighting import pieces
from kspec.webpage.linking import Cast, linked
from kspec.webpage.picture import picture


def model_of(graph: Graph) -> Model:
    """The model of a checked graph.

    Raises: ToolError K501, K510 where the diagram cannot be drawn.
    """
    ids = identifiers(vertex.name for vertex in graph.vertices)
    table = summary(graph)
    rows = tuple(_rows(graph, table, ids))
    blocks = tuple(_blocks(graph, graph.groups, ids))
    # The page folds groups itself, so every layer has to be there.
    diagram = draw_graph(graph, DrawOptions(fold="none", wrap=False))
    labels = {row.id: _described(row) for row in rows}
    return Model(
        name=graph.name,
        caption=visible(graph.caption) if graph.caption else None,
        facts=_facts(graph, table),
        totals=totals(table),
        params=graph.params,
        drawing=picture(diagram.svg(), diagram.scene, labels),
        code=tuple(_code(graph, ids, cast_of(rows, blocks))),
        rows=rows,
        blocks=blocks,
    )


def cast_of(rows: tuple[Row, ...], blocks: tuple[Block, ...]) -> Cast:
    """The layers of a table, as its lines speak of them."""
    return Cast(
        names={row.id: row.name for row in rows},
        families={row.id: row.family for row in rows},
        blocks=blocks,
    )


def _code(
    graph: Graph, ids: Mapping[str, str], cast: Cast
) -> Iterator[tuple[Style, Listing]]:
    for style, text, links in printed(graph, ids):
        lines = pieces(text.removesuffix("\n"), "python")
        yield style, Listing(style, linked(lines, links, cast))


def _facts(graph: Graph, table: Summary) -> tuple[str, ...]:
    layers = len(graph.vertices) - len(graph.inputs)
    return (
        graph.mode,
        _counted(layers, "layer"),
        _counted(graph.params, "parameter"),
        f"{size(table.memory_bytes)} for one example",
    )


def _counted(count: int, noun: str) -> str:
    return f"{count:,} {noun}{'' if count == 1 else 's'}"


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


def _described(row: Row) -> str:
    """A layer in a few words, for those who do not see its box."""
    words = [row.name, *([row.caption] if row.caption else []), row.kind, row.shape]
    return ", ".join(
        [*words, *([_counted(row.params, "parameter")] * (row.params > 0))]
    )


def _blocks(
    graph: Graph,
    groups: tuple[Group, ...],
    ids: Mapping[str, str],
    parent: str | None = None,
) -> Iterator[Block]:
    for group in groups:
        inside = graph.vertices[group.start : group.stop]
        params = sum(vertex.params for vertex in inside)
        facts = [
            _counted(len(inside), "layer"),
            *([_counted(params, "param")] * (params > 0)),
        ]
        caption = f"【{shortened(visible(group.caption))}】 " if group.caption else ""
        # Names have no slash: a block inside another is told from one of its name.
        id = f"{parent}/{group.name}" if parent else group.name
        kind = visible(group.block or "repeat")
        yield Block(
            id=id,
            label=f"{caption}{visible(group.name)} · {kind}",
            facts=" · ".join(facts),
            layers=tuple(ids[vertex.name] for vertex in inside),
            parent=parent,
        )
        yield from _blocks(graph, group.groups, ids, id)
