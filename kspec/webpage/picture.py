"""The diagram as part of a page: its boxes are buttons, its colours the page's.

What Graphviz writes is parsed and written anew, so that nothing but elements and
attributes that are known here get into the page.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from xml.etree import ElementTree
from xml.etree.ElementTree import Element

from kspec.drawing.scene import Box, Cluster, Scene
from kspec.webpage.blocks import layers_of
from kspec.webpage.content import Block
from kspec.webpage.palette import references

_STRUCTURE = frozenset({"svg", "g", "title", "desc", "defs", "linearGradient", "stop"})
_SHAPES = frozenset({"path", "polygon", "polyline", "ellipse", "text", "rect", "line"})
_COLOURED = ("fill", "stroke", "stop-color")


def picture(
    svg: str, scene: Scene, ids: Mapping[str, str], blocks: Iterable[Block]
) -> str:
    """The SVG to put into HTML.

    Args:
        ids: the layers' identifiers by their names.
        blocks: those that fold; a frame around all boxes of one folds it.
    """
    root = ElementTree.fromstring(svg)
    for element in root.iter():
        element.tag = element.tag.rpartition("}")[2]
    _keep_known(root)
    for element in root.iter():
        _present(element)
    root.set("role", "group")
    for name in ("width", "height"):
        root.attrib.pop(name, None)
    groups = {group.get("id", ""): group for group in root.iter("g")}
    for box in scene.boxes:
        _make_button(groups[box.element], " ".join(layers_of(box, ids)))
    _link_edges(groups, scene)
    _link_clusters(groups, scene, blocks)
    return ElementTree.tostring(root, encoding="unicode", short_empty_elements=False)


def _keep_known(parent: Element) -> None:
    for child in list(parent):
        if child.tag in _STRUCTURE | _SHAPES:
            _keep_known(child)
        else:
            parent.remove(child)


def _present(element: Element) -> None:
    """Styles as attributes, which need no permission; colours as variables."""
    for name, value in list(_styles(element.attrib.pop("style", ""))):
        element.set(name, value)
    for name in [name for name in element.attrib if name.startswith(("{", "on"))]:
        del element.attrib[name]
    for name in _COLOURED:
        colour = element.get(name, "")
        # Graphviz calls some of the paper by its name.
        known = references().get("#ffffff" if colour == "white" else colour)
        if known:
            element.set(name, known)


def _styles(style: str) -> Iterator[tuple[str, str]]:
    for declaration in style.split(";"):
        name, colon, value = declaration.partition(":")
        if colon:
            yield name.strip(), value.strip()


def _make_button(group: Element, layers: str) -> None:
    """A box as a button; what it says is its label already."""
    group.set("data-for", layers)
    group.set("role", "button")
    group.set("tabindex", "-1")
    group.set("aria-pressed", "false")
    for title in group.findall("title"):
        group.remove(title)


def _link_edges(groups: Mapping[str, Element], scene: Scene) -> None:
    elements = {box.id: box.element for box in scene.boxes}
    for edge in scene.edges:
        group = groups[edge.element]
        group.set("data-ends", f"{elements[edge.tail]} {elements[edge.head]}")
        group.set("aria-hidden", "true")


def _link_clusters(
    groups: Mapping[str, Element], scene: Scene, blocks: Iterable[Block]
) -> None:
    """A frame around all boxes of a block stands for the block, outer for outer."""
    waiting: dict[frozenset[str], list[str]] = {}
    for block in blocks:
        waiting.setdefault(frozenset(block.boxes), []).append(block.id)
    for cluster in scene.clusters:
        boxes = tuple(_elements(cluster))
        group = groups[cluster.element]
        group.set("data-boxes", " ".join(boxes))
        if names := waiting.get(frozenset(boxes)):
            group.set("data-frame", names.pop(0))


def _elements(cluster: Cluster) -> Iterator[str]:
    for item in cluster.items:
        if isinstance(item, Box):
            yield item.element
        else:
            yield from _elements(item)
