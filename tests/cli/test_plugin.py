"""`--plugin`, and layers of installed packages, in a process of their own."""

from __future__ import annotations

import json
import os
import subprocess
import sys
from pathlib import Path

import pytest

from tests import packages

SPEC = """\
kspec: 1
name: scaled
inputs: {x: [8]}
layers:
  hidden: {type: Project, units: 4}
  scaled: {type: Scale, factor: 3}
  states: {type: Reshape, target_shape: [2, 2]}
  lstm: {type: LSTM, units: 3, return_state: true}
  out: {type: Add, from: [lstm, lstm.1]}
expect: {params: 104, output_shape: [null, 3]}
"""
SHOWN = """\
layer   type     output shape  parameters  multiply-adds  activations  from
x       Input    (None, 8)              0              0     32 bytes
hidden  Project  (None, 4)             32             32     16 bytes  x
scaled  Scale    ?                      ?              ?            ?  hidden
"""


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    (tmp_path / "scaled.yaml").write_text(SPEC, encoding="utf-8")
    return packages.write(tmp_path)


def run(folder: Path, *arguments: str) -> subprocess.CompletedProcess[str]:
    """A command in the folder, whose modules the search path does not have."""
    return subprocess.run(
        [sys.executable, "-P", "-m", "kspec", *arguments],
        cwd=folder,
        env={**os.environ, "NO_COLOR": "1"},
        capture_output=True,
        text=True,
        check=False,
    )


def test_a_plugin_is_shown_with_what_is_known(folder: Path) -> None:
    done = run(folder, "show", "--cost", "scaled.yaml", "--plugin", "scaling_rules")
    assert done.stdout.startswith(SHOWN)
    assert "at least 32 parameters" in done.stdout
    assert done.returncode == 0


def test_without_the_option_the_types_are_not_known(folder: Path) -> None:
    done = run(folder, "check", "scaled.yaml")
    assert done.returncode == 1
    assert "K103 there is no layer type `Scale`" in done.stderr


@pytest.mark.parametrize("command", ["check", "draw", "code", "page", "fmt"])
def test_every_command_that_reads_a_spec_takes_plugins(
    folder: Path, command: str
) -> None:
    done = run(folder, command, "scaled.yaml", "--plugin", "scaling_rules")
    assert done.returncode == 0, done.stderr


def test_editors_and_explanations_know_a_plugin(folder: Path) -> None:
    schema = run(folder, "schema", "--plugin", "scaling_rules")
    assert '"layer.Scale"' in schema.stdout
    explained = run(folder, "explain", "Scale", "--plugin", "scaling_rules")
    assert "Multiplies by a number." in explained.stdout


def test_a_plugin_that_cannot_be_used_is_wrong_usage(folder: Path) -> None:
    done = run(folder, "check", "scaled.yaml", "--plugin", "nowhere")
    assert done.returncode == 2
    assert done.stderr.startswith("K960 the plugin `nowhere` cannot be imported")


SAVED = {
    "class_name": "Sequential",
    "module": "keras",
    "config": {
        "name": "scaled",
        "layers": [
            {
                "class_name": "InputLayer",
                "module": "keras.layers",
                "config": {"batch_shape": [None, 8], "dtype": "float32", "name": "x"},
            },
            {
                "class_name": "Scale",
                "module": "scaling_layers",
                "registered_name": "Scale",
                "config": {"name": "one", "trainable": True, "factor": 3},
            },
            {
                "class_name": "Scale",
                "module": None,
                "registered_name": "package>Scale",
                "config": {"name": "two", "trainable": True, "factor": 2.0},
            },
        ],
    },
}


def test_a_model_with_layers_of_a_plugin_becomes_a_spec(folder: Path) -> None:
    (folder / "model.json").write_text(json.dumps(SAVED), encoding="utf-8")
    made = run(folder, "decompile", "model.json", "--plugin", "scaling_rules")
    layers = made.stdout.partition("layers:\n")[2].splitlines()
    assert layers[:2] == ["  one: {type: Scale, factor: 3}", "  two: {type: Scale}"]
    refused = run(folder, "decompile", "model.json")
    assert refused.returncode == 1
    assert "K302" in refused.stderr
    assert "`--plugin MODULE`" in refused.stderr


@pytest.mark.keras
def test_the_printed_code_builds_the_model_that_is_built(folder: Path) -> None:
    packages.install(folder)
    (folder / "compare.py").write_text(COMPARE, encoding="utf-8")
    environment = os.environ | {"PYTHONPATH": f"{folder}{os.pathsep}{os.getcwd()}"}
    done = subprocess.run(
        [sys.executable, "compare.py"],
        cwd=folder,
        env=environment,
        capture_output=True,
        text=True,
        check=False,
    )
    assert done.stdout.strip().endswith("equal"), done.stderr


COMPARE = """\
import os

import keras
import numpy as np

import kspec

spec = kspec.load("scaled.yaml")
source = kspec.code(spec)
assert "import scaling_layers" in source
assert 'scaling_layers.Scale(factor=3, name="scaled")' in source
namespace = {}
exec(source, namespace)
built = kspec.build(spec, seed=1)
keras.utils.set_random_seed(1)
printed = namespace["build_model"]()
x = np.ones((2, 8), "float32")
assert (np.asarray(built(x)) == np.asarray(printed(x))).all()
assert built.count_params() == 104
wrong = kspec.loads(open("scaled.yaml").read().replace("params: 104", "params: 105"))
assert kspec.check(wrong) == ()
try:
    kspec.build(wrong)
except kspec.GraphError as error:
    assert "the model has 104 parameters; expected 105" in str(error)

np.savez("rows.npz", x=np.ones((8, 8), "float32"), out=np.ones((8, 3), "float32"))
section = '''
train:
  data: {source: rows.npz, inputs: {x: {}}, targets: {out: {}}, split: {test: 0.5}}
  optimizer: sgd
  loss: mse
'''
text = open("scaled.yaml").read().replace("params: 104", "params: 105") + section
open("wrong.yaml", "w").write(text)
from kspec.training.trainer import train

try:
    train(kspec.load("wrong.yaml"))
except kspec.GraphError as error:
    assert "the model has 104 parameters; expected 105" in str(error)
    assert not os.path.exists("runs")
open("right.yaml", "w").write(text.replace("params: 105", "params: 104"))
run = train(kspec.load("right.yaml"))
print("equal" if run.status == "complete" else run)
"""
