from __future__ import annotations

from collections.abc import Iterator

import pytest
from hypothesis import given

from kspec.errors import Span
from kspec.text import Item, Mapping, Node, Scalar, Sequence, read, write
from tests.text.strategies import as_json, documents


def spans(node: Node) -> Iterator[tuple[Span, Node | str]]:
    """Every value and key of a tree with its span."""
    assert node.span
    yield node.span, node
    match node:
        case Scalar():
            pass
        case Sequence():
            for entry in node.items:
                yield from spans(entry)
        case Mapping():
            for item in node:
                assert item.key_span
                yield item.key_span, item.key
                yield from spans(item.value)


def cut(text: str, span: Span) -> str:
    """The stretch of a text, as lines and columns count it."""
    lines = text.split("\n")[span.line - 1 : span.end_line]
    lines[-1] = lines[-1][: span.end_column - 1]
    lines[0] = lines[0][span.column - 1 :]
    return "\n".join(lines)


def check_spans(text: str) -> None:
    for span, node in spans(read(text, file="a.yaml")):
        part = cut(text, span)
        assert part == part.strip(" \n")
        if isinstance(node, str):
            alone = read(f"? {part}\n: 1", file="a.yaml")
            assert alone == Mapping((Item(node, Scalar(1)),))
        elif node != Scalar(None):
            alone = read(" " * (span.column - 1) + part, file="a.yaml")
            assert without_last_line_break(alone) == without_last_line_break(node)
        else:
            assert part == "null"


def without_last_line_break(node: Node) -> Node | str:
    """The text of a scalar as far as a span shows it; other nodes as they are."""
    if isinstance(node, Scalar) and not isinstance(node.value, int | float | None):
        return str(node.value).removesuffix("\n")
    return node


@given(documents)
def test_a_span_cut_from_canonical_text_reads_as_its_node(node: Node) -> None:
    check_spans(write(node))


@given(documents)
def test_a_span_cut_from_flow_style_reads_as_its_node(node: Node) -> None:
    check_spans(as_json(node))


def test_every_span_of_a_text_is_exact() -> None:
    text = "\n".join(
        [
            "kspec: 1 # remark",
            "层:  ",
            "  隐含层1: {type: 'Den''se', u: [8, \"é\\n\", ], c: }  ",
            "  b:",
            "  - x y  # z",
            "  -",
            "  # remark",
            "note: |+",
            "  two",
            "  lines",
            "",
            "",
            "fold: a",
            "  b",
            "",
        ]
    )
    found = [
        (f"{s.line}:{s.column}", cut(text, s))
        for s, _ in spans(read(text, file="a.yaml"))
    ]
    layer = "{type: 'Den''se', u: [8, \"é\\n\", ], c: }"
    block = "- x y  # z\n  -"
    assert found == [
        ("1:1", text[:-1]),
        ("1:1", "kspec"),
        ("1:8", "1"),
        ("2:1", "层"),
        ("3:3", f"隐含层1: {layer}  \n  b:\n  {block}"),
        ("3:3", "隐含层1"),
        ("3:9", layer),
        ("3:10", "type"),
        ("3:16", "'Den''se'"),
        ("3:27", "u"),
        ("3:30", '[8, "é\\n", ]'),
        ("3:31", "8"),
        ("3:34", '"é\\n"'),
        ("3:44", "c"),
        ("3:47", ""),
        ("4:3", "b"),
        ("5:3", block),
        ("5:5", "x y"),
        ("6:4", ""),
        ("8:1", "note"),
        ("8:7", "|+\n  two\n  lines"),
        ("13:1", "fold"),
        ("13:7", "a\n  b"),
    ]


@pytest.mark.parametrize("end", ["\n", "\r\n"])
def test_either_line_end_gives_the_same_spans(end: str) -> None:
    text = "a: 1\nb:\n  - 隐: |\n      x\n\n  - c\n"
    expected = [span for span, _ in spans(read(text, file="a.yaml"))]
    other = read(text.replace("\n", end), file="a.yaml")
    assert [span for span, _ in spans(other)] == expected


def test_columns_count_characters() -> None:
    node = read("😀层: é", file="a.yaml")
    assert isinstance(node, Mapping)
    assert node.items[0].key_span == Span("a.yaml", 1, 1, 1, 3)
    assert node.items[0].value.span == Span("a.yaml", 1, 5, 1, 6)
