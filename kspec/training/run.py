"""Runs: a folder for each training, `runs/<name>/<number>/`.

`run.json` says `running` from the first moment on, and `complete` only when everything
else is in its place; every file appears whole, by a rename.
"""

from __future__ import annotations

import csv
import io
import json
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import Any, Literal

from kspec.files import write_text, writing

Status = Literal["running", "complete", "interrupted", "failed"]


@dataclass(frozen=True)
class Run:
    """A training: its folder and what came out.

    Args:
        measures: for each output the measures of `model` and of each baseline on the
            test part, in the data's own units; empty unless complete.
        history: one row per epoch.
        signal: that interrupted it, such as `SIGINT`.
    """

    path: Path
    status: Status
    measures: dict[str, dict[str, dict[str, Any]]]
    history: tuple[dict[str, float], ...]
    signal: str | None = None


def open_run(runs: str | Path, name: str) -> Path:
    """A new folder; no two processes get the same number.

    Raises: ToolError K503 where it cannot be written.
    """
    folder = Path(runs) / name
    with writing(folder):
        folder.mkdir(parents=True, exist_ok=True)
        taken = [int(p.name) for p in folder.iterdir() if p.name.isdecimal()]
        number = max(taken, default=0)
        while True:
            number += 1
            try:
                (folder / str(number)).mkdir()
            except FileExistsError:
                continue
            return folder / str(number)


def write_json(path: Path, value: Mapping[str, Any]) -> None:
    """Write a JSON file whole.

    Raises: ToolError K503.
    """
    text = json.dumps(value, indent=2, ensure_ascii=False)
    write_text(path, text + "\n")


def write_history(path: Path, rows: Iterable[Mapping[str, float]]) -> None:
    """Write one line per epoch, a column for each value.

    Raises: ToolError K503.
    """
    rows = list(rows)
    names = list(dict.fromkeys(name for row in rows for name in row))
    text = io.StringIO()
    writer = csv.DictWriter(text, names, lineterminator="\n")
    writer.writeheader()
    writer.writerows(rows)
    write_text(path, text.getvalue())
