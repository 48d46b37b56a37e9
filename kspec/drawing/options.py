"""What a reader may choose about a diagram."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Literal

Detail = Literal["brief", "normal", "full"]
Direction = Literal["TB", "LR"]
Legend = Literal["below", "none"]
Fold = Literal["auto", "none", "all"]
ThemeName = Literal["default", "print", "article"]


@dataclass(frozen=True, slots=True)
class DrawOptions:
    """The reader's choices.

    Args:
        detail: how much a box says. `brief`: the caption and the layer's type.
            `normal`: the name, the settings that differ from the defaults, the output's
            shape and the number of parameters too. `full`: every weight, the dtypes
            and the note too.
        direction: `TB` from top to bottom, `LR` from left to right.
        legend: where the key of the colours stands.
        fold: which groups of layers are one box. `auto`: repeats are one box ×n, and
            groups are closed until the drawing fits a page. `none`: no layer is left
            out. `all`: every group is one box.
        depth: how many levels of groups are open; where it is given, `fold` only says
            whether repeats are one box.
        wrap: whether a chain that is too long for a page is cut into columns.
        theme: `default`: colours, dark where the reader's screen is. `print`: black on
            white. `article`: beside each layer the line of Keras code that makes it.

    Example:
    >>> DrawOptions(detail="brief", fold="none").direction
    'TB'
    """

    detail: Detail = "normal"
    direction: Direction = "TB"
    legend: Legend = "below"
    fold: Fold = "auto"
    depth: int | None = None
    wrap: bool = True
    theme: ThemeName = "default"
