"""The diagram as part of a page: its boxes are buttons, its colours the page's.

What Graphviz writes is parsed and written anew, so that nothing but elements and
attributes that are known here get into the page.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from xml.etree import ElementTree
from xml.etree.ElementTree import Element

from kspec.drawing.scene import Scene
from kspec.webpage.palette import references

_STRUCTURE = frozenset({"svg", "g", "title", "desc", "defs", "linearGradient", "stop"})
_SHAPES = frozenset({"path", "polygon", "polyline", "ellipse", "text", "rect", "line"})
_COLOURED = ("fill", "stroke", "stop-color")


def picture(svg: str, scene: Scene, labels: Mapping[str, str]) -> str:
    """The SVG to put into HTML.

    Args:
        labels: what each box says to those who do not see it, by its identifier.
    """
    root = ElementTree.fromstring(svg)
    for element in list(root.iter()):
        element.tag = element.tag.rpartition("}")[2]
    _keep_known(root)
    for element in root.iter():
        _present(element)
    root.set("role", "group")
    root.set("data-width", _length(root.attrib.pop("width", "")))
    root.set("data-height", _length(root.attrib.pop("height", "")))
    boxes = {f"layer-{id}": id for id in labels}
    for group in root.iter("g"):
        if (id := boxes.get(group.get("id", ""))) is not None:
            _make_button(group, id, labels[id])
    _link_edges(root, scene)
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
        colour = element.get(name)
        if colour in references():
            element.set(name, references()[colour])


def _styles(style: str) -> Iterator[tuple[str, str]]:
    for declaration in style.split(";"):
        name, colon, value = declaration.partition(":")
        if colon:
            yield name.strip(), value.strip()


def _length(text: str) -> str:
    return text.removesuffix("pt")


def _make_button(group: Element, id: str, label: str) -> None:
    group.set("data-for", id)
    group.set("role", "button")
    group.set("tabindex", "-1")
    group.set("aria-pressed", "false")
    group.set("aria-label", label)
    for title in group.findall("title"):
        group.remove(title)


def _link_edges(root: Element, scene: Scene) -> None:
    ends = {
        f"edge-{edge.tail}-{edge.head}-{edge.slot}": f"{edge.tail} {edge.head}"
        for edge in scene.edges
    }
    for group in root.iter("g"):
        if group.get("id", "") in ends:
            group.set("data-ends", ends[group.get("id", "")])
            group.set("aria-hidden", "true")
