"""`kspec decompile` on files and functions, and what it says where it cannot."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import numpy as np
import pytest

from tests.cli.command import Shell
from tests.cli.test_commands import SPEC

pytestmark = pytest.mark.keras

FACTORY = """
import keras

def small(units=2):
    y = keras.layers.Dense(units, name="y")
    return keras.Sequential([keras.Input((3,), name="x"), y])

def none():
    return 1

number = 1
"""


STACK = """
kspec: 1
inputs: {x: [3]}
layers: {fc: {type: Dense, units: 3, repeat: 4}}
"""


def test_a_built_spec_comes_back(shell: Shell) -> None:
    shell.write("small.yaml", SPEC)
    shell("build", "small.yaml", "--seed", "3")
    result = shell("decompile", "small.keras", "-o", "again.yaml")
    assert (result.code, result.out) == (0, "wrote again.yaml: 7 lines\n")
    written = (shell.folder / "again.yaml").read_text(encoding="utf-8")
    assert shell("decompile", "small.keras").out == written
    assert shell("check", "again.yaml").out == (
        "again.yaml: ok: 2 layers, 46 parameters, sequential\n"
    )


@pytest.mark.parametrize("ending", [".weights.h5", ".safetensors"])
def test_the_weights_stand_beside_the_spec(shell: Shell, ending: str) -> None:
    shell.write("small.yaml", SPEC)
    shell("build", "small.yaml", "--seed", "3")
    name = f"weights{ending}"
    result = shell("decompile", "small.keras", "-o", "again.yaml", "--weights", name)
    assert result.out.splitlines()[1:] == [f"wrote {name}"]
    found = weights_in(shell.folder / name)
    expected = built(shell.folder / "small.keras")
    for mine, yours in zip(found, expected, strict=True):
        np.testing.assert_array_equal(mine, yours)


def built(path: Path) -> list[np.ndarray]:
    import keras

    model: Any = keras.saving.load_model(path)
    return model.get_weights()


def weights_in(path: Path) -> list[np.ndarray]:
    import kspec

    model = kspec.build(kspec.load(path.parent / "again.yaml"), seed=0)
    if path.suffix == ".h5":
        model.load_weights(path)
        return model.get_weights()
    from safetensors.numpy import load_file

    tensors = load_file(path)
    return [tensors[weight.path] for weight in model.weights]


def test_a_function_is_called_with_its_arguments(shell: Shell) -> None:
    shell.write("factory_of_models.py", FACTORY)
    result = shell("decompile", "factory_of_models:small", "--arg", "units=5")
    assert "y: {type: Dense, units: 5}" in result.out


def test_structure_is_found_unless_it_is_not_wanted(shell: Shell) -> None:
    shell.write("stack.yaml", STACK)
    shell("build", "stack.yaml")
    found = shell("decompile", "stack.keras").out
    assert "fc: {type: Dense, units: 3, repeat: 4}" in found
    flat = shell("decompile", "stack.keras", "--flat").out
    assert "fc4: {type: Dense, units: 3}" in flat


@pytest.mark.parametrize(
    ("words", "says"),
    [
        (["nowhere_at_all:f"], "K941 cannot import `nowhere_at_all`"),
        (["keras.applications:ResNet5"], "did you mean `ResNet50`?"),
        (["factory_of_models:number"], "is no function that makes a model"),
        (["factory_of_models:none"], "makes a `int`, expected a Keras model"),
        (["factory_of_models:small", "--arg", "units=-1"], "K942"),
        (["factory_of_models:small", "--arg", "units"], "is no NAME=VALUE"),
        (["small.keras", "--arg", "units=1"], "is for a function"),
        (["factory_of_models:small", "--weights", "w.npz"], "K943"),
        (["missing.keras"], "K901 no such file"),
    ],
)
def test_wrong_usage_is_told(shell: Shell, words: list[str], says: str) -> None:
    shell.write("factory_of_models.py", FACTORY)
    result = shell("decompile", *words)
    assert result.code == 2
    assert says in result.err
