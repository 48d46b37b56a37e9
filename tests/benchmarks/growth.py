"""How a layer's time grows: one among 5,000 against one among 1,000."""

from __future__ import annotations

import json
from collections.abc import Callable

LENGTHS = (100, 1_000, 5_000)


def print_growth(seconds: Callable[[int], float]) -> None:
    """Print the ratio as JSON.

    Args:
        seconds: what a chain of some length takes; the first one warms up.
    """
    seconds(LENGTHS[0])
    fewer, more = (seconds(length) / length for length in LENGTHS[1:])
    print(json.dumps({"5,000 layers, each against 1,000": more / fewer}))
