"""Every bundled spec's page: all its layers answer in all parts, and it reads well.

A page is opened once. The browser itself goes through the places of a page, since a
question for each would take minutes; `test_linking_in_a_browser` does the same with the
mouse and the keys.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import pytest
from playwright.sync_api import Browser, Page

from kspec import bundled, load, page
from kspec.graph import compile_spec
from tests.webpage.axe import complaints_by_theme
from tests.webpage.browsing import Visit, visit

pytestmark = pytest.mark.browser

SPECS = sorted(bundled.directory().glob("*.yaml"))

ANSWERS = """
const parts = ["spec", "diagram", "code", "layers"];
const isShown = (element) => !element.closest("[hidden]");
const inParts = (rest) => parts.map((part) =>
    [...document.querySelectorAll(`[data-part=${part}] ${rest}`)].filter(isShown));
const words = (element) => element.dataset.for.split(" ").filter(Boolean);
// All layers are lit in every part, and nothing that has none of them.
const answers = (layers) => inParts(".lit[data-for]").every((lit) => {
    const said = new Set(lit.flatMap(words));
    return layers.every((layer) => said.has(layer)) &&
        lit.every((element) => words(element).some((layer) => layers.includes(layer)));
});
const wrong = [];
const passed = parts.map(() => new Set());
const pass = (part, place) => {
    if (!answers(words(place))) wrong.push([parts[part], place.dataset.for]);
    for (const layer of words(place)) passed[part].add(layer);
};
"""
POINTING = (
    "() => {"
    + ANSWERS
    + """
const places = inParts("[data-for]");
for (const [part, some] of places.entries()) for (const place of some) {
    if (!words(place).length) continue;
    place.scrollIntoView({ block: "center", behavior: "instant" });
    const { x, y, width, height } = place.getBoundingClientRect();
    const hit = document.elementFromPoint(x + width / 2, y + height / 2);
    if (!place.contains(hit)) wrong.push([parts[part], place.dataset.for, "covered"]);
    place.dispatchEvent(new PointerEvent("pointerover", { bubbles: true }));
    pass(part, place);
}
document.documentElement.dispatchEvent(new PointerEvent("pointerleave"));
if (document.querySelector(".lit")) wrong.push(["nothing is pointed at"]);
return { wrong, passed: passed.map((layers) => [...layers].sort()) };
}"""
)
STEPPING = (
    "() => {"
    + ANSWERS
    + """
const press = (key) => document.activeElement.dispatchEvent(
    new KeyboardEvent("keydown", { key, bubbles: true, cancelable: true }));
const items = inParts(":is(button.mark, .node)");
for (const [part, some] of items.entries()) {
    some[0].focus();
    press("End");
    if (document.activeElement !== some.at(-1)) wrong.push([parts[part], "End"]);
    press("Home");
    for (const item of some) {
        if (document.activeElement !== item) wrong.push([parts[part], item.ariaLabel]);
        pass(part, document.activeElement.closest("[data-for]"));
        press("ArrowDown");
    }
}
return { wrong, passed: passed.map((layers) => [...layers].sort()) };
}"""
)


@dataclass(frozen=True)
class Opened:
    """A bundled spec's page in a tab."""

    name: str
    layers: list[str]
    tab: Page


@pytest.fixture(scope="module", params=SPECS, ids=lambda path: path.stem)
def opened_once(
    request: pytest.FixtureRequest,
    browser: Browser,
    tmp_path_factory: pytest.TempPathFactory,
) -> Iterator[Opened]:
    path: Path = request.param
    spec = load(path)
    file = tmp_path_factory.mktemp("bundled") / f"{path.stem}.html"
    file.write_text(page(spec), encoding="utf-8")
    made: Visit = visit(browser, file.as_uri())
    layers = sorted(vertex.name for vertex in compile_spec(spec).vertices)
    yield Opened(path.stem, layers, made.page)
    made.context.close()
    assert not made.complaints
    assert not made.strange_requests()


def test_pointing_at_a_layer_anywhere_lights_it_up_everywhere(
    opened_once: Opened,
) -> None:
    check(opened_once, POINTING)


def test_arrow_keys_light_up_every_layer_in_every_part(opened_once: Opened) -> None:
    check(opened_once, STEPPING)


def check(opened: Opened, script: str) -> None:
    found: dict[str, Any] = opened.tab.evaluate(script)
    assert not found["wrong"]
    assert found["passed"] == [opened.layers] * 4


def test_it_reads_well_in_light_and_dark(opened_once: Opened) -> None:
    opened_once.tab.evaluate("() => document.activeElement.blur()")
    assert not complaints_by_theme(opened_once.tab, opened_once.name)
