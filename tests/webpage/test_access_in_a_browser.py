"""axe-core complains of nothing, in light and dark; and pictures to be looked at."""

from __future__ import annotations

from collections.abc import Callable
from functools import cache
from importlib.resources import files
from pathlib import Path
from typing import Any

import pytest
from playwright.sync_api import Page

from kspec import bundled, load, loads, page
from kspec.webpage import broken, render
from tests.meta.package import ROOT
from tests.webpage.browsing import PHONE
from tests.webpage.specs import BLOCKS, SMALL

pytestmark = pytest.mark.browser

SPECS = sorted(bundled.directory().glob("*.yaml"))
PICTURES = ROOT / "build" / "pages"
Open = Callable[..., Page]


@cache
def axe() -> str:
    return (files("axe_playwright_python") / "axe.min.js").read_text(encoding="utf-8")


def complaints(tab: Page) -> list[Any]:
    """What axe-core finds, each with the elements that it is about."""
    tab.evaluate(axe())
    found = tab.evaluate("() => axe.run(document, { resultTypes: ['violations'] })")
    return [
        (one["id"], one["help"], [node["html"][:200] for node in one["nodes"][:3]])
        for one in found["violations"]
    ]


@pytest.mark.parametrize("path", SPECS, ids=lambda path: path.stem)
def test_a_bundled_spec_reads_well_in_light_and_dark(path: Path, opened: Open) -> None:
    PICTURES.mkdir(parents=True, exist_ok=True)
    html = page(load(path))
    for scheme in ("light", "dark"):
        tab = opened(html, color_scheme=scheme)
        assert not complaints(tab)
        tab.screenshot(path=PICTURES / f"{path.stem}-{scheme}.png")


def test_what_is_lit_pinned_found_and_folded_reads_well_too(opened: Open) -> None:
    html = page(loads(BLOCKS))
    for scheme in ("light", "dark"):
        tab = opened(html, color_scheme=scheme)
        tab.click("[data-action=fold-all]")
        tab.click(".node.folded >> nth=0")
        tab.fill("#query", "flat")
        tab.hover("tbody tr[data-for=flat]")
        assert not complaints(tab)
        tab.screenshot(path=PICTURES / f"folded-{scheme}.png")


def test_a_phone_reads_well(opened: Open) -> None:
    tab = opened(page(load(SPECS[0])), viewport=PHONE, has_touch=True)
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
    for scheme in ("light", "dark"):
        tab = opened(render(broken("wrong.yaml", wrong, found)), color_scheme=scheme)
        assert not complaints(tab)
        tab.screenshot(path=PICTURES / f"broken-{scheme}.png")
