"""A PNG as wide as it was asked for, or as wide as it can be, and then it is said."""

from __future__ import annotations

import re
from dataclasses import dataclass

from kspec.drawing import engine
from kspec.errors import Diagnostic, ToolError

LONGEST_SIDE = 32_767
"""Pixels; the library that paints for Graphviz has no more."""

MOST_PIXELS = 100_000_000
"""Four bytes each while the picture is painted."""

LEGIBLE_DPI = 72
"""A bitmap with fewer pixels per inch that nobody asked for is refused."""


@dataclass(frozen=True, slots=True)
class Bitmap:
    """A PNG.

    Args:
        note: what the reader has to know: that it is smaller than it was to be.
    """

    data: bytes
    width: int
    height: int
    note: str | None = None


def bitmap(dot: str, width: int | None = None) -> Bitmap:
    """The PNG of a DOT text.

    Args:
        width: in pixels; without, two pixels for each that a page in a browser has.

    Raises: ToolError K501 and K510 as the engine does, K511 where it could not be read.
    """
    if width is None:
        made = engine.drawn(dot, "png")
        return _bitmap(made.data, _said_to_shrink(made.share))
    across, down = _points(engine.run(dot, "svg"))
    wanted = width * 72 / across
    most = min(
        LONGEST_SIDE * 72 / max(across, down),
        72 * (MOST_PIXELS / (across * down)) ** 0.5,
    )
    data = engine.drawn(dot, "png", dpi=min(wanted, most)).data
    made = _bitmap(data, None)
    return _bitmap(data, _said_to_be_capped(made, width) if wanted > most else None)


def _points(svg: bytes) -> tuple[float, float]:
    """The width and height that an SVG says it has."""
    found = re.search(rb'width="([\d.]+)pt" height="([\d.]+)pt"', svg)
    if not found:
        raise ToolError(Diagnostic("K510", "Graphviz drew no SVG that tells its size"))
    return float(found[1]), float(found[2])


def _bitmap(data: bytes, note: str | None) -> Bitmap:
    width, height = (int.from_bytes(data[at : at + 4]) for at in (16, 20))
    return Bitmap(data, width, height, note)


def _said_to_shrink(share: float) -> str | None:
    if share * engine.DPI < LEGIBLE_DPI:
        message = (
            "the model is too long for a .png, "
            f"which has at most {LONGEST_SIDE:,} pixels a side"
        )
        hint = "save it as .svg or .pdf, or fold more of it"
        raise ToolError(Diagnostic("K511", message, hint=hint))
    if share >= 1:
        return None
    limit = f"a side has at most {LONGEST_SIDE:,} pixels"
    return f"the PNG is drawn at {share:.0%} of its size: {limit}"


def _said_to_be_capped(made: Bitmap, width: int) -> str:
    return (
        f"the PNG is {made.width:,} pixels wide, not {width:,}: it has at most "
        f"{LONGEST_SIDE:,} a side and {MOST_PIXELS:,} in all"
    )
