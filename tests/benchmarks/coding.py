"""How the time of `code` grows: a layer among 5,000 against one among 1,000."""

from __future__ import annotations

import time

from kspec import code, loads
from tests.benchmarks.growth import print_growth
from tests.benchmarks.models import chain


def seconds(length: int) -> float:
    """Processor time from the text of a chain to its code."""
    text = chain(length)
    start = time.process_time()
    code(loads(text))
    return time.process_time() - start


if __name__ == "__main__":
    print_growth(seconds)
