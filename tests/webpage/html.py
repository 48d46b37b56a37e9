"""A page as a browser's parser reads it."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator
from typing import Any
from xml.etree.ElementTree import Element

import html5lib


def parsed(text: str) -> Element:
    """The document; a parse error fails."""
    parser: Any = html5lib.HTMLParser(strict=True, namespaceHTMLElements=False)
    return parser.parse(text)


def tag(element: Element) -> str:
    """The element's name without its namespace."""
    return str(element.tag).rpartition("}")[2]


def elements(root: Element, **wanted: str) -> Iterator[Element]:
    """The elements that have these attributes; `for_` is `data-for`."""
    names = {f"data-{name.strip('_')}": value for name, value in wanted.items()}
    for element in root.iter():
        if all(value in element.get(name, "").split() for name, value in names.items()):
            yield element


def named(root: Element, name: str) -> list[Element]:
    """The elements of this name, in whatever namespace."""
    return [element for element in root.iter() if tag(element) == name]


def text(element: Element) -> str:
    return "".join(element.itertext())


def by_class(root: Element, name: str) -> list[Element]:
    return [e for e in root.iter() if name in e.get("class", "").split()]


def census(root: Element) -> Counter[tuple[str, ...]]:
    """How often each element occurs with each set of attributes.

    Colours depend on the text, and so does how often a line changes its colour.
    """
    found = Counter((tag(e), *sorted(e.keys())) for e in root.iter())
    return Counter({key: n for key, n in found.items() if key != ("span", "class")})
