"""The verdict over a checkpoint is what Keras does with it."""

from __future__ import annotations

import warnings
from pathlib import Path
from typing import Any

import pytest

from kspec import Spec, bundled, diff, load, loads
from kspec.comparison import Checkpoint
from kspec.graph import Graph

HEAD = "kspec: 1\nname: m\ninputs: {x: [8]}\nlayers:\n"
AB = HEAD + "  a: {type: Dense, units: 4}\n  b: {type: Dense, units: 4}\n"

BASE = """kspec: 1
name: m
inputs: {x: [4]}
blocks:
  base:
    params: {n: 4}
    layers:
      one: {type: Dense, units: 4, activation: relu}
      two: {type: Dense, units: $(n)}
layers:
  enc: {block: base, nested: true}
  out: {type: Dense, units: 4}
"""

APPLICATION = """kspec: 1
name: m
inputs: {x: [32, 32, 3]}
layers:
  base: {type: applications.VGG16, include_top: false, weights: null}
  flat: {type: Flatten}
  out: {type: Dense, units: 4}
"""

PAIRS = {
    "an application with a wider top": (
        APPLICATION,
        APPLICATION.replace("units: 4", "units: 5"),
        "refused",
    ),
    "a frozen application": (
        APPLICATION,
        APPLICATION.replace("null}", "null, trainable: false}"),
        "whole",
    ),
    "the same": (AB, AB, "whole"),
    "other names": (AB, AB.replace("a:", "c:").replace("b:", "d:"), "whole"),
    "another activation": (AB, AB.replace("4}", "4, activation: relu}"), "whole"),
    "as a functional model": (
        AB,
        AB.replace("name", "mode: functional\nname"),
        "whole",
    ),
    "a layer without weights more": (AB, AB + "  c: {type: ReLU}\n", "whole"),
    "a dropout": (AB, AB + "  c: {type: Dropout, rate: 0.5, seed: 1}\n", "whole"),
    "another width": (AB, AB.replace("4}", "5}"), "refused"),
    "no bias": (AB, AB.replace("4}", "4, use_bias: false}"), "refused"),
    "one layer more": (AB, AB + "  c: {type: Dense, units: 4}\n", "refused"),
    "one layer less": (AB, HEAD + "  a: {type: Dense, units: 4}\n", "unused"),
    "another kind": (AB, AB + "  c: {type: BatchNormalization}\n", "refused"),
    "half precision": (AB, AB.replace("4}", "4, dtype: float16}"), "whole"),
    "frozen": (AB, AB.replace("4}", "4, trainable: false}"), "whole"),
    "a layer put first": (
        HEAD + "  a: {type: Dense, units: 8}\n  b: {type: Dense, units: 8}\n",
        HEAD + "  c: {type: Dense, units: 8, activation: relu}\n"
        "  a: {type: Dense, units: 8}\n",
        "misplaced",
    ),
    "gamma for beta": (
        HEAD + "  n: {type: BatchNormalization, scale: false}\n",
        HEAD + "  n: {type: BatchNormalization, center: false}\n",
        "misplaced",
    ),
    "a wrapped layer": (
        HEAD.replace("[8]", "[8, 2]")
        + "  r: {type: Bidirectional, layer: {type: LSTM, units: 3}}\n",
        HEAD.replace("[8]", "[8, 2]")
        + "  r: {type: Bidirectional, layer: {type: GRU, units: 3}}\n",
        "refused",
    ),
    "attention without bias": (
        HEAD.replace("[8]", "[8, 2]")
        + "  r: {type: MultiHeadAttention, num_heads: 1, key_dim: 2, from: [x, x]}\n",
        HEAD.replace("[8]", "[8, 2]")
        + "  r: {type: MultiHeadAttention, num_heads: 1, key_dim: 2, use_bias: false,"
        " from: [x, x]}\n",
        "refused",
    ),
    "branches in another order": (
        HEAD + "  a: {type: Dense, units: 4, from: x}\n"
        "  b: {type: Dense, units: 4, from: x}\n"
        "  c: {type: Concatenate, from: [a, b]}\n",
        HEAD + "  a: {type: Dense, units: 4, from: x}\n"
        "  b: {type: Dense, units: 4, from: x}\n"
        "  c: {type: Concatenate, from: [b, a]}\n",
        "misplaced",
    ),
    "the same nested": (BASE, BASE, "whole"),
    "a nested model with another name": (BASE, BASE.replace("enc", "e2"), "whole"),
    "nested, and in place": (BASE, BASE.replace(", nested: true", ""), "refused"),
    "wider inside": (BASE, BASE.replace("{n: 4}", "{n: 5}"), "refused"),
    "functional inside": (BASE, BASE.replace("units: $(n)", "units: 4"), "whole"),
    "used once more": (
        BASE,
        BASE + "  again: {use: enc, from: x}\n  s: {type: Add, from: [out, again]}\n",
        "whole",
    ),
    "one layer more inside": (
        BASE,
        BASE.replace("      two", "      mid: {type: Dense, units: 4}\n      two"),
        "refused",
    ),
    "two inside exchanged": (
        BASE,
        BASE.replace("one:", "x3:").replace("two:", "one:").replace("x3:", "two:"),
        "misplaced",
    ),
}


