"""Folding, search, sorting, theme, code styles, copying; on a phone and on paper."""

from __future__ import annotations

from collections.abc import Callable
from itertools import pairwise

import pytest
from playwright.sync_api import Page

from kspec import bundled, code, load, loads, page
from tests.webpage.browsing import PHONE, marked, only
from tests.webpage.specs import BLOCKS

pytestmark = pytest.mark.browser

Open = Callable[..., Page]
PARTS = ("spec", "diagram", "code", "layers")
CODE = ".pane.code [data-style-of]:not([hidden]) .line[data-for]"
FIRST = {"block1_conv1", "block1_conv2", "block1_pool"}


@pytest.fixture
def mlp(opened: Open) -> Page:
    return opened(page(load(bundled.path("mlp"))))


@pytest.fixture
def blocks(opened: Open) -> Page:
    return opened(page(loads(BLOCKS)))


def is_seen(tab: Page, part: str) -> bool:
    return tab.locator(f"[data-part={part}]").is_visible()


def shown(tab: Page, selector: str) -> list[str]:
    """The layers of the elements that are to be seen."""
    return tab.evaluate(
        "(selector) => [...document.querySelectorAll(selector)]"
        ".filter((element) => element.getBoundingClientRect().height)"
        ".map((element) => element.dataset.for)",
        selector,
    )


def test_all_blocks_fold_and_unfold_in_all_parts(blocks: Page) -> None:
    nodes, lines = shown(blocks, ".node"), shown(blocks, CODE)
    height = blocks.locator(".pane.diagram svg").bounding_box()
    blocks.click("[data-action=fold-all]")
    folded = shown(blocks, ".node")
    assert [set(ids.split()) for ids in folded if " " in ids] == [
        FIRST,
        {"block2_conv1", "block2_pool"},
    ]
    assert {ids for ids in folded if " " not in ids} == {"image", "flat"}
    inside = [set(ids.split()) for ids in folded]
    for part in (CODE, ".pane.spec .line[data-for]", "tbody tr"):
        assert [set(ids.split()) for ids in shown(blocks, part)] == inside
    assert "3 layers" in blocks.locator(".pane.code .line.closed").first.evaluate(
        "(line) => line.querySelector('.text').dataset.facts"
    )
    now = blocks.locator(".pane.diagram svg").bounding_box()
    assert height
    assert now
    assert now["height"] < height["height"]
    blocks.click("[data-action=fold-all]")
    assert shown(blocks, ".node") == nodes
    assert shown(blocks, CODE) == lines


def test_a_folded_block_is_one_row_of_the_table(blocks: Page) -> None:
    cells = "(row) => [...row.cells].map((cell) => cell.textContent)"
    blocks.click("[data-action=fold-all]")
    row = blocks.locator("tbody tr.group").first
    assert row.evaluate(cells) == [
        "2", "block1 · conv_block", "3 layers", "(None, 14, 14, 4)", "260", "46.8%",
        "image", "",
    ]  # fmt: skip
    second = blocks.locator("tbody tr.group").last.evaluate(cells)
    assert second[4:] == ["296", "53.2%", "block1_pool", "卷积块2"]
    blocks.click("thead button:has-text('parameters')")
    assert shown(blocks, "tbody tr")[0] == "block2_conv1 block2_pool"
    blocks.fill("#query", "pool")
    assert shown(blocks, "tbody tr") == ["block1_pool", "block2_pool"]
    blocks.fill("#query", "")
    blocks.click("tbody .fold[data-block=block1]")
    rows = shown(blocks, "tbody tr")
    assert {"block1_conv1 block1_conv2", "block1_pool"} <= {*rows}


def test_no_frame_stays_around_folded_blocks(opened: Open) -> None:
    tab = opened(page(load(bundled.path("unet"))))
    frames = shown(tab, ".cluster")
    tab.click("[data-action=fold-all]")
    assert frames
    assert not shown(tab, ".cluster")


def test_one_block_folds_from_any_part_and_all_follow(blocks: Page) -> None:
    button = f"{CODE} .fold[data-block=block1]"
    blocks.click(button)
    assert blocks.get_attribute(button, "aria-expanded") == "false"
    assert set(shown(blocks, ".node.folded")[0].split()) == FIRST
    blocks.dblclick(".node.folded")
    assert not shown(blocks, ".node.folded")
    assert blocks.get_attribute(button, "aria-expanded") == "true"


def test_arrow_keys_fold_the_innermost_block_first(blocks: Page) -> None:
    blocks.locator(".node[data-for=block1_conv1]").focus()
    blocks.keyboard.press("ArrowLeft")
    assert set(shown(blocks, ".node.folded")[0].split()) == FIRST - {"block1_pool"}
    blocks.keyboard.press("ArrowLeft")
    assert set(shown(blocks, ".node.folded")[0].split()) == FIRST
    assert blocks.evaluate("document.activeElement.matches('.node.folded')")
    blocks.keyboard.press("ArrowRight")
    blocks.keyboard.press("ArrowRight")
    assert not shown(blocks, ".node.folded")


def test_a_folded_block_lights_up_for_each_layer_in_it(blocks: Page) -> None:
    blocks.click("[data-action=fold-all]")
    blocks.hover(f"{CODE}.closed >> nth=0")
    lit = marked(blocks)
    assert set(lit["diagram"][0].split()) == FIRST
    assert [set(ids.split()) for ids in lit["code"]] == [FIRST]
    assert [set(ids.split()) for ids in lit["layers"]] == [FIRST]


