"""axe-core complains of nothing, in light and dark; and pictures to be looked at."""

from __future__ import annotations

from collections.abc import Callable

import pytest
from playwright.sync_api import Page

from kspec import bundled, load, loads, page
from kspec.webpage import broken, render
from tests.webpage.axe import PICTURES, complaints, complaints_by_theme
from tests.webpage.browsing import PHONE
from tests.webpage.specs import BLOCKS, SMALL

pytestmark = pytest.mark.browser

Open = Callable[..., Page]


def test_what_is_lit_pinned_found_and_folded_reads_well_too(opened: Open) -> None:
    tab = opened(page(loads(BLOCKS)))
    tab.click("[data-action=fold-all]")
    tab.click(".node.folded >> nth=0")
    tab.fill("#query", "flat")
    tab.hover("tbody tr[data-for=flat]")
    assert not complaints_by_theme(tab, "folded")


def test_a_phone_reads_well(opened: Open) -> None:
    tab = opened(page(load(bundled.path("mlp"))), viewport=PHONE, has_touch=True)
    for part in ("spec", "diagram", "code", "layers"):
        tab.tap(f"[data-show={part}]")
        assert not complaints(tab)
        tab.screenshot(path=PICTURES / f"phone-{part}.png")


def test_a_broken_spec_reads_well(opened: Open) -> None:
    from kspec import check
    from kspec.errors import SchemaError

    wrong = SMALL.replace("units: 2", "unit: 2")
    try:
        found = check(loads(wrong, file="wrong.yaml"))
    except SchemaError as error:
        found = error.diagnostics
    tab = opened(render(broken("wrong.yaml", wrong, found)))
    assert not complaints_by_theme(tab, "broken")


def test_what_hinders_readers_is_found(opened: Open) -> None:
    tab = opened(page(loads(SMALL)))
    tab.evaluate(
        """() => {
            document.querySelector("h1").setAttribute("class", "pale");
            const sheet = new CSSStyleSheet();
            sheet.replaceSync(".pale { color: #bbb !important; }");
            document.adoptedStyleSheets = [sheet];
        }"""
    )
    assert {one[0] for one in complaints(tab)} >= {"color-contrast"}
