"""Which items are out of order."""

from __future__ import annotations

from hypothesis import given
from hypothesis import strategies as st

from kspec.comparison.order import out_of_order


@given(st.permutations(range(8)))
def test_what_is_left_is_in_order_and_no_more_could_be(
    places: list[int],
) -> None:
    out = out_of_order(places)
    kept = [place for at, place in enumerate(places) if at not in out]
    assert kept == sorted(kept)
    for at in out:
        more = [p for other, p in enumerate(places) if other not in out or other == at]
        assert more != sorted(more)


def test_one_that_moved_is_one() -> None:
    assert len(out_of_order([*range(1, 100), 0])) == 1
    assert not out_of_order([])
