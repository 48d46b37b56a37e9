"""The canonical layout: what a line holds, and which mappings take a line per entry."""

from __future__ import annotations

WIDTH = 120
"""Characters of a line at most, where it can be broken."""

MAX_SIMPLE_KEY = 1000
"""Characters of a key, with its quotes, that may stand before its colon on one line."""

Path = tuple[str, ...]
"""The keys that lead to a value; an entry of a list is the empty one."""

_OPEN_SECTIONS = ("inputs", "layers", "blocks", "variants")


def is_open(path: Path) -> bool:
    """Whether a mapping's entries take a line each, even where they fit on one.

    Example:
    >>> is_open(("layers",)), is_open(("blocks", "b", "layers")), is_open(("params",))
    (True, True, False)
    """
    in_block = len(path) == 3 and path[0] == "blocks" and path[2] == "layers"
    return not path or in_block or (len(path) == 1 and path[0] in _OPEN_SECTIONS)
