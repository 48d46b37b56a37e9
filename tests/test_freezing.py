"""`trainable: false` on layers whose weights belong to layers inside them."""

from __future__ import annotations

from typing import Any

import numpy as np
import pytest

from kspec import Diagnostic, Spec, SpecError, build, check, code, loads
from kspec.graph import compile_spec
from kspec.layers.catalogue import LAYERS

LAYERS_INSIDE = """
kspec: 1
inputs: {steps: [6, 4]}
layers:
  both: {type: Bidirectional, layer: {type: LSTM, units: 2, return_sequences: true}, trainable: false}
  look: {type: MultiHeadAttention, num_heads: 2, key_dim: 3, trainable: false, from: [both, both]}
  few: {type: GroupedQueryAttention, head_dim: 2, num_query_heads: 2, num_key_value_heads: 1, trainable: false, from: [look, look]}
  each: {type: TimeDistributed, trainable: false, layer: {type: BatchNormalization}}
  normal: {type: SpectralNormalization, layer: {type: Dense, units: 4}, trainable: false}
  rows: {type: Reshape, target_shape: [6, 4, 1]}
  filtered: {type: ConvLSTM1D, filters: 2, kernel_size: 2, return_sequences: true, trainable: false}
  flat: {type: Reshape, target_shape: [6, 6]}
  last: {type: RNN, trainable: false, cell: {type: StackedRNNCells, cells: [{type: GRUCell, units: 3}]}}
  out: {type: Dense, units: 1}
"""  # noqa: E501
IN_A_BLOCK = """
kspec: 1
params: {learns: false}
blocks:
  read:
    layers:
      way: {type: Bidirectional, layer: {type: GRU, units: 2, return_sequences: true}}
inputs: {steps: [6, 4]}
layers:
  one: {block: read, trainable: $(learns)}
  two: {block: read}
  each:
    type: TimeDistributed
    layer: {type: Dense, units: 3}
    trainable: $(not learns)
"""


def trained(model: Any) -> dict[str, int]:
    """How many weights of each layer training changes."""
    return {
        one.name: sum(weight.trainable for weight in one.weights)
        for one in model.layers
    }


def expected(spec: Spec) -> dict[str, int]:
    graph = compile_spec(spec)
    return {
        one.name: sum(weight.trainable for weight in one.weights)
        for one in graph.vertices
    }


def test_every_layer_that_holds_layers_is_tried() -> None:
    held = {kind.__name__ for kind in LAYERS if kind.holds_layers}
    tried = {vertex.kind for vertex in compile_spec(loads(LAYERS_INSIDE)).vertices}
    assert held - tried == {"ConvLSTM2D", "ConvLSTM3D"}


@pytest.mark.keras
def test_what_is_frozen_keeps_its_weights() -> None:
    spec = loads(LAYERS_INSIDE)
    model: Any = build(spec, seed=0)
    assert trained(model) == expected(spec)
    assert [name for name, count in trained(model).items() if count] == ["out"]
    before = [[*map(np.array, one.get_weights())] for one in model.layers]
    model.compile(optimizer="sgd", loss="mse")
    generator = np.random.default_rng(0)
    model.fit(generator.random((8, 6, 4)), generator.random((8, 1)), verbose=0)
    for one, old in zip(model.layers, before, strict=True):
        if one.name != "normal":  # its kernel is normalized in every step of training
            same = all(map(np.array_equal, one.get_weights(), old))
            assert same == (one.name != "out"), one.name


@pytest.mark.keras
@pytest.mark.parametrize("text", [LAYERS_INSIDE, IN_A_BLOCK], ids=["layers", "block"])
@pytest.mark.parametrize("flat", [False, True])
def test_the_printed_code_freezes_the_same(text: str, flat: bool) -> None:
    spec = loads(text)
    model: Any = build(spec)
    names: dict[str, Any] = {}
    exec(code(spec, flat=flat), names)
    printed = names["build_model"]()
    assert printed.get_config() == model.get_config()
    assert trained(printed) == trained(model) == expected(spec)


def test_a_formula_decides_in_the_printed_code_as_well() -> None:
    assert code(loads(IN_A_BLOCK)).count("if not trainable:\n") == 1
    assert "    if learns:\n        each_layer.trainable = False\n" in code(
        loads(IN_A_BLOCK)
    )


@pytest.mark.parametrize(
    "layer",
    [
        ("{type: RNN, cell: {type: StackedRNNCells, trainable: false, cells: "
         "[{type: GRUCell, units: 3}]}}"),
        ("{type: TimeDistributed, layer: {type: SpectralNormalization, trainable: "
         "false, layer: {type: Dense, units: 3}}}"),
        ("{type: Bidirectional, layer: {type: RNN, trainable: false, cell: "
         "{type: GRUCell, units: 3}}}"),
    ],
)  # fmt: skip
def test_a_layer_inside_is_frozen_with_what_is_around_it(layer: str) -> None:
    text = f"{{kspec: 1, inputs: {{x: [6, 4]}}, layers: {{y: {layer}}}}}"
    (found,) = problems(text)
    assert found.code == "K106"
    assert "would not freeze" in found.message
    assert found.hint
    assert "innermost" in found.hint
    inside = layer[1:].index("{type") + 1
    assert found.span
    assert text[found.span.column - 1 :].startswith(layer[inside : inside + 12])
    assert problems(text.replace("{y: {", "{y: {trainable: false, ")) == []


def problems(text: str) -> list[Diagnostic]:
    try:
        return [*check(loads(text))]
    except SpecError as error:
        return [*error.diagnostics]
