"""What a reader may choose about a diagram."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Literal

Detail = Literal["brief", "normal", "full"]
Direction = Literal["TB", "LR"]
Legend = Literal["below", "none"]


@dataclass(frozen=True, slots=True)
class DrawOptions:
    """The reader's choices; none of them changes which boxes and edges there are.

    Args:
        detail: how much a box says. `brief`: the caption and the layer's type.
            `normal`: the name, the settings that differ from the defaults, the output's
            shape and the number of parameters too. `full`: every weight, the dtypes
            and the note too.
        direction: `TB` from top to bottom, `LR` from left to right.
        legend: where the key of the colours stands.
    """

    detail: Detail = "normal"
    direction: Direction = "TB"
    legend: Legend = "below"