def verdict(old: str, new: str) -> Checkpoint:
    return diff(loads(old), loads(new)).checkpoint


@pytest.mark.parametrize(("old", "new", "expected"), PAIRS.values(), ids=PAIRS)
def test_the_worst_that_happens_is_the_verdict(
    old: str, new: str, expected: str
) -> None:
    assert verdict(old, new).verdict == expected


@pytest.mark.keras
@pytest.mark.parametrize(("old", "new", "expected"), PAIRS.values(), ids=PAIRS)
def test_keras_does_as_the_verdict_says(
    old: str, new: str, expected: str, tmp_path: Path
) -> None:
    proved(loads(old), loads(new), tmp_path)


@pytest.mark.keras
@pytest.mark.parametrize("name", ["mlp", "two_branch", "hankou_lstm"])
def test_a_bundled_spec_loads_its_own_checkpoint(name: str, tmp_path: Path) -> None:
    spec = load(bundled.path(name))
    assert proved(spec, spec, tmp_path).verdict == "whole"


def proved(old: Spec, new: Spec, folder: Path) -> Checkpoint:
    """The verdict, after Keras has loaded the file or refused it."""
    from kspec import build

    there, here = build(old, seed=1), build(new, seed=2)
    there.save_weights(folder / "old.weights.h5")
    found = diff(old, new)
    try:
        with warnings.catch_warnings():
            # Keras says of a nested model twice that it does not load.
            warnings.simplefilter("ignore", UserWarning)
            here.load_weights(folder / "old.weights.h5")
    except ValueError:
        assert not found.checkpoint.loads
        return found.checkpoint
    assert found.checkpoint.loads
    had, has = values_of(there, found.matching.old), values_of(here, found.matching.new)
    sources = {(t.layer, t.weight): t.source for t in found.checkpoint.tensors}
    for (layer, weight), value in has.items():
        own = f"{found.matching.origins.get(layer)}/{weight}"
        source, _, name = (sources.get((layer, weight)) or own).partition("/")
        assert (had[source, name].astype(value.dtype) == value).all(), (layer, weight)
    return found.checkpoint


def values_of(model: Any, graph: Graph, prefix: str = "") -> dict[tuple[str, str], Any]:
    """The values of a model's weights by layer and name."""
    found: dict[tuple[str, str], Any] = {}
    for vertex in graph.vertices:
        name = f"{prefix}{vertex.name}"
        if vertex.shares:
            continue
        if vertex.model:
            inside = model.get_layer(vertex.name)
            found |= values_of(inside, vertex.model, f"{name}.")
        elif vertex.weights:
            variables = model.get_layer(vertex.name).weights
            for weight, variable in zip(vertex.weights, variables, strict=True):
                found[name, weight.name] = variable.numpy()
    return found


def test_every_tensor_that_does_not_load_is_named() -> None:
    found = verdict(*PAIRS["another width"][:2])
    named = {(tensor.layer, tensor.weight, tensor.problem) for tensor in found.tensors}
    assert named == {
        ("a", "kernel", "shape"),
        ("a", "bias", "shape"),
        ("b", "kernel", "shape"),
        ("b", "bias", "shape"),
    }


def test_a_tensor_beside_one_that_does_not_fit_is_not_loaded_either() -> None:
    old = HEAD + "  a: {type: Dense, units: 4}\n"
    new = old.replace("[8]", "[9]")
    problems = [tensor.problem for tensor in verdict(old, new).tensors]
    assert problems == ["shape", "beside"]


def test_a_tensor_that_comes_from_another_layer_says_from_which() -> None:
    found = verdict(*PAIRS["a layer put first"][:2])
    assert [(tensor.layer, tensor.source) for tensor in found.tensors[::2]] == [
        ("c", "a/kernel"),
        ("a", "b/kernel"),
    ]
