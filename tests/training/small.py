"""Small specs and tables for the tests of training."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from pathlib import Path
from typing import Any

from kspec import Spec, load
from kspec.text import from_plain, write

DENSE: dict[str, Any] = {
    "kspec": 1,
    "name": "small",
    "inputs": {"x": {"shape": [1]}},
    "layers": {"y": {"type": "Dense", "units": 1}},
}
SERIES: dict[str, Any] = {
    "kspec": 1,
    "name": "series",
    "inputs": {"x": {"shape": [3, 1]}},
    "layers": {"flat": {"type": "Flatten"}, "y": {"type": "Dense", "units": 2}},
}
PRICED: dict[str, Any] = {
    "kspec": 1,
    "name": "priced",
    "inputs": {"facts": {"shape": [2]}, "town": {"shape": [1], "dtype": "int32"}},
    "layers": {
        "vectors": {
            "type": "Embedding",
            "input_dim": 99,
            "output_dim": 2,
            "from": "town",
        },
        "flat": {"type": "Flatten"},
        "both": {"type": "Concatenate", "from": ["facts", "flat"]},
        "price": {"type": "Dense", "units": 1},
    },
}
FIT: dict[str, Any] = {"optimizer": "adam", "loss": "mse", "metrics": ["mae"]}


def spec_in(
    folder: Path, model: dict[str, Any], data: dict[str, Any], **fit: Any
) -> Spec:
    """The model with a `train:` section, in a file in the folder."""
    file = folder / "spec.yaml"
    train = {"data": data, **FIT, **fit}
    file.write_text(write(from_plain({**model, "train": train})), encoding="utf-8")
    return load(file)


def write_csv(path: Path, header: Sequence[str], rows: Iterable[Sequence[Any]]) -> None:
    """A CSV file."""
    lines = [",".join(header), *(",".join(map(str, row)) for row in rows)]
    path.write_text("\n".join(lines) + "\n", encoding="utf-8")


def priced_data(columns: list[str], missing: str, **changes: Any) -> dict[str, Any]:
    """A data section for `PRICED` and `rows.csv`.

    Args:
        columns: the two of the facts.
        missing: what an empty one means.
    """
    facts = {"column": columns, "scale": "standard", "missing": missing}
    data: dict[str, Any] = {
        "source": "rows.csv",
        "inputs": {"facts": facts, "town": {"ids": {"first": 1}}},
        "targets": {"price": {"scale": "minmax"}},
    }
    return data | changes


def table_data(**changes: Any) -> dict[str, Any]:
    """A data section for `x` and `y` of `rows.csv`, the last fifth for the test."""
    data: dict[str, Any] = {
        "source": "rows.csv",
        "inputs": {"x": {}},
        "targets": {"y": {}},
        "split": {"test": 0.2, "by": "time"},
    }
    return data | changes


def series_data(**changes: Any) -> dict[str, Any]:
    """A data section for windows over the column `x` of `rows.csv`."""
    data: dict[str, Any] = {
        "source": "rows.csv",
        "inputs": {"x": {"scale": "minmax"}},
        "window": {"length": 3, "horizon": 2},
        "split": {"test": 0.5, "by": "time"},
    }
    return data | changes
