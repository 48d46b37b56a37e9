"""A thousand labels of all categories: what is read is what was written."""

from __future__ import annotations

import random
import sys
import unicodedata
from collections import defaultdict
from xml.etree import ElementTree

from kspec.drawing import DrawOptions, draw_graph
from kspec.drawing.quoting import visible
from kspec.graph import Graph, Vertex
from kspec.layers.core import Dense, Input
from tests.drawing.graphs import graph, vertex
from tests.drawing.test_svg import census, groups, parsed, spaced, texts, title

LABELS = 1_000
PER_MODEL = 100
WHOLE = DrawOptions(fold="none", wrap=False, legend="none")


def by_category() -> dict[str, list[str]]:
    found: defaultdict[str, list[str]] = defaultdict(list)
    for number in range(sys.maxunicode + 1):
        found[unicodedata.category(chr(number))].append(chr(number))
    return found


def labels() -> list[str]:
    """Each with characters of all categories in turn, so that none is left out."""
    chance = random.Random(5)
    categories = list(by_category().values())
    return [
        "a"
        + "".join(
            chance.choice(categories[(at + step) % len(categories)])
            for step in range(chance.randint(1, 8))
        )
        for at in range(LABELS)
    ]


def model(captions: list[str]) -> Graph:
    layers: list[Vertex] = [vertex("x", Input(shape=(8,)))]
    for at, caption in enumerate(captions):
        layers.append(vertex(f"d{at}", Dense(units=8), layers[-1], caption=caption))
    return graph(*layers)


def test_labels_of_every_category_are_shown_and_do_nothing() -> None:
    plain = census(parsed(draw_graph(model(["plain"] * PER_MODEL), WHOLE)))
    written = labels()
    for start in range(0, LABELS, PER_MODEL):
        captions = written[start : start + PER_MODEL]
        diagram = draw_graph(model(captions), WHOLE)
        root = ElementTree.fromstring(diagram.svg())
        assert census(root) == plain
        boxes = groups(root, "node")[1:]
        for box, caption in zip(boxes, captions, strict=True):
            assert spaced(f"【{visible(caption)}】") == texts(box)[0]
            assert title(box).startswith("d")


def test_every_category_has_its_turn() -> None:
    seen = {unicodedata.category(char) for label in labels() for char in label}
    assert seen == set(by_category())
