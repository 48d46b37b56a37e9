r"""Text that is safe to put into DOT: what the reader sees is what the spec says.

Graphviz gives meaning to `\N`, to `n:port` and to `<…>`, and a control character makes
its SVG ill-formed. So every label is an HTML-like one with all of its text escaped, and
every vertex has a generated identifier.
"""

from __future__ import annotations

import html
import re
import unicodedata
from collections.abc import Iterable

LONGEST = 80
"""Columns of one line of text; a label of more than 16 KiB is an error to Graphviz."""

_JOINERS = "\u200c\u200d"
_HIDDEN = {"Cc", "Cf", "Cs", "Zl", "Zp"}


def visible(text: str) -> str:
    r"""The text with everything that does not print as itself shown as an escape.

    Letters of all scripts stay, and so do the joiners that some of them need; controls,
    marks that reorder text and what XML cannot hold do not.

    Example:
    >>> visible("隐含层 1")
    '隐含层 1'
    >>> print(visible("a\tb\u202ec\ufffe"))
    a\tb\u202ec\ufffe
    """
    if text.isascii() and text.isprintable():
        return text
    return "".join(_shown(character) for character in text)


def _shown(character: str) -> str:
    hidden = unicodedata.category(character) in _HIDDEN and character not in _JOINERS
    nonsense = ord(character) & 0xFFFE == 0xFFFE or 0xFDD0 <= ord(character) <= 0xFDEF
    if hidden or nonsense:
        return character.encode("unicode_escape").decode("ascii")
    return character


def shortened(text: str, longest: int = LONGEST) -> str:
    """The text, or as much of it as takes `longest` characters with an ellipsis.

    Example:
    >>> shortened("hidden layer", 8)
    'hidden …'
    """
    return text if len(text) <= longest else f"{text[: longest - 1]}…"


def markup(text: str) -> str:
    r"""The text as the content of an HTML-like label.

    Graphviz replaces `\N` by a name even here, and two backslashes by one.

    Example:
    >>> print(markup(r'<b> "a" & \N'))
    &lt;b&gt; &quot;a&quot; &amp; &#92;&#92;N
    """
    return html.escape(text, quote=True).replace("\\", "&#92;&#92;")


def label(content: str) -> str:
    """The content as a whole HTML-like label, for the graphviz package.

    Example:
    >>> label(markup("(None, 8)"))
    '<(None, 8)>'
    """
    return f"<{content}>"


def identifier(name: str) -> str:
    """The name with whatever is not an ASCII letter, digit or `_` replaced.

    Example:
    >>> identifier("block1_conv1"), identifier("a<b&c"), identifier("层")
    ('block1_conv1', 'a_b_c', '_')
    """
    return re.sub(r"[^A-Za-z0-9_]+", "_", name) or "_"


def identifiers(names: Iterable[str]) -> dict[str, str]:
    """A distinct identifier for each name, the name itself wherever it is one.

    Example:
    >>> identifiers(["a b", "a_b", "a:b"])
    {'a b': 'a_b_2', 'a_b': 'a_b', 'a:b': 'a_b_3'}
    """
    unique = list(dict.fromkeys(names))
    taken = {name for name in unique if identifier(name) == name}
    found: dict[str, str] = {}
    for name in unique:
        found[name] = name if name in taken else _free(identifier(name), taken)
    return found


def _free(stem: str, taken: set[str]) -> str:
    candidate, number = stem, 1
    while candidate in taken:
        number += 1
        candidate = f"{stem}_{number}"
    taken.add(candidate)
    return candidate
