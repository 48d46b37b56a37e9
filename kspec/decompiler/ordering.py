"""The order of the document: each call below what it takes, branches in one piece."""

from __future__ import annotations

from collections.abc import Callable, Hashable, Iterable, Sequence
from typing import TypeVar

Key = TypeVar("Key", bound=Hashable)


class Circle(ValueError):
    """The graph has a circle."""


def in_document_order(
    ends: Iterable[Key], needs: Callable[[Key], Sequence[Key]]
) -> list[Key]:
    """What the ends depend on, each after all that it needs, as a person writes it.

    A branch is followed to its start before the next one begins, so that a layer mostly
    stands right below the one that it takes.

    Args:
        needs: what a key depends on directly, in order.

    Raises: Circle.

    Example:
    >>> needs = {"sum": ["b", "d"], "b": ["a"], "d": ["c"], "c": ["a"], "a": []}
    >>> in_document_order(["sum"], needs.__getitem__)
    ['a', 'b', 'c', 'd', 'sum']
    """
    finished: dict[Key, None] = {}
    entered: set[Key] = set()
    for end in ends:
        waiting = [(end, False)]
        while waiting:
            key, is_done = waiting.pop()
            if key in finished:
                continue
            if is_done:
                finished[key] = None
                continue
            if key in entered:
                raise Circle(key)
            entered.add(key)
            waiting.append((key, True))
            below = (one for one in reversed(needs(key)) if one not in finished)
            waiting += [(one, False) for one in below]
    return list(finished)
