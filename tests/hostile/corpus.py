"""The corpus of hostile specs, and how a command is run over one of them."""

from __future__ import annotations

import json
import subprocess
import sys
from dataclasses import asdict, dataclass
from pathlib import Path
from typing import Self

from tests.hostile.watched import COMMANDS, Job, Outcome

SPECS = sorted((Path(__file__).parent / "specs").glob("*.yaml"))
REFUSED = [path for path in SPECS if path.name.startswith("R-")]
ACCEPTED = [path for path in SPECS if path.name.startswith("A-")]
ROOT = Path(__file__).parents[2]
READ = [str(ROOT / part) for part in ("kspec", "specs", "docs")]
"""What kspec reads of itself: it is installed as the folder where it stands."""


@dataclass(frozen=True)
class Done:
    """A command that has ended.

    Args:
        made: the files that it left.
    """

    outcome: Outcome
    printed: str
    complaints: str
    made: dict[str, str]


class Watch:
    """A program that runs commands under an audit hook, each in a process of its own.

    Args:
        bare: whether the hook sees even what a command imports.
    """

    def __init__(self, *, bare: bool = False) -> None:
        words = [sys.executable, "-m", "tests.hostile.watched"]
        self._program = subprocess.Popen(
            [*words, "--bare"] if bare else words,
            cwd=ROOT,
            stdin=subprocess.PIPE,
            stdout=subprocess.PIPE,
            text=True,
        )

    def __enter__(self) -> Self:
        return self

    def __exit__(self, *_: object) -> None:
        with self._program:
            assert self._program.stdin
            self._program.stdin.close()

    def run(self, command: str, path: Path, folder: Path, *options: str) -> Done:
        """A command over a spec; what it makes comes into the folder."""
        report, writes = folder / command, folder / f"{command}-made"
        for one in (report, writes):
            one.mkdir()
        options = (*(one.format(writes) for one in COMMANDS[command]), *options)
        reads = [str(path.parent), *READ]
        job = Job([command, str(path), *options], reads, str(writes), str(report))
        assert self._program.stdin
        assert self._program.stdout
        print(json.dumps(asdict(job)), file=self._program.stdin, flush=True)
        outcome = Outcome(**json.loads(self._program.stdout.readline()))
        made = {one.name: _text(one) for one in sorted(writes.iterdir())}
        return Done(outcome, _text(report / "stdout"), _text(report / "stderr"), made)


def _text(path: Path) -> str:
    return path.read_text(encoding="utf-8", errors="replace")
