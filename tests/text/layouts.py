"""The same tree in many layouts: styles, widths, blank lines, comments anywhere."""

from __future__ import annotations

from typing import Any

import yaml
from hypothesis import strategies as st

from kspec.errors import TextError
from kspec.text import Node, plain, read, write
from kspec.text.comments import comments
from kspec.text.source import Source
from tests.text.strategies import as_json, documents

COMMENTS = (
    "# a",
    "#b",
    "#",
    "# kspec: allow K701",
    "#!x",
    "# - c: d",
    "#  层 ",
    "## e",
)
SIGNS = (",", ":", "-", "?", "[", "{", "]", "}", "|", ">")
"""Signs that a comment may follow."""


def reads_as(text: str, node: Node) -> bool:
    try:
        return read(text, file="a.yaml") == node
    except TextError:
        return False


@st.composite
def layouts(draw: st.DrawFn, nodes: st.SearchStrategy[Node] = documents) -> str:
    """A text in some layout, without comments."""
    node = draw(nodes)
    match draw(st.sampled_from(["canonical", "json", "block", "mixed", "flow"])):
        case "canonical":
            return write(node)
        case "json":
            return as_json(node)
        case style:
            text = dumped(
                node, style, draw(st.integers(20, 140)), draw(st.integers(1, 6))
            )
            return text if reads_as(text, node) else write(node)


def dumped(node: Node, style: str, width: int, indent: int) -> str:
    """The tree as PyYAML lays it out: texts folded, long keys with a question mark."""
    styles: dict[str, Any] = {"block": False, "mixed": None, "flow": True}
    return yaml.safe_dump(
        _with_sources(plain(node)),
        default_flow_style=styles[style],
        width=width,
        indent=indent,
        allow_unicode=True,
        sort_keys=False,
    )


def _with_sources(value: Any) -> Any:
    match value:
        case dict():
            return {key: _with_sources(inner) for key, inner in value.items()}
        case list():
            return [_with_sources(inner) for inner in value]
        case str():
            return value.replace("$(", "$$(")
        case None | bool() | int() | float():
            return value
        case formula:
            return str(formula)


@st.composite
def remarked(draw: st.DrawFn, texts: st.SearchStrategy[str]) -> str:
    """A text with comments and blank lines wherever they change nothing it says."""
    text = draw(texts)
    node = read(text, file="a.yaml")
    for _ in range(draw(st.integers(0, 6))):
        lines = text.split("\n")
        at = draw(st.integers(0, len(lines) - 1))
        comment = draw(st.sampled_from(COMMENTS))
        match draw(st.sampled_from(["beside", "above", "blank", *SIGNS])):
            case "beside":
                lines[at] += f" {comment}"
            case "above":
                lines.insert(at, " " * draw(st.integers(0, 8)) + comment)
            case "blank":
                lines[at:at], comment = [""] * draw(st.integers(1, 3)), ""
            case sign:
                broken = f"{sign} {comment}\n{' ' * draw(st.integers(1, 9))}"
                lines[at] = lines[at].replace(sign, broken, 1)
                comment = comment if sign in lines[at] else ""
        changed = "\n".join(lines)
        if is_comment_of(changed, text, node, comment):
            text = changed
    return text


def is_comment_of(changed: str, text: str, node: Node, comment: str) -> bool:
    """Whether the change is what it was meant to be: no part of a value."""
    if not reads_as(changed, node):
        return False
    before, after = (len(comments(Source("a.yaml", one))) for one in (text, changed))
    return after - before == bool(comment)
