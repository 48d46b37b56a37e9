"""Content → HTML: one file, with its style and script inside and nothing outside."""

from __future__ import annotations

import base64
import hashlib
from dataclasses import replace
from functools import cache
from pathlib import Path
from typing import TYPE_CHECKING

from kspec.drawing.quoting import visible
from kspec.webpage.content import Content
from kspec.webpage.palette import declarations

if TYPE_CHECKING:
    from jinja2 import Template

ASSETS = Path(__file__).with_name("assets")

STYLES = ("base", "panes", "lines", "diagram", "table", "narrow", "print")
SCRIPTS = (
    "page",
    "links",
    "panes",
    "folding",
    "diagram",
    "search",
    "table",
    "controls",
    "keyboard",
    "watching",
    "start",
)


def render(content: Content) -> str:
    """The page as HTML.

    No text of the spec becomes markup, and no script of anybody else's runs: a policy
    in the page allows the two parts that kspec wrote, by their hashes.
    """
    # Markup is what is put in unescaped: the diagram and kspec's own style and script.
    from markupsafe import Markup

    style, script = Markup(_style()), Markup(_script())
    drawing = Markup(content.model.drawing) if content.model else None
    return _template().render(
        content=content,
        drawing=drawing,
        style=style,
        script=script,
        policy=policy(live=content.live),
        revision=revision(content),
    )


def policy(*, live: bool) -> str:
    """The Content-Security-Policy of a page."""
    rules = [
        "default-src 'none'",
        f"script-src '{_hash(_script())}'",
        f"style-src '{_hash(_style())}'",
        "img-src data:",
        *(["connect-src 'self'"] if live else []),
        "base-uri 'none'",
        "form-action 'none'",
        "require-trusted-types-for 'script'",
    ]
    return "; ".join(rules)


def revision(content: Content) -> str:
    """A name for what the page says: the same for the same content."""
    said = repr(replace(content, live=False)).encode(errors="surrogatepass")
    return hashlib.sha256(said).hexdigest()[:16]


def _hash(text: str) -> str:
    digest = hashlib.sha256(text.encode()).digest()
    return f"sha256-{base64.b64encode(digest).decode()}"


@cache
def _style() -> str:
    parts = [_asset(f"style/{name}.css") for name in STYLES]
    return "\n" + declarations() + "".join(parts)


@cache
def _script() -> str:
    parts = "".join(_asset(f"script/{name}.js") for name in SCRIPTS)
    return f'\n"use strict";\n(() => {{\n{parts}}})();\n'


def _asset(name: str) -> str:
    return (ASSETS / name).read_text(encoding="utf-8")


@cache
def _template() -> Template:
    from jinja2 import Environment, FileSystemLoader, StrictUndefined

    environment = Environment(
        loader=FileSystemLoader(ASSETS),
        autoescape=True,
        undefined=StrictUndefined,
        trim_blocks=True,
        lstrip_blocks=True,
        keep_trailing_newline=True,
    )
    environment.filters["visible"] = _visible
    environment.filters["counted"] = _counted
    return environment.get_template("page.html.jinja")


def _counted(number: int | None) -> str:
    return "?" if number is None else f"{number:,}"


def _visible(text: str) -> str:
    """Printable text; tabs stay, as a line of code may hold them."""
    return "\t".join(map(visible, text.split("\t")))
