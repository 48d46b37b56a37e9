"""What a Keras user would run instead; each function is a process of its own.

python -m tests.benchmarks.keras_side FUNCTION ARGUMENT…
"""

from __future__ import annotations

import sys
from pathlib import Path

import keras


def write_vgg16(target: str) -> None:
    """VGG16 as Keras's JSON."""
    model = keras.applications.VGG16(weights=None)  # pyright: ignore[reportArgumentType]
    Path(target).write_text(model.to_json(), encoding="utf-8")


def rebuild(source: str) -> None:
    """A model from its JSON: the only check that Keras has."""
    keras.models.model_from_json(Path(source).read_text(encoding="utf-8"))


def plot(source: str, target: str) -> None:
    """A model from its JSON, drawn."""
    model = keras.models.model_from_json(Path(source).read_text(encoding="utf-8"))
    keras.utils.plot_model(model, target, show_shapes=True, show_layer_names=True)


if __name__ == "__main__":
    {"write_vgg16": write_vgg16, "rebuild": rebuild, "plot": plot}[sys.argv[1]](
        *sys.argv[2:]
    )
