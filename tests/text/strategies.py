"""Trees of every form that a spec may have, and the texts that try a reader most."""

from __future__ import annotations

import json
import unicodedata
from typing import Any

from hypothesis import strategies as st

from kspec.expr import parse
from kspec.text import Item, Mapping, Node, Scalar, Sequence
from kspec.text.characters import FORBIDDEN

TRICKY = (
    "", " ", " a", "a ", "a: b", "a:b", ":0", "a:", "#x", "a #x", "a#x", "-", "- a",
    ":", "-a", "?", "no", "Yes", "y", "N", "on", "OFF", "null", "~", "None", "true",
    "tRUE", "1", "012", "1_000", "0x1F", "0o17", "0b1", "1e3", "1.", ".5", "+1",
    "12:30", "2024-01-31", ".nan", "-.INF", "=", "<<", "---", "--- a", "...", "[a]",
    "{a}", "a]", "a, b", "a\nb", "\na", "a\n", "a\n\n", " a\nb", "a \nb", "a\n  b\n\nc",
    "a\tb", "a\r\nb", "0\xa0", "a\u3000", "a\u3000\nb", "\u3000a\n\u3000\nb",
    "'", '"', "\\", "\\n", "&a", "*a", "!a", "|", ">", "%a", "@a",
    "`a`", "$", "$(", "$(k)", "$$(k)", "隐含层1", "，：", "😀", "é", "3x3", "relu",
    "channels_last", "a?b", "http://x/?a=b",
)  # fmt: skip
"""Texts that other scalars, signs or line breaks look like."""

FORMULAS = (
    "$(k)", "$(min(a, b))", "$(k // 4 if deep else k)", "隐含层$(k)", "a: $(k) # $(n)",
    "$('x' if k > 1 else \"y\")", "$$(k) is $(k)", "two\nlines of $(k)", " $(k)",
    "- $(k)",
)  # fmt: skip


@st.composite
def texts(draw: st.DrawFn) -> str:
    """A tricky text, or any that a spec may hold."""
    drawn = draw(st.sampled_from(TRICKY) | st.text(max_size=20))
    return FORBIDDEN.sub("", drawn)


@st.composite
def scalars(draw: st.DrawFn) -> Scalar:
    """A scalar of every type."""
    values = (
        st.none()
        | st.booleans()
        | st.integers(-(10**20) + 1, 10**20 - 1)
        | st.floats(allow_nan=False, allow_infinity=False)
        | texts()
        | st.sampled_from(FORMULAS).map(parse)
    )
    return Scalar(draw(values))


def _mappings(nodes: st.SearchStrategy[Node]) -> st.SearchStrategy[Node]:
    names = texts() | st.sampled_from(["layers", "inputs", "blocks", "type"])
    items = st.builds(Item, names, nodes)
    normal = st.lists(
        items,
        max_size=4,
        unique_by=lambda item: unicodedata.normalize("NFKC", item.key),
    )
    return normal.map(lambda found: Mapping(tuple(found)))


trees = st.recursive(
    scalars(),
    lambda nodes: (
        _mappings(nodes)
        | st.lists(nodes, max_size=4).map(lambda found: Sequence(tuple(found)))
    ),
    max_leaves=25,
)
documents = trees.filter(lambda node: node != Scalar(None))

signs = st.text("{}[]:,-?&*!|>'\"%@` \n\tab01._$()#<=~é层", max_size=60)


def as_json(node: Node) -> str:
    """The tree as JSON over several lines: all flow style, all quoted."""
    return json.dumps(_jsonable(node), indent=1, ensure_ascii=False)


def _jsonable(node: Node) -> Any:
    match node:
        case Scalar(str() as text):
            return text.replace("$(", "$$(")
        case Scalar(None | bool() | int() | float() as value):
            return value
        case Scalar(formula):
            return str(formula)
        case Sequence():
            return [_jsonable(entry) for entry in node.items]
        case Mapping():
            return {item.key: _jsonable(item.value) for item in node}
