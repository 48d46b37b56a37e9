"""A resolved spec is the same model, without anything to work out."""

from __future__ import annotations

from pathlib import Path

import pytest

from kspec import build, bundled, dump, load, loads, resolve
from kspec.graph import compile_spec
from kspec.resolution import Shown

MODELS = sorted((Path(__file__).parent / "models").glob("*.yaml"))
SPECS = [*bundled.directory().glob("*.yaml"), *MODELS]
TEXT = """\
kspec: 1
params: {k: 8}
blocks: {b: {params: {units: }, layers: {d: {type: Dense, units: $(units)}}}}
inputs: {x: [4]}
layers:
  one: {block: b, units: $(k // 2), repeat: 2, caption: $(k) units}
  two: {type: Dense, units: $(k), use_bias: true, when: $(k > 100)}
  out: {type: Dense, units: 2, kernel_regularizer: {type: L2, l2: 0.01}}
train:
  data: {source: x.csv, inputs: {x: {}}, targets: {out: {}}, split: {test: 0.2}}
  optimizer: {type: Adam, learning_rate: $(1 / k)}
  loss: mse
"""


def layers_of(arguments: Shown) -> list[str]:
    text = dump(resolve(loads(TEXT), arguments=arguments))
    return text[text.index("layers:") : text.index("mode:")].splitlines()[1:]


def test_what_is_given_is_shown_worked_out() -> None:
    assert layers_of("given") == [
        "  one1_d: {type: Dense, units: 4, from: x}",
        "  one2_d: {type: Dense, units: 4, from: one1_d}",
        "  out: {type: Dense, units: 2, kernel_regularizer: {type: L2, l2: 0.01}, from:"
        " one2_d}",
    ]


def test_the_least_is_shown_without_what_goes_without_saying() -> None:
    assert layers_of("minimal") == [
        "  one1_d: {type: Dense, units: 4}",
        "  one2_d: {type: Dense, units: 4}",
        "  out: {type: Dense, units: 2, kernel_regularizer: {type: L2}}",
    ]


def test_everything_is_shown_on_demand() -> None:
    text = "\n".join(layers_of("full"))
    assert text.count("use_bias: true") == 3
    assert text.count("kernel_initializer: glorot_uniform") == 3


def test_formulas_in_the_training_are_worked_out() -> None:
    resolved = resolve(loads(TEXT))
    assert "learning_rate: 0.125" in dump(resolved)
    assert resolved.train is not None


@pytest.mark.parametrize("path", SPECS, ids=lambda path: path.stem)
@pytest.mark.parametrize("arguments", ["given", "full", "minimal"])
def test_the_resolved_spec_has_the_same_layers(path: Path, arguments: Shown) -> None:
    spec = load(path)
    resolved = resolve(spec, arguments=arguments)
    before, after = compile_spec(spec), compile_spec(resolved)
    assert resolved.values == {}
    assert [v.name for v in after.vertices] == [v.name for v in before.vertices]
    assert [v.inputs for v in after.vertices] == [v.inputs for v in before.vertices]
    assert (after.params, after.mode) == (before.params, before.mode)


@pytest.mark.keras
@pytest.mark.parametrize("path", MODELS, ids=lambda path: path.stem)
def test_keras_makes_the_same_model_of_it(path: Path) -> None:
    import keras

    configurations: list[object] = []
    for spec in (load(path), resolve(load(path), arguments="minimal")):
        keras.utils.clear_session()
        configurations.append(build(spec).get_config())
    assert configurations[0] == configurations[1]
