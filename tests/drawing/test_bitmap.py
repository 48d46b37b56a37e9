from __future__ import annotations

import warnings

import pytest

from kspec.drawing import DrawOptions, bitmap, draw_graph
from kspec.errors import ToolError
from tests.drawing.graphs import two_branches
from tests.drawing.networks import chain

DOT = draw_graph(two_branches()).dot

STRIP = DrawOptions(fold="none", wrap=False)


@pytest.mark.parametrize("width", [200, 999, 2000])
def test_a_png_is_as_wide_as_it_was_asked_for(width: int) -> None:
    made = bitmap.bitmap(DOT, width)
    assert abs(made.width - width) <= 2
    assert made.data.startswith(b"\x89PNG\r\n")
    assert made.note is None


def test_a_png_that_would_be_too_large_is_smaller_and_says_so() -> None:
    made = bitmap.bitmap(DOT, 50_000)
    assert made.width * made.height <= bitmap.MOST_PIXELS * 1.01
    assert made.note is not None
    assert f"{made.width:,} pixels wide, not 50,000" in made.note


def test_a_strip_that_is_made_smaller_says_so_where_it_can_still_be_read() -> None:
    strip = draw_graph(chain(150, width=0), STRIP).dot
    made = bitmap.bitmap(strip)
    assert made.height == bitmap.LONGEST_SIDE
    assert made.note is not None
    assert "at most 32,767 pixels" in made.note


def test_a_strip_that_nobody_could_read_is_refused() -> None:
    strip = draw_graph(chain(1000, width=0), STRIP).dot
    with pytest.raises(ToolError) as caught:
        bitmap.bitmap(strip)
    assert [found.code for found in caught.value.diagnostics] == ["K511"]


def test_a_diagram_tells_the_note_or_warns() -> None:
    diagram = draw_graph(two_branches())
    told: list[str] = []
    diagram.render("png", width=50_000, tell=told.append)
    assert len(told) == 1
    with pytest.warns(UserWarning, match="not 50,000"):
        diagram.render("png", width=50_000)
    with warnings.catch_warnings(action="error"):
        diagram.render("png", width=300)