def test_boxes_keep_their_size_and_do_not_overlap_when_blocks_fold(
    blocks: Page,
) -> None:
    boxes = """() => [...document.querySelectorAll(".node")]
        .map((node) => node.getBoundingClientRect())
        .filter((box) => box.height)
        .map((box) => [box.top, box.bottom])
        .sort((a, b) => a[0] - b[0])"""
    blocks.click("[data-action=fold-all]")
    places = blocks.evaluate(boxes)
    assert len(places) == 4
    assert all(above[1] < below[0] for above, below in pairwise(places))


def test_the_search_finds_by_name_type_and_caption(mlp: Page) -> None:
    for query, found in (
        ("hidden2", {"hidden2"}),
        ("DENSE", {"hidden1", "hidden2", "hidden3", "out"}),
        ("输出", {"out"}),
        ("nothing", set[str]()),
    ):
        mlp.fill("#query", query)
        assert only(marked(mlp, "found")) == found
        assert mlp.inner_text("#found") == f"{len(found)} of 5"
    mlp.keyboard.press("Escape")
    assert mlp.input_value("#query") == ""
    assert len(shown(mlp, "tbody tr")) == 5


def test_enter_goes_from_one_found_layer_to_the_next(mlp: Page) -> None:
    mlp.keyboard.press("/")
    mlp.keyboard.type("dense")
    for name in ("hidden1", "hidden2", "hidden3", "out", "hidden1"):
        mlp.keyboard.press("Enter")
        assert only(marked(mlp, "pinned")) == {name}
    mlp.keyboard.press("Shift+Enter")
    assert only(marked(mlp, "pinned")) == {"out"}


def test_the_table_sorts_by_every_column_both_ways(mlp: Page) -> None:
    def order() -> list[str]:
        return shown(mlp, "tbody tr")

    first = order()
    heading = mlp.locator("thead th", has_text="parameters")
    heading.locator("button").click()
    assert order() == ["hidden1", "hidden3", "hidden2", "out", "x"]
    assert heading.get_attribute("aria-sort") == "descending"
    heading.locator("button").click()
    assert order() == ["x", "out", "hidden2", "hidden1", "hidden3"]
    assert heading.get_attribute("aria-sort") == "ascending"
    mlp.click("thead button:has-text('layer')")
    assert order() == sorted(first)
    mlp.click("thead button:has-text('#')")
    assert order() == first


def test_the_theme_is_the_systems_until_the_button_says_otherwise(opened: Open) -> None:
    html = page(load(bundled.path("mlp")))
    paper = "getComputedStyle(document.querySelector('.pane')).backgroundColor"
    light, dark = opened(html), opened(html, color_scheme="dark")
    colours = light.evaluate(paper), dark.evaluate(paper)
    assert colours == ("rgb(255, 255, 255)", "rgb(13, 17, 23)")
    light.click("[data-action=theme]")
    dark.click("[data-action=theme]")
    assert (dark.evaluate(paper), light.evaluate(paper)) == colours
    light.reload()
    assert light.evaluate(paper) == colours[1]


def test_the_code_switches_between_its_styles(mlp: Page) -> None:
    assert "keras.Sequential(" in mlp.inner_text(".pane.code .scroll")
    mlp.click("[data-style=functional]")
    assert "keras.Sequential(" not in mlp.inner_text(".pane.code .scroll")
    assert mlp.get_attribute("[data-style=functional]", "aria-pressed") == "true"
    mlp.hover(".node[data-for=hidden2]")
    assert only(marked(mlp)) == {"hidden2"}


def test_the_buttons_copy_the_spec_and_the_code(opened: Open) -> None:
    spec = load(bundled.path("mlp"))
    tab = opened(page(spec), permissions=["clipboard-read", "clipboard-write"])
    for part, text in (("spec", spec.source), ("code", code(spec))):
        tab.click(f"[data-copies={part}]")
        tab.wait_for_selector(f"[data-copies={part}]:text('Copied')")
        assert tab.evaluate("navigator.clipboard.readText()") == text


def test_the_diagram_grows_and_shrinks(mlp: Page) -> None:
    def width() -> float:
        box = mlp.locator(".pane.diagram svg").bounding_box()
        return box["width"] if box else 0

    first = width()
    mlp.click("[data-action=zoom-in]")
    assert width() > first
    mlp.click("[data-action=zoom-out]")
    mlp.click("[data-action=zoom-out]")
    assert width() < first
    mlp.click("[data-action=zoom-fit]")
    assert width() == first


def test_a_phone_shows_one_part_at_a_time_and_nothing_too_wide(opened: Open) -> None:
    tab = opened(page(load(bundled.path("two_branch"))), viewport=PHONE, has_touch=True)
    for part in ("spec", "code", "layers", "diagram"):
        tab.tap(f"[data-show={part}]")
        assert [other for other in PARTS if is_seen(tab, other)] == [part]
        assert tab.evaluate("document.documentElement.scrollWidth") <= PHONE["width"]
    tab.tap(".node[data-for=merged]")
    tab.tap("[data-show=code]")
    assert tab.locator(".pane.code .line.pinned").first.is_visible()


def test_paper_has_all_parts_and_no_buttons(mlp: Page) -> None:
    mlp.emulate_media(media="print")
    assert all(is_seen(mlp, part) for part in PARTS)
    assert not mlp.locator(".controls").is_visible()
    assert mlp.evaluate(
        "document.querySelector('.pane.spec .scroll').scrollHeight"
    ) <= (mlp.evaluate("document.querySelector('.pane.spec').clientHeight"))
