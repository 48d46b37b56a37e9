"""Which items of a list are out of order."""

from __future__ import annotations

from bisect import bisect_left


def out_of_order(places: list[int]) -> frozenset[int]:
    """The fewest positions without which the numbers increase.

    Example:
    >>> sorted(out_of_order([0, 3, 1, 2]))
    [1]
    """
    ends: list[int] = []
    at_end: list[int] = []
    before: list[int | None] = []
    for at, place in enumerate(places):
        length = bisect_left(ends, place)
        before.append(at_end[length - 1] if length else None)
        if length == len(ends):
            ends.append(place)
            at_end.append(at)
        else:
            ends[length], at_end[length] = place, at
    kept: set[int] = set()
    last = at_end[-1] if at_end else None
    while last is not None:
        kept.add(last)
        last = before[last]
    return frozenset(range(len(places))) - kept
