"""Random valid specs, small: chains, branches, merges, several inputs and outputs."""

from __future__ import annotations

from pathlib import Path
from typing import Any

from hypothesis import strategies as st

from kspec import Spec, load, loads
from kspec.expr import parse
from kspec.text import Item, Mapping, Node, Scalar, Sequence, from_plain, write

FEATURES = 6

LAYERS: list[dict[str, Any]] = [
    {"type": "Dense", "units": FEATURES},
    {"type": "Dense", "units": FEATURES, "activation": "relu", "use_bias": False},
    {"type": "Dense", "units": "$(k)", "kernel_initializer": "he_normal"},
    {"type": "Dropout", "rate": 0.25},
    {"type": "Activation", "activation": "tanh"},
    {"type": "LayerNormalization"},
    {"type": "BatchNormalization", "momentum": 0.9},
    {"type": "GaussianNoise", "stddev": 0.1},
    {"type": "Dense", "units": "$(k)", "trainable": False},
    {
        "type": "Dense",
        "units": FEATURES,
        "kernel_initializer": {"type": "VarianceScaling", "scale": "$(k / 2)"},
        "kernel_regularizer": {"type": "L2", "l2": 0.01},
    },
]
CAPTIONS = (
    st.text(st.characters(exclude_categories=["C", "Z"]), max_size=20)
    .map(lambda text: text.replace("$(", ""))
    .filter(str.strip)
)
OPERATIONS: list[dict[str, Any]] = [
    {"type": "ops.relu"},
    {"type": "ops.multiply", "x2": "$(1 / k)"},
    {"type": "ops.subtract", "x1": 1},
    {"type": "ops.clip", "x_min": -1, "x_max": 1.5},
    {"type": "ops.softmax"},
    {"type": "ops.reshape", "newshape": [-1, FEATURES]},
    {"type": "ops.flip", "axis": 1},
]
MERGES = ["Add", "Multiply", "Average", "Maximum", "Minimum"]
PAIRS = ["ops.add", "ops.maximum", "ops.divide_no_nan"]


@st.composite
def specs(draw: st.DrawFn) -> dict[str, Any]:
    """A spec as plain data; every tensor has the same shape, so any two may merge."""
    inputs = [f"x{at}" for at in range(draw(st.integers(1, 3)))]
    layers: dict[str, dict[str, Any]] = {}
    for at in range(draw(st.integers(1, 9))):
        above = [*inputs, *layers]
        layer = draw(layer_on(above))
        if "from" not in layer and at == 0 and len(inputs) > 1:
            layer["from"] = draw(st.sampled_from(inputs))
        layers[f"layer{at}"] = layer
    if loose := loose_operations(layers):
        layers["end"] = {"type": "Add", "from": [*loose, *loose][: len(loose) + 1]}
    spec: dict[str, Any] = {
        "kspec": 1,
        "name": "random_model",
        "params": {"k": FEATURES},
        "inputs": {name: {"shape": [FEATURES]} for name in inputs},
        "layers": layers,
    }
    ends = draw(st.lists(st.sampled_from([*layers]), max_size=3, unique=True))
    match draw(st.sampled_from(["none", "one", "list", "mapping"])):
        case "one" if ends:
            spec["outputs"] = ends[0]
        case "list" if ends:
            spec["outputs"] = ends
        case "mapping" if ends:
            spec["outputs"] = {f"{name}_out": name for name in ends}
        case _:
            pass
    return spec


def loose_operations(layers: dict[str, dict[str, Any]]) -> list[str]:
    """The operations that no layer takes; the printed code gives those no name."""
    taken: set[str] = set()
    for above, layer in zip(["", *layers], layers.values(), strict=False):
        given = layer.get("from", above)
        taken.update([given] if isinstance(given, str) else given)
    return [
        name
        for name, layer in layers.items()
        if layer["type"].startswith("ops.") and name not in taken
    ]


def text_of(plain: dict[str, Any]) -> str:
    """The spec as YAML."""
    return write(with_formulas(from_plain(plain)))


def with_formulas(node: Node) -> Node:
    """The tree with every `$(…)` read as a formula."""
    match node:
        case Scalar(value=str(text)):
            return Scalar(parse(text))
        case Scalar():
            return node
        case Sequence(items):
            return Sequence(tuple(map(with_formulas, items)))
        case Mapping(items):
            pairs = [Item(item.key, with_formulas(item.value)) for item in items]
            return Mapping(tuple(pairs))


@st.composite
def layer_on(draw: st.DrawFn, above: list[str]) -> dict[str, Any]:
    """A layer on some of the tensors above, most often on the last."""
    caption = draw(st.none() | CAPTIONS)
    extra = {"caption": caption} if caption else {}
    if draw(st.integers(0, 3)) == 0:
        merge = draw(st.sampled_from(MERGES))
        tensors = draw(st.lists(st.sampled_from(above), min_size=2, max_size=3))
        return {"type": merge, "from": tensors}
    if draw(st.integers(0, 5)) == 0:
        pair = draw(st.lists(st.sampled_from(above), min_size=2, max_size=2))
        return {"type": draw(st.sampled_from(PAIRS)), "from": pair} | extra
    layer = dict(draw(st.sampled_from([*LAYERS, *OPERATIONS])))
    if draw(st.booleans()):
        layer["from"] = draw(st.sampled_from(above))
    return layer | extra


SMALLER = {
    "weights: imagenet": "weights: null",
    "[224, 224, 3]": "[32, 32, 3]",
    "units: 4096": "units: 64",
    "expect: {params: 138357544": "expect: {params: 14816680",
    "expect: {params: 14965578, trainable_params: 250890": (
        "expect: {params: 14719818, trainable_params: 5130"
    ),
}
"""What makes a bundled spec quick to build, without a network."""


def offline(path: Path) -> Spec:
    """The spec in a file; a large or pretrained model small and with new weights."""
    text = new = path.read_text(encoding="utf-8")
    for large, small in SMALLER.items():
        new = new.replace(large, small)
    return loads(new, file=str(path)) if new != text else load(path)
