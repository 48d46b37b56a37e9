"""Nothing that a spec's author writes becomes markup."""

from __future__ import annotations

import sys
import unicodedata
from collections import Counter, defaultdict
from dataclasses import replace
from functools import cache
from random import Random
from xml.etree.ElementTree import Element

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from kspec import Spec, loads
from kspec.drawing.quoting import shortened, visible
from kspec.graph import Graph, compile_spec
from kspec.text.characters import unreadable
from kspec.webpage import broken, content, render
from tests.drawing.graphs import HOSTILE
from tests.webpage.html import by_class, census, elements, named, parsed, tag, text

PAGES = 2 if settings().max_examples < 100 else 10
"""Pages of 110 labels each."""


@cache
def characters() -> dict[str, list[str]]:
    """All characters of each category; lone surrogates are among them."""
    found: defaultdict[str, list[str]] = defaultdict(list)
    for code in range(sys.maxunicode + 1):
        found[unicodedata.category(chr(code))].append(chr(code))
    return found


def labels(seed: int) -> list[str]:
    """Labels of every category, some of a single one and some of all."""
    random = Random(seed)
    single = [
        "".join(random.choices(some, k=random.randint(1, 20)))
        for some in characters().values()
        for _ in range(3)
    ]
    anything = "".join(map("".join, characters().values()))
    return single + ["".join(random.choices(anything, k=20)) for _ in range(20)]


def chain(captions: list[str]) -> tuple[Spec, Graph]:
    """A layer for each caption; the model has the first.

    Where the language refuses a character, it gets in past the language.
    """
    lines = ["kspec: 1", "name: chain", f"caption: {quoted(captions[0])}"]
    lines += ["inputs: {x: [8]}", "layers:"]
    for at, caption in enumerate(captions):
        words = f"type: Dense, units: 8, caption: {quoted(caption)}"
        lines.append(f"  y{at}: {{{words}}}")
    spec = loads("\n".join(lines))
    graph = compile_spec(spec)
    first, *rest = graph.vertices
    said = [replace(v, caption=c) for v, c in zip(rest, captions, strict=True)]
    vertices = (first, *said)
    return spec, replace(graph, vertices=vertices, caption=captions[0])


def quoted(caption: str) -> str:
    """Nearly the caption, in YAML; so the flat code, which has it, is another."""
    known = ("?" if unreadable(char) else char for char in caption)
    return '"' + "".join(f"\\U{ord(char):08x}" for char in known) + '~"'


def page_of(captions: list[str]) -> Element:
    return parsed(render(content(*chain(captions))))


def without_lines(root: Element) -> Counter[tuple[str, ...]]:
    """The census; a caption may take a line of its own in the code, or none."""
    inner = {"li", "code", "span", "button"}
    return Counter({k: n for k, n in census(root).items() if k[0] not in inner})


@cache
def harmless(count: int) -> Counter[tuple[str, ...]]:
    return without_lines(page_of(["harmless"] * count))


def check(captions: list[str]) -> None:
    root = page_of(captions)
    assert without_lines(root) == harmless(len(captions))
    (shown,) = by_class(root, "caption")
    assert text(shown) == f"【{visible(captions[0])}】"
    for at, caption in enumerate(captions):
        (row,) = (e for e in elements(root, for_=f"y{at}") if tag(e) == "tr")
        assert text(row[-1]) == visible(caption)
        (box,) = (e for e in by_class(root, "node") if e.get("data-for") == f"y{at}")
        assert f"【{shortened(visible(caption))}】" in texts(box)
        assert shortened(visible(caption)) in box.get("aria-label", "")


def texts(box: Element) -> list[str]:
    """SVG tells an ordinary space from one that does not break; a reader does not."""
    return [text(e).replace("\u00a0", " ") for e in box.iter() if tag(e) == "text"]


@pytest.mark.parametrize("seed", range(PAGES))
def test_a_caption_of_any_characters_is_shown_and_does_nothing(seed: int) -> None:
    check([f"a{caption}".replace("\u00a0", " ") for caption in labels(seed)])


def test_a_hostile_caption_is_shown_and_does_nothing() -> None:
    check([caption.replace("\u00a0", " ") for caption in HOSTILE])


@given(st.text(st.characters(), max_size=60))
def test_a_text_that_is_no_spec_is_shown_and_does_nothing(source: str) -> None:
    root = parsed(render(broken("wrong.yaml", source, ())))
    assert [text(e) for e in root.iter("code")] == [
        "\t".join(map(visible, line.split("\t")))
        for line in source.removesuffix("\n").split("\n")
    ]
    assert not named(root, "svg")
