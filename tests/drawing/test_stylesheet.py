"""An SVG has a light and a dark look, and no rule reaches what is not the drawing."""

from __future__ import annotations

import re
from xml.etree import ElementTree

from kspec.drawing import DrawOptions, draw_graph
from kspec.drawing.theme import DARK, LIGHT
from tests.drawing.graphs import two_branches

PAINT = re.compile(r' (?:fill|stroke|stop-color)="([^"]+)"')


def style(svg: str) -> str:
    found = ElementTree.fromstring(svg).find("{http://www.w3.org/2000/svg}style")
    return (found.text or "") if found is not None else ""


def test_every_colour_has_a_dark_one() -> None:
    svg = draw_graph(two_branches()).svg()
    rules = style(svg)
    colours = set(PAINT.findall(svg)) - {"none", "transparent"}
    colours = {colour for colour in colours if not colour.startswith("url")}
    missing = {colour for colour in colours if f'="{colour}"]' not in rules}
    assert not missing


def test_the_dark_ink_stands_where_the_light_one_does() -> None:
    rules = style(draw_graph(two_branches()).svg())
    assert f'[fill="{LIGHT.ink}"]{{fill:{DARK.ink}}}' in rules


def test_every_rule_is_for_the_drawing_alone() -> None:
    rules = style(draw_graph(two_branches()).svg())
    inside = rules.removeprefix("@media (prefers-color-scheme:dark){")
    selectors = re.findall(r"(?:^|\})([^{}]+)\{", inside)
    assert selectors
    assert all(selector.startswith("svg.kspec") for selector in selectors)


def test_a_printed_drawing_has_one_look_without_colours() -> None:
    svg = draw_graph(two_branches(), DrawOptions(theme="print")).svg()
    assert not style(svg)
    colours = {c for c in PAINT.findall(svg) if c.startswith("#")}
    assert all(len({c[1:3], c[3:5], c[5:7]}) == 1 for c in colours)
