"""Graphviz's SVG made fit for the web: named, described, without outer references."""

from __future__ import annotations

from xml.etree import ElementTree
from xml.etree.ElementTree import Element

from kspec.drawing.quoting import identifier, visible
from kspec.drawing.scene import Scene

NAMESPACE = "http://www.w3.org/2000/svg"


def finish(svg: bytes, scene: Scene) -> str:
    """The SVG with a role, a title and a description; boxes and edges have titles too.

    The comments and the document type that Graphviz writes go: they tell its version
    and refer to a file elsewhere.
    """
    root = ElementTree.fromstring(svg)
    for element in root.iter():
        element.tag = element.tag.removeprefix(f"{{{NAMESPACE}}}")
    _retitle(root, _titles(scene))
    _describe(root, scene)
    root.set("xmlns", NAMESPACE)
    return ElementTree.tostring(root, encoding="unicode") + "\n"


def _titles(scene: Scene) -> dict[str, str]:
    """What a pointer shows, by the id of the element."""
    names = {box.id: visible(box.name) for box in scene.boxes}
    boxes = {f"layer-{id}": name for id, name in names.items()}
    edges = {
        f"edge-{edge.tail}-{edge.head}-{edge.slot}": (
            f"{names[edge.tail]} → {names[edge.head]}"
        )
        for edge in scene.edges
    }
    return boxes | edges


def _retitle(root: Element, titles: dict[str, str]) -> None:
    for group in root.iter("g"):
        title = group.find("title")
        if title is not None:
            title.text = titles.get(group.get("id", ""), title.text)


def _describe(root: Element, scene: Scene) -> None:
    stem = identifier(scene.name)
    root.set("role", "img")
    root.set("aria-labelledby", f"{stem}-title {stem}-desc")
    title = Element("title", {"id": f"{stem}-title"})
    title.text = visible(scene.name)
    description = Element("desc", {"id": f"{stem}-desc"})
    description.text = scene.description
    title.tail = description.tail = "\n"
    root[:0] = [title, description]
