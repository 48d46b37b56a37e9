"""From the moment a spec is saved to the page that shows it, under `kspec watch`.

    python -m tests.benchmarks.watching SPEC

The spec needs a layer of 4096 units with `activation: relu`, which takes turns.
"""

from __future__ import annotations

import http.client
import json
import statistics
import subprocess
import sys
import time
from pathlib import Path
from urllib.parse import urlsplit

SAVES = 12
"""An even number leaves the spec as it was; the first, which loads all, is left out."""

PAUSE = 0.5
"""Seconds between a page and the next save; nobody types faster."""

TURNS = ("units: 4096, activation: relu", "units: 4096, activation: tanh")


def main(spec: str) -> None:
    """Print the median and the least as JSON."""
    command = [sys.executable, "-m", "kspec", "watch", spec, "--port", "0"]
    with subprocess.Popen(command, stdout=subprocess.PIPE, text=True) as process:
        assert process.stdout
        address = process.stdout.readline().split()[0]
        times = measured(Path(spec), urlsplit(address).netloc)
        process.terminate()
    kept = times[1:]
    print(json.dumps({"seconds": statistics.median(kept), "least": min(kept)}))


def measured(spec: Path, host: str) -> list[float]:
    """Seconds from each save to the last byte of the page."""
    events = http.client.HTTPConnection(host, timeout=60)
    events.request("GET", "/events")
    stream = events.getresponse()
    wait_for_event(stream)
    return [save(spec, turn, host, stream) for turn in range(SAVES)]


def save(spec: Path, turn: int, host: str, stream: http.client.HTTPResponse) -> float:
    text = spec.read_text(encoding="utf-8")
    old, new = TURNS[turn % 2], TURNS[1 - turn % 2]
    time.sleep(PAUSE)
    start = time.perf_counter()
    spec.write_text(text.replace(old, new), encoding="utf-8")
    wait_for_event(stream)
    page = http.client.HTTPConnection(host, timeout=60)
    page.request("GET", "/")
    html = page.getresponse().read()
    seconds = time.perf_counter() - start
    assert new.partition("activation: ")[2].encode() in html
    return seconds


def wait_for_event(stream: http.client.HTTPResponse) -> None:
    while line := stream.readline():
        if line.startswith(b"data: "):
            return
    raise AssertionError("kspec watch has ended")


if __name__ == "__main__":
    main(sys.argv[1])
