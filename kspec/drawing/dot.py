"""Scene → DOT.

Every label is an HTML-like one, all of its text escaped; identifiers come from the
names, so that the same spec gives the same bytes and a small change a small difference.
"""

from __future__ import annotations

from contextlib import AbstractContextManager
from typing import Protocol, cast

from kspec.drawing.labels import (
    badge,
    code_width,
    common_width,
    content,
    heading,
    shape_tag,
    shape_width,
    tag,
    text_width,
)
from kspec.drawing.legend import table
from kspec.drawing.options import Direction
from kspec.drawing.paging import Paging, paging
from kspec.drawing.quoting import label
from kspec.drawing.routing import routing
from kspec.drawing.scene import Box, Cluster, Edge, Item, Scene
from kspec.drawing.theme import THEMES, Theme

BAR = 6
"""Width of the coloured bar in points."""


class _Digraph(Protocol):
    """What is used of the graphviz package, which has no types."""

    source: str

    def attr(self, kw: str | None = None, **attrs: str) -> None: ...

    def node(self, name: str, label: str | None = None, **attrs: str) -> None: ...

    def edge(self, tail_name: str, head_name: str, **attrs: str) -> None: ...

    def subgraph(
        self, *, name: str | None = None
    ) -> AbstractContextManager[_Digraph]: ...


def write(scene: Scene, theme: Theme | None = None) -> str:
    """The scene as DOT text."""
    from graphviz import Digraph

    theme = theme or THEMES[scene.theme]
    graph = cast(_Digraph, Digraph("kspec"))
    pages = paging(scene) if scene.wrapped else Paging()
    graph.attr(**_graph_attributes(scene, pages, theme))
    graph.attr("node", **_node_defaults(theme))
    graph.attr("edge", **_edge_defaults(theme))
    writer = _Writer(scene, theme)
    writer.items(graph, scene.items)
    if pages.starts:
        with graph.subgraph() as tops:
            tops.attr(rank="same")
            for start in pages.starts:
                tops.node(start)
    for edge in scene.edges:
        writer.edge(graph, edge, is_break=edge in pages.breaks)
    return graph.source


class _Writer:
    """Puts boxes, clusters and edges into a graph."""

    def __init__(self, scene: Scene, theme: Theme) -> None:
        self.theme = theme
        self.direction: Direction = scene.direction
        self.ordered = {edge.head for edge in scene.edges if edge.badge}
        self.free = {item.id for item in scene.items if isinstance(item, Box)}
        self.width = common_width(scene.boxes, theme)

    def items(self, graph: _Digraph, items: tuple[Item, ...], level: int = 0) -> None:
        for item in items:
            if isinstance(item, Box):
                order = {"ordering": "in"} if item.id in self.ordered else {}
                text = label(content(item, self.width, self.theme))
                graph.node(item.id, text, **order, **self._look(item))
            else:
                with graph.subgraph(name=f"cluster_{item.id}") as inside:
                    inside.attr(**_cluster_look(item, level, self.theme))
                    self.items(inside, item.items, level + 1)

    def _look(self, box: Box) -> dict[str, str]:
        theme = self.theme
        bar, fill = theme.bars[box.family], theme.fill(box.family)
        wide = max(self.width, text_width(box, theme)) + code_width(box, theme)
        share = BAR / (wide + 22)
        attributes = {
            "id": box.element,
            "class": classes(box),
            "color": theme.marks[box.mark] if box.mark else bar,
            "fillcolor": f"{bar};{share:.3f}:{fill}",
        }
        style = [
            *(["rounded"] if not box.is_group else []),
            "filled",
            *(["dashed"] if box.frozen else []),
        ]
        if style != ["rounded", "filled"]:
            attributes["style"] = ",".join(style)
        if box.mark:
            attributes["penwidth"] = "2.4"
        if box.role == "output":
            attributes["peripheries"] = "2"
        return attributes

    def edge(self, graph: _Digraph, edge: Edge, *, is_break: bool) -> None:
        given = {"id": edge.element, **(self._around(edge) if is_break else {})}
        if edge.label:
            given["label"] = label(tag(edge, self.theme))
        elif edge.badge:
            given["headlabel"] = label(badge(edge.badge, self.theme))
            given["labeldistance"] = "1.5"
        if edge.shape:
            shape = shape_tag(edge.shape, self.direction, self.theme)
            given["taillabel"] = label(shape)
            if self.direction == "LR" and not edge.badge:
                # The label's middle stands on the edge, half of its width away.
                given["labeldistance"] = f"{0.7 + len(edge.shape) * 0.26:.2f}"
        if edge.mark:
            given |= {"color": self.theme.marks[edge.mark], "penwidth": "1.8"}
        if edge.mark == "removed":
            given["style"] = "dashed"
        graph.edge(edge.tail, edge.head, **given)

    def _around(self, edge: Edge) -> dict[str, str]:
        """The way from one column to the next: between them, where no frame stands."""
        is_free = self.free.issuperset((edge.tail, edge.head))
        if self.direction == "TB" and is_free:
            return {"constraint": "false", "tailport": "e", "headport": "w"}
        return {"constraint": "false"}


def classes(box: Box) -> str:
    """The classes of a box's element in an SVG."""
    words = [
        "group" if box.is_group else "layer",
        box.family,
        box.role,
        *(["frozen"] if box.frozen else []),
        *(["repeated"] if box.times > 1 else []),
        *([box.mark] if box.mark else []),
    ]
    return " ".join(words)


def _cluster_look(cluster: Cluster, level: int, theme: Theme) -> dict[str, str]:
    attributes = {
        "id": cluster.element,
        "class": f"group open {cluster.kind}",
        "label": label(heading(cluster, theme)),
        "labelloc": "t",
        "labeljust": "l",
        "style": "rounded,filled",
        "color": theme.rim,
        "fillcolor": theme.cluster(level),
        "margin": "14",
        "penwidth": "0.8",
    }
    if cluster.frozen:
        attributes["style"] = "rounded,filled,dashed"
    return attributes


def _graph_attributes(scene: Scene, pages: Paging, theme: Theme) -> dict[str, str]:
    return {
        "rankdir": scene.direction,
        "bgcolor": theme.paper,
        "fontname": theme.fonts,
        "nodesep": "0.45" if pages.starts else "0.35",
        "ranksep": f"{_gap(scene, theme):.2f}",
        "pad": "0.1",
        "outputorder": "edgesfirst",
        "labelloc": "b",
        "label": label(table(scene, theme, columns=max(1, len(pages.starts)))),
        **({"newrank": "true"} if pages.starts else {}),
        **routing(scene),
    }


def _gap(scene: Scene, theme: Theme) -> float:
    """Inches between boxes that follow one another: what stands on edges needs room."""
    shapes = [edge.shape for edge in scene.edges if edge.shape]
    if scene.direction == "LR":
        longest = max((shape_width(text, theme) for text in shapes), default=0)
        return max(0.5, (longest + 16) / 72)
    both = any(edge.shape and edge.badge for edge in scene.edges)
    return 0.55 if both else 0.42 if shapes else 0.35


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
        "labeldistance": "0.55",
        "arrowsize": "0.7",
        "penwidth": "1.1",
    }
