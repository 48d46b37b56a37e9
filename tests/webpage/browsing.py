"""What the browser tests do with a page: visit it, and ask what is lit."""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import Any

from playwright.sync_api import Browser, BrowserContext, Page

FLAGS = [
    "--no-sandbox",
    "--disable-gpu",
    "--disable-background-networking",
    "--disable-component-update",
    "--disable-sync",
]
WIDE = {"width": 1440, "height": 900}
PHONE = {"width": 390, "height": 780}

LIT = """() => Object.fromEntries(["spec", "diagram", "code", "layers"].map((part) => [
    part,
    [...document.querySelectorAll(`[data-part=${part}] .CLASS[data-for]`)]
        .filter((element) => !element.closest("[hidden]"))
        .map((element) => element.dataset.for),
]))"""


@dataclass(frozen=True)
class Visit:
    """A tab, and what was said and asked for in it."""

    page: Page
    context: BrowserContext
    url: str
    complaints: list[str] = field(default_factory=list)
    requests: list[str] = field(default_factory=list)

    def strange_requests(self) -> list[str]:
        """Requests for anything but the page itself and its events."""
        own = {self.url.partition("#")[0], f"{self.url}events"}
        return [url for url in self.requests if url not in own and url != "data:,"]


def visit(browser: Browser, url: str, **options: Any) -> Visit:
    chosen: dict[str, Any] = {"viewport": WIDE, "reduced_motion": "reduce", **options}
    context = browser.new_context(**chosen)
    context.set_default_timeout(20_000)
    made = Visit(context.new_page(), context, url)
    made.page.on("request", lambda request: made.requests.append(request.url))
    made.page.on("pageerror", lambda error: made.complaints.append(str(error)))
    made.page.on(
        "console",
        lambda said: (
            made.complaints.append(said.text)
            if said.type in ("error", "warning")
            else None
        ),
    )
    made.page.goto(url)
    return made


def marked(page: Page, name: str = "lit") -> dict[str, list[str]]:
    """The layers of what is lit (or pinned, or found) in each part of the page."""
    return page.evaluate(LIT.replace("CLASS", name))


def only(found: dict[str, list[str]]) -> set[str]:
    """The layers, where every part says the same; each must say something."""
    said = {
        part: {i for ids in some for i in ids.split()} for part, some in found.items()
    }
    assert len({frozenset(ids) for ids in said.values()}) == 1, said
    return said["diagram"]
