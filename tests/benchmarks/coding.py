"""How the time of `code` grows: a layer among 5,000 against one among 1,000."""

from __future__ import annotations

import json
import time

from kspec import code, loads
from tests.benchmarks.models import chain

LENGTHS = (100, 1_000, 5_000)


def seconds(length: int) -> float:
    """Processor time from the text of a chain to its code."""
    text = chain(length)
    start = time.process_time()
    code(loads(text))
    return time.process_time() - start


def main() -> None:
    """Print the ratio as JSON."""
    seconds(LENGTHS[0])
    fewer, more = (seconds(length) / length for length in LENGTHS[1:])
    print(json.dumps({"5,000 layers, each against 1,000": more / fewer}))


if __name__ == "__main__":
    main()
