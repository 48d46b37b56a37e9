"""Layers answer in all parts, from pointer and keyboard; what a click pins."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path

import pytest
from playwright.sync_api import Locator, Page

from kspec import bundled, load, page
from kspec.graph import compile_spec
from tests.webpage.browsing import marked, only

pytestmark = pytest.mark.browser

Open = Callable[..., Page]
POINT = """(element) => {
    element.scrollIntoView({ block: "center" });
    const { x, y, width, height } = element.getBoundingClientRect();
    return [x + width / 2, y + height / 2, element.dataset.for];
}"""
WHERE = {
    "spec": ".pane.spec .line[data-for~={}]",
    "diagram": ".node[data-for~={}]",
    "code": ".pane.code [data-style-of]:not([hidden]) .line[data-for~={}]",
    "layers": "tbody tr[data-for~={}]",
}


def test_a_mouse_lights_up_the_same_layer_everywhere(opened: Open) -> None:
    spec = load(bundled.path("siamese"))
    tab = opened(page(spec))
    for vertex in compile_spec(spec).vertices:
        for selector in WHERE.values():
            place = tab.locator(selector.format(vertex.name)).first
            assert vertex.name in (place.get_attribute("data-for") or "").split()
            assert point_at(tab, place), selector
    tab.mouse.move(5, 5)
    assert not any(marked(tab).values())


def test_the_keys_go_from_layer_to_layer(opened: Open) -> None:
    tab = opened(page(load(bundled.path("two_branch"))))
    tab.locator(".node").first.focus()
    for name in ("photo", "facts", "conv1"):
        assert answers(marked(tab), name)
        tab.keyboard.press("ArrowDown")
    tab.keyboard.press("End")
    assert answers(marked(tab), "price")


def point_at(tab: Page, place: Locator) -> bool:
    """Move the pointer to the middle of a place; whether all parts answer.

    What was pointed at before may be brought into view just then, which moves the
    place; the pointer follows it.
    """
    for _ in range(5):
        x, y, layers = place.evaluate(POINT)
        tab.mouse.move(x, y)
        if answers(marked(tab), layers):
            return True
        tab.wait_for_timeout(200)
    return False


def answers(found: dict[str, list[str]], layers: str) -> bool:
    """Whether all layers are lit in every part, and nothing that has none of them."""
    wanted = set(layers.split())
    return all(
        wanted.issubset(" ".join(lit).split())
        and not any(wanted.isdisjoint(ids.split()) for ids in lit)
        for lit in found.values()
    )


def test_the_tab_key_enters_each_part_once(opened: Open) -> None:
    tab = opened(page(load(bundled.path("two_branch"))))
    places: list[str] = []
    for _ in range(40):
        tab.keyboard.press("Tab")
        place = tab.evaluate(
            "() => document.activeElement.matches('button.mark, .node')"
            " && document.activeElement.closest('[data-part]').dataset.part"
        )
        places += [place] if place else []
    assert places[:4] == ["spec", "diagram", "code", "layers"]


def test_a_click_pins_and_another_lets_go(opened: Open) -> None:
    tab = opened(page(load(bundled.path("two_branch"))))
    tab.click(WHERE["diagram"].format("merged"))
    assert only(marked(tab, "pinned")) == {"merged"}
    assert (
        tab.get_attribute(WHERE["diagram"].format("merged"), "aria-pressed") == "true"
    )
    assert tab.evaluate("location.hash") == "#merged"
    tab.click(WHERE["code"].format("hidden"), modifiers=["Control"])
    assert only(marked(tab, "pinned")) == {"merged", "hidden"}
    tab.click(WHERE["spec"].format("kind"))
    assert only(marked(tab, "pinned")) == {"kind"}
    tab.click(WHERE["layers"].format("kind"))
    assert not any(marked(tab, "pinned").values())


def test_enter_pins_and_escape_lets_go(opened: Open) -> None:
    tab = opened(page(load(bundled.path("two_branch"))))
    for selector, key in ((WHERE["diagram"], "Enter"), (WHERE["code"] + " .mark", " ")):
        tab.locator(selector.format("merged")).first.focus()
        tab.keyboard.press(key)
        assert only(marked(tab, "pinned")) == {"merged"}
        tab.keyboard.press("ArrowDown")
        tab.keyboard.press("Control+Enter")
        assert only(marked(tab, "pinned")) == {"merged", "hidden"}
        tab.keyboard.press("Escape")
        assert not any(marked(tab, "pinned").values())


def test_the_address_opens_with_what_it_names(opened: Open, tmp_path: Path) -> None:
    path = tmp_path / "two.html"
    path.write_text(page(load(bundled.path("two_branch"))), encoding="utf-8")
    tab = opened(url=f"{path.as_uri()}#kind,price")
    assert only(marked(tab, "pinned")) == {"kind", "price"}
    assert tab.inner_text("#told") == "2 layers · 390 parameters"


def test_what_is_lit_is_told_in_words(opened: Open) -> None:
    tab = opened(page(load(bundled.path("two_branch"))))
    assert tab.get_attribute("#told", "role") == "status"
    tab.hover(WHERE["diagram"].format("hidden"))
    layer = "【隐含层】 hidden · Dense · (None, 64)"
    size = "3,136 parameters (33.3%)"
    assert tab.inner_text("#told") == f"{layer} · {size} · from merged"


def test_what_is_lit_comes_into_view_in_the_other_parts(opened: Open) -> None:
    tab = opened(page(load(bundled.path("deep_recommender"))))
    for selector in (".pane.spec", ".pane.code", ".pane.diagram"):
        tab.locator(f"{selector} .scroll").evaluate("(area) => area.scrollTo(0, 0)")
    tab.hover(WHERE["layers"].format("rating"))
    tab.wait_for_function(
        """() => [...document.querySelectorAll(".pane .lit[data-for=rating]")]
            .filter((lit) => !lit.closest("[hidden]"))
            .every((lit) => {
                const inner = lit.getBoundingClientRect();
                const outer = lit.closest(".scroll").getBoundingClientRect();
                return inner.top >= outer.top && inner.bottom <= outer.bottom;
            })"""
    )
