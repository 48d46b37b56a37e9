"""axe-core, which knows what hinders readers."""

from __future__ import annotations

from functools import cache
from importlib.resources import files
from typing import Any

from playwright.sync_api import Page

from tests.meta.package import ROOT

PICTURES = ROOT / "build" / "pages"
"""Where pictures of pages are kept, to be looked at."""

LOOKS = """() => {
    const looks = new Map();
    const ground = (element) => {
        const colour = getComputedStyle(element).backgroundColor;
        const above = element.parentElement;
        return colour === "rgba(0, 0, 0, 0)" && above ? ground(above) : colour;
    };
    for (const element of document.body.querySelectorAll("*")) {
        const own = [...element.childNodes].filter((node) => node.nodeType === 3);
        if (!own.some((node) => node.data.trim())) continue;
        if (!element.checkVisibility()) continue;
        const style = getComputedStyle(element);
        const { color, fill, fontSize, fontWeight, opacity } = style;
        const look = [color, fill, fontSize, fontWeight, opacity, ground(element)];
        if (!looks.has(look.join())) looks.set(look.join(), element);
    }
    return axe.run({ include: [...looks.values()] }, { runOnly: ["color-contrast"] });
}"""
"""Contrast, once for each pair of colours: for each of a page's texts it takes long."""

REST = """() => axe.run(document, {
    resultTypes: ["violations"],
    rules: { "color-contrast": { enabled: false } },
})"""


@cache
def axe() -> str:
    return (files("axe_playwright_python") / "axe.min.js").read_text(encoding="utf-8")


def complaints(tab: Page) -> list[Any]:
    """What axe-core finds in light or dark, as the page is now."""
    if not tab.evaluate("() => 'axe' in window"):
        tab.evaluate(axe())
    return [*_found(tab, REST), *_found(tab, LOOKS)]


def complaints_by_theme(tab: Page, picture: str) -> list[Any]:
    """What axe-core finds in light, and of colours in dark; a picture of each is kept.

    What the colours do not touch is the same in both.
    """
    PICTURES.mkdir(parents=True, exist_ok=True)
    tab.emulate_media(color_scheme="light")
    found = complaints(tab)
    tab.screenshot(path=PICTURES / f"{picture}-light.png")
    tab.emulate_media(color_scheme="dark")
    found += _found(tab, LOOKS)
    tab.screenshot(path=PICTURES / f"{picture}-dark.png")
    return found


def _found(tab: Page, script: str) -> list[Any]:
    """What a run finds, each with the elements that it is about."""
    return [
        (one["id"], one["help"], [node["html"][:200] for node in one["nodes"][:3]])
        for one in tab.evaluate(script)["violations"]
    ]
