"""Every layer and function of the catalogue comes back from Keras as it went in."""

from __future__ import annotations

import inspect
from typing import Any

import pytest

from kspec import build, decompile, dump, loads
from kspec.decompiler.masks import FALSE_IN_TRAINING, trains_as_true
from kspec.layers.catalogue import LAYERS
from kspec.layers.layer import Example, Layer
from kspec.text import from_plain, write
from tests.decompiler.roundtrip import assert_same_graph

pytestmark = pytest.mark.keras

LOST = {"use_cudnn", "flash_attention"}
"""Arguments that Keras does not write down."""


def spec_text(cls: type[Layer], example: Example) -> str:
    inputs = {
        f"x{at}": input_of(shape, example) for at, shape in enumerate(example.inputs)
    }
    given = {k: v for k, v in example.arguments.items() if k not in LOST}
    body = {"type": cls.kind(), **given, "from": [*inputs]}
    document = {"kspec": 1, "inputs": inputs, "layers": {"y": body}}
    return write(from_plain(document | {"mode": "functional"}))


def input_of(shape: Any, example: Example) -> dict[str, Any]:
    batch, *rest = shape
    given: dict[str, Any] = {"shape": rest, "dtype": example.dtype}
    return given if batch is None else {**given, "batch_size": batch}


def cases() -> list[Any]:
    return [
        pytest.param(spec_text(cls, example), id=f"{cls.kind()}-{at}")
        for cls in LAYERS
        if cls.kind() != "Input"
        for at, example in enumerate(cls.examples)
    ]


# Keras asks `NotImplemented` for its truth in `tensordot`.
@pytest.mark.filterwarnings("ignore:NotImplemented should not:DeprecationWarning")
@pytest.mark.parametrize("text", cases())
def test_a_layer_comes_back_with_its_arguments(text: str) -> None:
    import keras

    with keras.StatelessScope(initialize_variables=False):
        model = build(loads(text))
        spec = decompile(model)
        again = build(spec)
    assert_same_graph(model, again)
    assert dump(decompile(again)) == dump(spec)


def test_what_the_layers_take_training_for_is_what_keras_does() -> None:
    assert training_by_itself(False) == FALSE_IN_TRAINING
    kinds = {cls.kind() for cls in LAYERS}
    assert training_by_itself(True) == set(filter(trains_as_true, kinds))


def training_by_itself(value: bool) -> set[str]:
    """The layers that have this value of `training` in the signature of their call."""
    import keras

    names = {cls.kind() for cls in LAYERS if cls.family not in ("input", "operation")}
    found = {name: getattr(keras.layers, name, None) for name in names}
    return {name for name, made in found.items() if default_of_training(made) is value}


def default_of_training(layer: Any) -> Any:
    call = getattr(layer, "call", None)
    found = inspect.signature(call).parameters.get("training") if call else None
    return found.default if found else None
