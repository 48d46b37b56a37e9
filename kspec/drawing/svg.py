"""Graphviz's SVG made fit for the web: named, described, without outer references."""

from __future__ import annotations

from xml.etree import ElementTree
from xml.etree.ElementTree import Element

from kspec.drawing.quoting import identifier, visible
from kspec.drawing.scene import Box, Cluster, Scene, walk
from kspec.drawing.stylesheet import stylesheet
from kspec.drawing.theme import SIGNS, THEMES

NAMESPACE = "http://www.w3.org/2000/svg"
NOTHING: dict[str, str] = {}
DIGEST = "data-digest"
"""The attribute of the root that tells what the SVG was drawn from."""


def finish(svg: bytes, scene: Scene, digest: str = "") -> str:
    """The SVG with a role, a title and a description; all its parts have titles too.

    The comments and the document type that Graphviz writes go: they tell its version
    and refer to a file elsewhere.

    Args:
        digest: what the drawing was made from, in short.
    """
    root = ElementTree.fromstring(svg)
    for element in root.iter():
        element.tag = element.tag.removeprefix(f"{{{NAMESPACE}}}")
        _attribute_stops(element)
    _name_parts(root, scene)
    _describe(root, scene)
    root.set("class", f"kspec {scene.theme}")
    if digest:
        root.set(DIGEST, digest)
    root.set("xmlns", NAMESPACE)
    return ElementTree.tostring(root, encoding="unicode") + "\n"


def _attribute_stops(element: Element) -> None:
    """A gradient's colours as attributes, which a style sheet may override."""
    if element.tag == "stop":
        for pair in element.attrib.pop("style", "").split(";"):
            name, _, value = pair.partition(":")
            if name:
                element.set(name.strip(), value.strip())


def _name_parts(root: Element, scene: Scene) -> None:
    """Titles, labels and the names of the layers, by the id of the element."""
    parts: dict[str, tuple[str | None, dict[str, str]]] = {
        item.element: _box(item) if isinstance(item, Box) else _cluster(item)
        for item, _ in walk(scene.items)
    }
    names = {box.id: visible(box.name) for box in scene.boxes}
    for edge in scene.edges:
        title = f"{names[edge.tail]} → {names[edge.head]}"
        parts[edge.element] = (title, {"data-from": edge.tail, "data-to": edge.head})
    for group in root.iter("g"):
        title, attributes = parts.get(group.get("id", ""), (None, NOTHING))
        group.attrib.update(attributes)
        found = group.find("title")
        if found is not None and title is not None:
            found.text = title


def _box(box: Box) -> tuple[str, dict[str, str]]:
    signs = [
        *([SIGNS[box.mark] + " " + box.mark] if box.mark else []),
        *([f"{box.times} times"] if box.times > 1 else []),
        *(["frozen"] if box.frozen else []),
        *([f"shares its weights {box.shared}"] if box.shared else []),
        *(["folded"] if box.is_group else []),
    ]
    said = ", ".join([*(line.text for line in box.lines), *signs])
    attributes = {"role": "img", "aria-label": said}
    attributes["data-layers"] = " ".join(map(visible, box.layers))
    return visible(box.name), attributes


def _cluster(cluster: Cluster) -> tuple[str, dict[str, str]]:
    times = [f"{cluster.times} times"] if cluster.times > 1 else []
    said = ", ".join([*(line.text for line in cluster.lines), *times])
    return visible(cluster.name), {"role": "group", "aria-label": said}


def _describe(root: Element, scene: Scene) -> None:
    stem = identifier(scene.name)
    root.set("role", "img")
    root.set("aria-labelledby", f"{stem}-title {stem}-desc")
    title = Element("title", {"id": f"{stem}-title"})
    title.text = visible(scene.name)
    description = Element("desc", {"id": f"{stem}-desc"})
    description.text = scene.description
    parts = [title, description]
    if rules := stylesheet(root, THEMES[scene.theme]):
        style = Element("style")
        style.text = rules
        parts.append(style)
    for part in parts:
        part.tail = "\n"
    root[:0] = parts
