"""Scene → Mermaid, which GitHub, GitLab and many editors draw.

Mermaid gives meaning to quotes, `#`, `;`, backticks, `%%` and HTML in a label, so every
sign of ASCII but a few is written as an entity there.
"""

from __future__ import annotations

from collections.abc import Iterator

from kspec.drawing.labels import signs
from kspec.drawing.quoting import visible
from kspec.drawing.scene import Box, Cluster, Edge, Item, Scene
from kspec.drawing.theme import THEMES, Theme
from kspec.drawing.wording import SEPARATOR, Line
from kspec.errors import Diagnostic, ToolError
from kspec.layers.layer import Family

MOST_EDGES = 500
MOST_CHARACTERS = 50_000
"""What Mermaid draws where nobody has configured it, as on GitHub."""

HARMLESS = frozenset(" .,:_-+=/()")
"""The signs of ASCII that mean nothing in a label."""

INDENT = "  "


def write(scene: Scene) -> str:
    """The scene as a Mermaid flowchart.

    Raises: ToolError K511 where it is larger than what GitHub draws.
    """
    lines = "\n".join(_lines(scene)) + "\n"
    if len(scene.edges) > MOST_EDGES:
        raise _too_large(f"{len(scene.edges):,} edges", f"{MOST_EDGES:,}")
    if len(lines) > MOST_CHARACTERS:
        raise _too_large(f"{len(lines):,} characters", f"{MOST_CHARACTERS:,}")
    return lines


def markdown(scene: Scene) -> str:
    """The flowchart as a block of Markdown."""
    return f"```mermaid\n{write(scene)}```\n"


def _lines(scene: Scene) -> Iterator[str]:
    theme = THEMES[scene.theme]
    yield f"flowchart {scene.direction}"
    yield f"{INDENT}accTitle: {escaped(visible(scene.name))}"
    yield f"{INDENT}accDescr: {escaped(scene.description)}"
    yield from _items(scene.items, INDENT)
    for edge in scene.edges:
        yield f"{INDENT}{_edge(edge)}"
    yield from _looks(scene, theme)


def _items(items: tuple[Item, ...], indent: str) -> Iterator[str]:
    for item in items:
        if isinstance(item, Box):
            yield f"{indent}{_box(item)}"
        else:
            yield f'{indent}subgraph g_{item.id}["{_heading(item)}"]'
            yield from _items(item.items, indent + INDENT)
            yield f"{indent}end"


def _box(box: Box) -> str:
    opening, closing = ("[[", "]]") if box.is_group else ("(", ")")
    if box.role == "output":
        opening, closing = ("([", "])")
    return f'n_{box.id}{opening}"{_content(box)}"{closing}'


def _content(box: Box) -> str:
    first, *rest = (_line(line) for line in box.lines)
    marks = "".join(f" {escaped(sign)}" for sign in signs(box))
    return "<br/>".join([f"<b>{first}</b>{marks}", *rest])


def _heading(cluster: Cluster) -> str:
    words = [_line(line) for line in cluster.lines]
    return SEPARATOR.join([*words, *map(escaped, signs(cluster))])


def _line(line: Line) -> str:
    return escaped(line.text)


def _edge(edge: Edge) -> str:
    words = [word for word in (edge.badge, edge.label or edge.shape) if word]
    text = f'|"{escaped(SEPARATOR.join(words))}"|' if words else ""
    arrow = "-.->" if edge.mark == "removed" else "-->"
    return f"n_{edge.tail} {arrow}{text} n_{edge.head}"


def _looks(scene: Scene, theme: Theme) -> Iterator[str]:
    """A class for each family, and a dashed border for what is frozen."""
    members: dict[Family, list[str]] = {}
    for box in scene.boxes:
        members.setdefault(box.family, []).append(f"n_{box.id}")
    for family, names in members.items():
        look = f"fill:{theme.fill(family)},stroke:{theme.bars[family]}"
        yield f"{INDENT}classDef {family} {look},color:{theme.ink}"
        yield f"{INDENT}class {','.join(names)} {family}"
    frozen = [f"n_{box.id}" for box in scene.boxes if box.frozen]
    if frozen:
        yield f"{INDENT}classDef frozen stroke-dasharray:4 3"
        yield f"{INDENT}class {','.join(frozen)} frozen"
    for box in scene.boxes:
        if box.mark:
            look = f"stroke:{theme.marks[box.mark]},stroke-width:3px"
            yield f"{INDENT}style n_{box.id} {look}"


def escaped(text: str) -> str:
    """The text as it may stand in a label.

    Example:
    >>> escaped("3×3 · same"), escaped('a<b & "c" #1;')
    ('3×3 · same', 'a#60;b #38; #34;c#34; #35;1#59;')
    """
    return "".join(
        char
        if not char.isascii() or char.isalnum() or char in HARMLESS
        else f"#{ord(char)};"
        for char in text
    )


def _too_large(size: str, limit: str) -> ToolError:
    message = f"the Mermaid text has {size}; GitHub draws at most {limit}"
    hint = "fold more of the model: `--fold auto`, `--fold all` or `--depth 1`"
    return ToolError(Diagnostic("K511", message, hint=hint))
