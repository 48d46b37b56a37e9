"""Scene → DOT.

Every label is an HTML-like one, all of its text escaped; identifiers come from the
names, so that the same spec gives the same bytes and a small change a small difference.
"""

from __future__ import annotations

from typing import Protocol, cast

from kspec.drawing.legend import table
from kspec.drawing.quoting import label, markup
from kspec.drawing.scene import Box, Edge, Scene
from kspec.drawing.theme import LIGHT, Theme
from kspec.drawing.wording import Line
from kspec.errors import width_of

NARROWEST, WIDEST = 140, 200
"""Points. Between the two, all boxes are as wide as the widest needs to be, so that
the model's spine stands straight."""

BAR = 6
"""Width of the coloured bar in points."""

LETTER = 0.53
"""Width of a letter as a share of its height, about."""


class _Digraph(Protocol):
    """What is used of the graphviz package, which has no types."""

    source: str

    def attr(self, kw: str | None = None, **attrs: str) -> None: ...

    def node(self, name: str, label: str | None = None, **attrs: str) -> None: ...

    def edge(self, tail_name: str, head_name: str, **attrs: str) -> None: ...


def write(scene: Scene, theme: Theme = LIGHT) -> str:
    """The scene as DOT text."""
    from graphviz import Digraph

    graph = cast(_Digraph, Digraph("kspec"))
    graph.attr(**_graph_attributes(scene, theme))
    graph.attr("node", **_node_defaults(theme))
    graph.attr("edge", **_edge_defaults(theme))
    ordered = {edge.head for edge in scene.edges if edge.badge}
    width = _common_width(scene, theme)
    for box in scene.boxes:
        order = {"ordering": "in"} if box.id in ordered else {}
        look = _look(box, width, theme)
        graph.node(box.id, label(_content(box, width, theme)), **order, **look)
    for edge in scene.edges:
        _add_edge(graph, edge, theme)
    return graph.source


def _graph_attributes(scene: Scene, theme: Theme) -> dict[str, str]:
    return {
        "rankdir": scene.direction,
        "bgcolor": theme.paper,
        "fontname": theme.fonts,
        "nodesep": "0.35",
        "ranksep": "0.35" if scene.direction == "TB" else "0.5",
        "pad": "0.1",
        "outputorder": "edgesfirst",
        "labelloc": "b",
        "label": label(table(scene, theme)),
    }


def _node_defaults(theme: Theme) -> dict[str, str]:
    return {
        "shape": "box",
        "style": "rounded,filled",
        "fontname": theme.fonts,
        "fontcolor": theme.ink,
        "margin": "0.15,0.07",
        "penwidth": "1.2",
    }


def _edge_defaults(theme: Theme) -> dict[str, str]:
    return {
        "color": theme.faded,
        "fontname": theme.fonts,
        "fontcolor": theme.faded,
        "fontsize": str(theme.small_size),
        "labelangle": "0",
        "labeldistance": "2",
        "arrowsize": "0.7",
        "penwidth": "1.1",
    }


def _look(box: Box, width: int, theme: Theme) -> dict[str, str]:
    bar, fill = theme.bars[box.family], theme.fill(box.family)
    share = BAR / (max(width, _text_width(box, theme)) + 22)
    attributes = {
        "id": f"layer-{box.id}",
        "class": f"layer {box.family} {box.role}",
        "color": bar,
        "fillcolor": f"{bar};{share:.3f}:{fill}",
    }
    if box.frozen:
        attributes["style"] = "rounded,filled,dashed"
    if box.role == "output":
        attributes["peripheries"] = "2"
    return attributes


def _content(box: Box, width: int, theme: Theme) -> str:
    first, *rest = box.lines
    rows = [_row(first, theme, bold=True), *(_row(line, theme) for line in rest)]
    return (
        f'<TABLE BORDER="0" CELLBORDER="0" CELLSPACING="0" CELLPADDING="1" '
        f'WIDTH="{width}">{"".join(rows)}</TABLE>'
    )


def _row(line: Line, theme: Theme, *, bold: bool = False) -> str:
    text = f"<B>{markup(line.text)}</B>" if bold else markup(line.text)
    colour = theme.faded if line.part in ("facts", "note") else theme.ink
    size = theme.title_size if bold else _size(line, theme)
    font = f'<FONT POINT-SIZE="{size}" COLOR="{colour}">{text}</FONT>'
    return f'<TR><TD ALIGN="LEFT">{font}</TD></TR>'


def _size(line: Line, theme: Theme) -> int:
    return theme.small_size if line.part in ("facts", "note") else theme.text_size


def _common_width(scene: Scene, theme: Theme) -> int:
    widest = max((_text_width(box, theme) for box in scene.boxes), default=0)
    return min(max(NARROWEST, widest), WIDEST)


def _text_width(box: Box, theme: Theme) -> int:
    """About how many points the widest line of a box takes."""
    return max(
        round(width_of(line.text) * _size(line, theme) * LETTER) for line in box.lines
    )


def _add_edge(graph: _Digraph, edge: Edge, theme: Theme) -> None:
    attributes = {
        "id": f"edge-{edge.tail}-{edge.head}-{edge.slot}",
        "label": label(_tag(edge, theme)) if edge.label else None,
        "headlabel": (
            label(_badge(edge.badge, theme)) if edge.badge and not edge.label else None
        ),
    }
    given = {key: value for key, value in attributes.items() if value is not None}
    graph.edge(edge.tail, edge.head, **given)


def _badge(text: str, theme: Theme) -> str:
    """The place among the inputs, on the edge itself, as a label costs a rank."""
    return (
        f'<TABLE BORDER="1" CELLBORDER="0" CELLSPACING="0" CELLPADDING="1" '
        f'STYLE="ROUNDED" COLOR="{theme.faded}" BGCOLOR="{theme.paper}">'
        f'<TR><TD WIDTH="12"><FONT POINT-SIZE="{theme.small_size - 2}">{markup(text)}'
        "</FONT></TD></TR></TABLE>"
    )


def _tag(edge: Edge, theme: Theme) -> str:
    """The tensor's name, after the badge where there is one."""
    badge = f"<TD>{_badge(edge.badge, theme)}</TD>" if edge.badge else ""
    return (
        '<TABLE BORDER="0" CELLBORDER="0" CELLSPACING="0" CELLPADDING="3">'
        f"<TR>{badge}<TD>{markup(edge.label or '')}</TD></TR></TABLE>"
    )
