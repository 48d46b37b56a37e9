"""A real browser, one for the session; without one the run says what it skipped."""

from __future__ import annotations

import os
import shutil
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any

import pytest
from playwright.sync_api import Browser, Page, sync_playwright

from tests.webpage.browsing import FLAGS, Visit, visit

NO_BROWSER = "no Chromium on this machine: install it, or name it by KSPEC_CHROMIUM"
NAMES = ("chromium", "chromium-browser", "google-chrome", "google-chrome-stable")


def executable() -> str | None:
    named = os.environ.get("KSPEC_CHROMIUM")
    return named or next(filter(None, map(shutil.which, NAMES)), None)


@pytest.fixture(scope="session")
def browser() -> Iterator[Browser]:
    path = executable()
    if path is None:
        pytest.skip(NO_BROWSER)
    with sync_playwright() as playwright:
        browser = playwright.chromium.launch(executable_path=path, args=FLAGS)
        yield browser
        browser.close()


@pytest.fixture
def opened(browser: Browser, tmp_path: Path) -> Iterator[Callable[..., Page]]:
    """Open a page in a tab of its own; in the end nothing may have gone wrong in it."""
    visits: list[Visit] = []

    def open_page(
        html: str | None = None, url: str | None = None, **options: Any
    ) -> Page:
        if html is not None:
            path = tmp_path / f"page{len(visits)}.html"
            path.write_text(html, encoding="utf-8")
            url = path.as_uri()
        assert url
        visits.append(visit(browser, url, **options))
        return visits[-1].page

    yield open_page
    for one in visits:
        one.context.close()
    assert not [word for one in visits for word in one.complaints]
    assert not [place for one in visits for place in one.strange_requests()]


def pytest_terminal_summary(terminalreporter: pytest.TerminalReporter) -> None:
    skipped = terminalreporter.stats.get("skipped", [])
    without = [report for report in skipped if NO_BROWSER in str(report.longrepr)]
    if without:
        terminalreporter.write_line(
            f"{len(without)} tests skipped for want of a browser ({NO_BROWSER})",
            yellow=True,
        )
