"""Colours and type.

A family has a bar that stands out on white, and a fill that is the bar thinned with
white, so that dark text reads well on it. The bars keep their distance for readers who
confuse red and green; every box also names its type, so that no colour is needed to
tell what a layer is.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from types import MappingProxyType

from kspec.drawing.options import ThemeName
from kspec.layers.layer import Family

FONTS = "Helvetica,Arial,Noto Sans CJK SC,PingFang SC,Microsoft YaHei,sans-serif"
"""The first that the machine has draws each character; three of them hold Chinese."""


CLUSTERS = 3
"""Backgrounds of clusters; those inside one another take turns."""


@dataclass(frozen=True, slots=True)
class Theme:
    """Colours as `#rrggbb`, sizes in points.

    Args:
        bars: the colour of each family.
        marks: the border of what was added, removed or changed.
        tint: how much of the bar is in the fill, from 0 to 1.
        paper: the background.
        ink: captions, names and settings.
        faded: shapes, parameters, and the edges with their labels.
    """

    bars: Mapping[Family, str]
    marks: Mapping[str, str]
    tint: float = 0.1
    paper: str = "#ffffff"
    ink: str = "#1f2937"
    faded: str = "#4b5563"
    fonts: str = FONTS
    title_size: int = 12
    text_size: int = 11
    small_size: int = 10
    has_colours: bool = True

    def fill(self, family: Family) -> str:
        """The background of a family's boxes."""
        return mixed(self.bars[family], self.paper, self.tint)

    def cluster(self, level: int) -> str:
        """The background of a cluster inside `level` others."""
        return mixed(self.faded, self.paper, 0.06 * (1 + level % CLUSTERS))

    @property
    def rim(self) -> str:
        """The border of a cluster."""
        return mixed(self.faded, self.paper, 0.55)


def mixed(colour: str, other: str, share: float) -> str:
    """A colour of which `share` is the first and the rest the other.

    Example:
    >>> mixed("#000000", "#ffffff", 0.2)
    '#cccccc'
    """
    pairs = zip(channels(colour), channels(other), strict=True)
    return "#" + "".join(f"{round(share * a + (1 - share) * b):02x}" for a, b in pairs)


def channels(colour: str) -> tuple[int, int, int]:
    """Red, green and blue, from 0 to 255.

    Example:
    >>> channels("#0072b2")
    (0, 114, 178)
    """
    return int(colour[1:3], 16), int(colour[3:5], 16), int(colour[5:7], 16)


SIGNS = {"added": "+", "removed": "−", "changed": "~"}
"""What says a mark where no colour is seen."""

BARS: Mapping[Family, str] = MappingProxyType(
    {
        "input": "#6b7280",
        "core": "#0072b2",
        "activation": "#c63215",
        "convolution": "#009e73",
        "pooling": "#2a92e3",
        "recurrent": "#603a92",
        "attention": "#81275d",
        "normalization": "#91990e",
        "regularization": "#bd8a3f",
        "reshaping": "#6849c4",
        "merging": "#d16ea5",
        "preprocessing": "#496b56",
        "operation": "#1c1414",
        "model": "#7a2e0e",
    }
)

LIGHT = Theme(
    BARS,
    MappingProxyType({"added": "#1a7f37", "removed": "#c0262d", "changed": "#9a6700"}),
)
"""For white pages."""

DARK = Theme(
    MappingProxyType(
        {family: mixed(bar, "#ffffff", 0.6) for family, bar in BARS.items()}
    ),
    MappingProxyType({"added": "#4ac26b", "removed": "#ff7b72", "changed": "#d4a72c"}),
    tint=0.16,
    paper="#0d1117",
    ink="#e6edf3",
    faded="#a3adb8",
)
"""For dark screens; only an SVG has it, beside the light one."""

PRINT = Theme(
    MappingProxyType(dict.fromkeys(BARS, "#333333")),
    MappingProxyType(dict.fromkeys(SIGNS, "#000000")),
    tint=0.0,
    ink="#000000",
    faded="#333333",
    has_colours=False,
)
"""Black on white: types and signs tell everything."""

THEMES: Mapping[ThemeName, Theme] = MappingProxyType(
    {"default": LIGHT, "print": PRINT, "article": LIGHT}
)
