"""Measuring: whole processes one after the other, their time and peak memory.

The parent imports nothing large: Linux counts the parent's memory at the moment of the
start into a child's peak.
"""

from __future__ import annotations

import json
import os
import statistics
import subprocess
import sys
import tempfile
import time
from dataclasses import dataclass


@dataclass(frozen=True)
class Run:
    """One process: its wall time, its processor time and the peak of its memory."""

    seconds: float
    cpu_seconds: float
    peak_mb: float


class CommandFailed(Exception):
    """A measured command ended with an error; its output is the message."""


def run(arguments: list[str]) -> Run:
    """Run Python with these arguments to its end.

    Raises: CommandFailed.
    """
    with tempfile.TemporaryFile() as output:
        start = time.perf_counter()
        process = subprocess.Popen(
            [sys.executable, *arguments], stdout=output, stderr=subprocess.STDOUT
        )
        _, status, usage = os.wait4(process.pid, 0)
        seconds = time.perf_counter() - start
        process.returncode = os.waitstatus_to_exitcode(status)
        if process.returncode:
            output.seek(0)
            raise CommandFailed(output.read().decode(errors="replace")[-2000:])
    return Run(seconds, usage.ru_utime + usage.ru_stime, usage.ru_maxrss / 1024)


def output_of(arguments: list[str]) -> dict[str, float]:
    """What Python, with these arguments, prints last: a JSON object, or nothing.

    Raises: CommandFailed.
    """
    done = subprocess.run(
        [sys.executable, *arguments], capture_output=True, text=True, check=False
    )
    if done.returncode:
        raise CommandFailed(done.stderr)
    return json.loads((done.stdout.splitlines() or ["{}"])[-1])


def interleaved(commands: dict[str, list[str]], repeats: int) -> dict[str, Run]:
    """Medians for each command; they take turns, so that drift hits all alike.

    A first round, which fills caches, does not count.
    """
    for arguments in commands.values():
        run(arguments)
    runs: dict[str, list[Run]] = {name: [] for name in commands}
    for _ in range(repeats):
        for name, arguments in commands.items():
            runs[name].append(run(arguments))
    return {name: median(of) for name, of in runs.items()}


def median(runs: list[Run]) -> Run:
    """The medians of time and memory."""
    return Run(
        statistics.median(run.seconds for run in runs),
        statistics.median(run.cpu_seconds for run in runs),
        statistics.median(run.peak_mb for run in runs),
    )
