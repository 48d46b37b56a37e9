"""A served page takes the place of itself when the file is saved."""

from __future__ import annotations

import shutil
from collections.abc import Callable, Iterator
from pathlib import Path

import pytest
from playwright.sync_api import Page

from kspec import bundled
from kspec.webpage.server import served
from kspec.webpage.watching import Watch
from tests.webpage.browsing import marked, only
from tests.webpage.test_watching import save, seen

pytestmark = pytest.mark.browser

Open = Callable[..., Page]


@pytest.fixture
def path(tmp_path: Path) -> Path:
    return Path(shutil.copy(bundled.path("two_branch"), tmp_path))


@pytest.fixture
def watch(path: Path) -> Watch:
    return Watch(path)


@pytest.fixture
def tab(watch: Watch, opened: Open) -> Iterator[Page]:
    with served(watch, 0) as address:
        tab = opened(url=address)
        yield tab
        # Left before the server ends, which the page would complain of.
        tab.goto("about:blank")


def edit(watch: Watch, old: str, new: str) -> None:
    text = watch.path.read_text(encoding="utf-8")
    assert old in text
    save(watch.path, text.replace(old, new))
    assert seen(watch)


def test_a_saved_file_shows_at_once_and_keeps_what_was_chosen(
    watch: Watch, tab: Page
) -> None:
    tab.click(".node[data-for=merged]")
    tab.click("thead button:has-text('parameters')")
    tab.fill("#query", "dense")
    tab.locator(".pane.code .scroll").evaluate("(area) => area.scrollTo(0, 70)")
    edit(watch, "units: 64, activation: relu", "units: 64, activation: tanh")
    tab.wait_for_selector(".pane.code :text('tanh')")
    assert "64 · tanh" in str(tab.text_content(".pane.diagram svg"))
    assert marked(tab, "pinned")["diagram"] == ["merged"]
    assert "kind" in marked(tab, "found")["code"]
    sorted_by = tab.locator("thead th[aria-sort]")
    assert sorted_by.inner_text() == "parameters"
    assert tab.locator(".pane.code .scroll").evaluate("(area) => area.scrollTop") == 70


def test_the_focus_stays_on_its_layer(watch: Watch, tab: Page) -> None:
    tab.locator(".node[data-for=hidden]").focus()
    edit(watch, "units: 64, activation: relu", "units: 64, activation: tanh")
    tab.wait_for_selector(".pane.code :text('tanh')")
    assert tab.evaluate("document.activeElement.dataset.for") == "hidden"


def test_a_broken_spec_shows_its_errors_over_the_last_diagram(
    watch: Watch, tab: Page
) -> None:
    tab.click(".node[data-for=merged]")
    edit(watch, "units: 64", "unitz: 64")
    problem = tab.wait_for_selector(".pane.spec .problem.error")
    assert problem
    assert "did you mean `units`?" in problem.inner_text()
    assert tab.locator(".line:has(.problem) .mark").inner_text() == "21"
    assert "1 error in the spec" in tab.inner_text(".problems")
    assert tab.locator(".node").count() == 12
    assert only(marked(tab, "pinned")) == {"merged"}
    edit(watch, "unitz: 64", "units: 64")
    tab.wait_for_selector(".problem", state="detached")


def test_a_layer_that_goes_is_pinned_no_more(watch: Watch, tab: Page) -> None:
    tab.click(".node[data-for=price]")
    edit(watch, "price", "cost")
    tab.wait_for_selector(".node[data-for=cost]")
    assert not any(marked(tab, "pinned").values())


def test_the_end_of_the_command_is_told(watch: Watch, opened: Open) -> None:
    with served(watch, 0) as address:
        tab = opened(url=address)
        tab.wait_for_function("document.querySelector('#connection').hidden")
        tab.evaluate("addEventListener('error', (event) => event.preventDefault())")
    tab.wait_for_selector("#connection:not([hidden])")
    assert tab.locator(".node").count() == 12
