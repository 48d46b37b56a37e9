"""How much of a stranger's text is read."""

from __future__ import annotations

from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class Limits:
    """Bounds on a text; the reader sets them, never the text.

    Args:
        file_bytes: bytes of the whole text in UTF-8.
        nesting: mappings and lists that are open at once.
        nodes: keys, values, mappings and lists.
        scalar_bytes: bytes of one key or value in UTF-8.
        integer_digits: digits of one integer.
        errors: diagnostics after which reading stops.
    """

    file_bytes: int = 1024 * 1024
    nesting: int = 64
    nodes: int = 200_000
    scalar_bytes: int = 64 * 1024
    integer_digits: int = 20
    errors: int = 100


DEFAULT = Limits()
"""What is read unless the reader says otherwise."""


def exceeds(text: str, limit_bytes: int) -> bool:
    """Whether a text takes more bytes than that in UTF-8.

    Example:
    >>> exceeds("层", 3), exceeds("层", 2)
    (False, True)
    """
    if len(text) * 4 <= limit_bytes:
        return False
    return len(text.encode("utf-8", "surrogatepass")) > limit_bytes
