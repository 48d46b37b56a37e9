"""Runs beside each other: as a list, or the settings and results of some of them."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from typing import Any

from kspec.schema import Spec
from kspec.text import plain
from kspec.training.saved import SavedRun

Row = dict[str, Any]


def listed(runs: Iterable[SavedRun]) -> list[Row]:
    """A row for each run: its state, when it began, its epochs and results."""
    return [
        {
            "run": run.name,
            "status": run.status,
            "began": str(run.facts.get("started", "")).replace("T", " ")[:16],
            "epochs": len(run.history),
            "results": results(run),
        }
        for run in runs
    ]


def results(run: SavedRun) -> str:
    """The model's measures in one line."""
    several = len(run.measures) > 1
    return ", ".join(
        f"{f'{output} ' if several else ''}{metric} {_short(value)}"
        for output, rows in run.measures.items()
        for metric, value in rows.get("model", {}).items()
    )


def compared(runs: Sequence[SavedRun]) -> list[Row]:
    """A row for each setting in which the runs differ, then for each result.

    The best result among the runs and the baselines stands beside each other.
    """
    names = [run.name for run in runs]
    columns = [_settings(run) for run in runs]
    keys = dict.fromkeys(key for column in columns for key in column)
    rows = [
        {"": key, **dict(zip(names, values, strict=True))}
        for key in keys
        if len(set(values := [column.get(key, "") for column in columns])) > 1
    ]
    measured = [_results(run) for run in runs]
    for key in dict.fromkeys(key for found in measured for key in found):
        values = [_short(found.get(key, "")) for found in measured]
        rows.append({"": key, **dict(zip(names, values, strict=True))})
    return rows


def _settings(run: SavedRun) -> dict[str, str]:
    """Every value of the spec by its path, and what the machine had."""
    found = dict(_leaves(_document(run.spec)))
    facts = run.facts
    found["status"] = run.status
    found["backend"] = str(facts.get("backend"))
    found |= {f"version of {k}": str(v) for k, v in facts.get("versions", {}).items()}
    found["epochs done"] = str(len(run.history))
    return found


def _document(spec: Spec) -> Any:
    return plain(spec.root)


def _leaves(value: Any, path: str = "") -> Iterable[tuple[str, str]]:
    if isinstance(value, dict):
        for key, inner in value.items():  # pyright: ignore[reportUnknownVariableType]
            yield from _leaves(inner, f"{path}.{key}" if path else str(key))  # pyright: ignore
    elif isinstance(value, list):
        for at, inner in enumerate(value):  # pyright: ignore[reportUnknownVariableType, reportUnknownArgumentType]
            yield from _leaves(inner, f"{path}[{at}]")
    else:
        yield path, str(value)


def _results(run: SavedRun) -> dict[str, Any]:
    return {
        f"{output}: {metric} of {row}": value
        for output, rows in run.measures.items()
        for row, measures in rows.items()
        for metric, value in measures.items()
    }


def _short(value: Any) -> str:
    return f"{value:.4g}" if isinstance(value, float) else str(value)
