"""Small experiments that together use every key of `data:` that plain code can say."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import numpy as np
import pandas as pd
from PIL import Image

ROWS = 60
DENSE: dict[str, Any] = {"type": "Dense", "units": 1}
FIT: dict[str, Any] = {"loss": "mse", "optimizer": "adam", "batch_size": 8, "epochs": 2}


def write_files(folder: Path) -> None:
    """The files that the experiments read."""
    random = np.random.default_rng(5)
    facts = random.normal(size=(ROWS, 3)).round(3)
    towns = np.array(["7", "12", "101", "Ulm"])[random.integers(0, 4, ROWS)]
    kinds = np.array(["red", "blue", "dark"])[random.integers(0, 3, ROWS)]
    parts = np.array(["train", "training", "val", "test"])[random.integers(0, 4, ROWS)]
    table = pd.DataFrame(
        {
            "a": facts[:, 0],
            "b": facts[:, 1],
            "c": facts[:, 2],
            "level": 3.5,
            "town": towns,
            "kind": kinds,
            "user": random.integers(0, 9, ROWS),
            "date": pd.date_range("2020-02-25 05:00", periods=ROWS, freq="19h"),
            "price": np.exp(facts.sum(1)).round(4),
            "weight": random.random(ROWS).round(2),
            "part": parts,
        }
    )
    table["date"] = table["date"].dt.strftime("%Y-%m-%d %H:%M")
    table.to_csv(folder / "rows.csv", index=False)
    table[["part"]].to_csv(folder / "parts.csv", index=False)
    for name, rows in {"early": (0, 30), "middle": (30, 44), "late": (44, 60)}.items():
        table.iloc[slice(*rows)].sample(frac=1, random_state=1).to_csv(
            folder / f"{name}.csv", index=False
        )
    gaps = table.copy()
    gaps.loc[::7, "b"], gaps.loc[::5, "town"] = np.nan, np.nan
    gaps.loc[::11, "a"] = np.nan
    gaps.to_csv(folder / "gaps.csv", index=False, na_rep="?")
    lists = [random.integers(1, 9, size).tolist() for size in random.integers(1, 9, 60)]
    pd.DataFrame({"words": lists, "kind": kinds}).to_parquet(folder / "texts.parquet")
    pictures = random.integers(0, 255, (ROWS, 4, 3), np.uint8)
    labels = random.integers(0, 3, ROWS)
    np.savez(folder / "pictures.npz", picture=pictures, label=labels, height=facts)
    for at, colour in enumerate(random.integers(0, 255, (16, 3))):
        path = folder / "photos" / ("cat", "dog")[at % 2] / f"{at}.png"
        path.parent.mkdir(parents=True, exist_ok=True)
        size = (9, 7) if at % 3 else (6, 8)
        Image.new("RGB", size, tuple(map(int, colour))).save(path)


def spec(
    name: str, inputs: Any, layers: Any, train: Any, **more: Any
) -> dict[str, Any]:
    """A spec as plain data."""
    head = {"kspec": 1, "name": name, "inputs": inputs, "layers": layers}
    return {**head, **more, "train": {**FIT, **train}}


def classifier(shape: list[Any]) -> tuple[dict[str, Any], dict[str, Any]]:
    """Inputs and layers of a model that tells three classes."""
    out = {"type": "Dense", "units": 3, "activation": "softmax"}
    return {"x": {"shape": shape}}, {"flat": {"type": "Flatten"}, "kind": out}


EXPERIMENTS: dict[str, dict[str, Any]] = {}


def _add(name: str, *given: Any, **more: Any) -> None:
    EXPERIMENTS[name] = spec(name, *given, **more)


_add(
    "tables",
    {
        "facts": {"shape": [3]},
        "town": {"shape": [1], "dtype": "int32"},
        "sold": {"shape": [2]},
    },
    {
        "place": {"type": "Embedding", "input_dim": 6, "output_dim": 2, "from": "town"},
        "flat": {"type": "Flatten"},
        "all": {"type": "Concatenate", "from": ["facts", "flat", "sold"]},
        "price": DENSE,
    },
    {
        "data": {
            "source": "gaps.csv",
            "na_values": ["?"],
            "inputs": {
                "facts": {
                    "column": ["a", "b", "level"],
                    "scale": "standard",
                    "missing": "median",
                },
                "town": {"ids": {"first": 1}, "missing": {"fill": "Ulm"}},
                "sold": {"column": "date", "calendar": "day"},
            },
            "targets": {"price": {"log": True, "scale": "standard"}},
            "split": {"test": 0.1, "validation": 0.2},
        },
        "sample_weight": "weight",
        "weighted_metrics": ["mae"],
        "optimizer": {
            "type": "SGD",
            "learning_rate": {
                "type": "CosineDecay",
                "initial_learning_rate": 0.1,
                "decay_steps": 9,
            },
        },
        "callbacks": [{"type": "EarlyStopping", "patience": 5}],
    },
)
_add(
    "groups",
    *classifier([1]),
    {
        "data": {
            "source": "rows.csv",
            "inputs": {"x": {"column": "price", "log": True, "scale": "minmax"}},
            "targets": {"kind": {"ids": True, "one_hot": True}},
            "split": {"test": 0.2, "validation": 0.2, "by": {"group": "user"}},
        },
        "loss": "categorical_crossentropy",
        "metrics": ["accuracy"],
        "class_weight": "balanced",
        "checkpoint": {"monitor": "val_accuracy", "restore": True},
        "steps_per_execution": 2,
    },
)
_add(
    "told",
    {"x": {"shape": [2]}, "day": {"shape": [2]}, "hour": {"shape": [2]}},
    {
        "all": {"type": "Concatenate", "from": ["x", "day", "hour"]},
        "hidden": {"type": "Dense", "units": 4, "activation": "relu"},
        "norm": {"type": "BatchNormalization"},
        "price": DENSE,
    },
    {
        "data": {
            "source": "gaps.csv",
            "na_values": ["?"],
            "time": "date",
            "inputs": {
                "x": {"column": ["a", "b"], "missing": "drop"},
                "day": {"column": "date", "calendar": "weekday"},
                "hour": {"column": "date", "calendar": "hour"},
            },
            "targets": {"price": {"scale": {"divide": 2}}},
            "split": {"by": {"column": "part"}},
        },
        "shuffle": False,
    },
)
_add(
    "phases",
    *classifier([1]),
    {
        "data": {
            "source": "rows.csv",
            "inputs": {"x": {"column": "a", "missing": {"fill": 0}}},
            "targets": {"kind": {"ids": {"values": ["red", "blue", "dark"]}}},
            "split": {"by": {"file": "parts.csv"}},
        },
        "loss": {"kind": {"type": "SparseCategoricalCrossentropy"}},
        "class_weight": [1, 2, 0.5],
        "phases": [
            {"epochs": 1, "freeze": ["k*"], "unfreeze": ["kind"]},
            {"epochs": 2, "learning_rate": 1e-4},
        ],
    },
)
del EXPERIMENTS["phases"]["train"]["epochs"]
_add(
    "arrays",
    {"picture": {"shape": [4, 3, 1]}, "height": {"shape": [3]}},
    {
        "flat": {"type": "Flatten", "from": "picture"},
        "all": {"type": "Concatenate", "from": ["flat", "height"]},
        "kind": {"type": "Dense", "units": 3, "activation": "softmax"},
        "size": {"type": "Dense", "units": 3, "from": "all"},
    },
    {
        "data": {
            "source": "pictures.npz",
            "inputs": {"picture": {"scale": "minmax"}, "height": {}},
            "targets": {"k": {"column": "label"}, "s": {"column": "height"}},
            "split": {"test": 0.25, "by": "time"},
        },
        "loss": {"k": "sparse_categorical_crossentropy", "s": "mae"},
        "metrics": {"k": ["accuracy"]},
        "loss_weights": {"k": 2},
    },
    outputs={"k": "kind", "s": "size"},
)
_add(
    "lists",
    {"words": {"shape": [5], "dtype": "int32"}},
    {
        "word": {"type": "Embedding", "input_dim": 10, "output_dim": 2},
        "flat": {"type": "Flatten"},
        "kind": {"type": "Dense", "units": 3},
    },
    {
        "data": {
            "source": "texts.parquet",
            "inputs": {"words": {}},
            "targets": {"kind": {"ids": True}},
            "split": {"test": 0.3, "seed": 4},
        },
        "loss": {"type": "SparseCategoricalCrossentropy", "from_logits": True},
    },
)
_add(
    "series",
    {"x": {"shape": [3, 1]}, "month": {"shape": [3, 2]}},
    {
        "all": {"type": "Concatenate", "from": ["x", "month"]},
        "flat": {"type": "Flatten"},
        "y": {"type": "Dense", "units": 2},
    },
    {
        "data": {
            "source": {
                "train": "early.csv",
                "validation": "middle.csv",
                "test": "late.csv",
            },
            "time": "date",
            "inputs": {
                "x": {"column": "a", "scale": "minmax", "missing": "previous"},
                "month": {"column": "date", "calendar": "month"},
            },
            "targets": {"y": {"column": "a", "scale": "standard"}},
            "window": {"lags": [1, 2, 5], "horizon": 2, "stride": 2},
            "split": {"by": "time"},
        },
    },
)
_add(
    "photos",
    {"image": {"shape": [4, 4, 3]}},
    {
        "flat": {"type": "Flatten"},
        "kind": {"type": "Dense", "units": 2, "activation": "softmax"},
    },
    {
        "data": {
            "source": "photos",
            "inputs": {"image": {"scale": {"divide": 255}, "resize": "crop"}},
            "targets": {"kind": {"column": "label", "ids": True, "one_hot": True}},
            "split": {"test": 0.25},
        },
        "loss": "categorical_crossentropy",
        "batch_size": 4,
    },
)
