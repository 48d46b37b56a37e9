"""How the time of `decompile` grows: a layer among 5,000 against one among 1,000."""

from __future__ import annotations

import time
from typing import Any

from kspec import decompile
from tests.benchmarks.growth import print_growth

PART = 5
"""Layers of a block of the chain."""


def chain(length: int) -> dict[str, Any]:
    """The configuration of a chain of dense layers, in blocks."""
    start = {"name": "x", "batch_shape": [None, 8]}
    layers = [layer("InputLayer", start, [])]
    for at in range(length):
        tensor = {
            "class_name": "__keras_tensor__",
            "config": {"keras_history": [layers[-1]["name"], 0, 0]},
        }
        name = f"block{at // PART}_{'abcde'[at % PART]}"
        call = {"args": [tensor], "kwargs": {}}
        layers.append(layer("Dense", {"name": name, "units": 8}, [call]))
    ends = {
        "input_layers": [["x", 0, 0]],
        "output_layers": [[layers[-1]["name"], 0, 0]],
    }
    return {"name": "chain", "layers": layers} | ends


def layer(kind: str, config: dict[str, Any], calls: list[Any]) -> dict[str, Any]:
    """A layer as Keras writes it."""
    made = {"module": "keras.layers", "class_name": kind, "config": config}
    return made | {"name": config["name"], "inbound_nodes": calls}


def seconds(length: int) -> float:
    """Processor time for a chain of this length."""
    data = chain(length)
    start = time.process_time()
    decompile(data)
    return time.process_time() - start


if __name__ == "__main__":
    print_growth(seconds)
