"""The written manual: what each key of a spec means, and a page for each error code."""

from __future__ import annotations

import re
from functools import cache
from pathlib import Path

_HEADING = re.compile(r"(?m)^## (.+)$")
_COMMENT = re.compile(r"(?m)^<!--.*-->\n")


def directory() -> Path:
    """The folder of the manual: in the package, or beside it in a checkout."""
    installed = Path(__file__).parent / "docs"
    return installed if installed.is_dir() else Path(__file__).parents[1] / "docs"


@cache
def keys() -> dict[str, str]:
    """What the manual says of each key, in Markdown, without the heading.

    Example:
    >>> keys()["from"].splitlines()[0]
    'The tensors that a layer takes.'
    """
    text = (directory() / "keys.md").read_text(encoding="utf-8")
    parts = _HEADING.split(text)[1:]
    names = (heading.strip("`") for heading in parts[::2])
    return dict(zip(names, map(str.strip, parts[1::2]), strict=True))


def key(name: str) -> str:
    """What a key means: the first paragraph, on one line."""
    return " ".join(keys()[name].partition("\n\n")[0].split())


@cache
def errors() -> dict[str, str]:
    """The page of each error code, in Markdown, in the order of the codes.

    Example:
    >>> errors()["K203"].splitlines()[0]
    '# K203: shapes that do not fit'
    """
    files = sorted((directory() / "errors").glob("K*.md"))
    texts = {path.stem: path.read_text(encoding="utf-8").strip() for path in files}
    return {code: _COMMENT.sub("", text) for code, text in texts.items()}
