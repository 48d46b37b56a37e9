"""Functions of keras.ops as nodes: spec, printed code and model are one."""

from __future__ import annotations

import ast
from typing import Any

import numpy as np
import pytest

from kspec import Diagnostic, build, check, code, draw, loads
from kspec.errors import GraphError
from kspec.graph import compile_spec
from tests.test_correspondence import SEED, assert_same, run

GATES = """
kspec: 1
name: gates
params: {k: 0.5}
inputs: {x: {shape: [6, 4]}, y: {shape: [6, 4]}}
layers:
  total: {type: ops.add, from: [x, y]}
  half: {type: ops.multiply, x2: $(k)}
  rest: {type: ops.subtract, x1: 1, caption: 余数}
  gate: {type: ops.where, from: {condition: x, x2: rest}, x1: 0.0}
  parts: {type: ops.split, indices_or_sections: 2, axis: -1}
  joined: {type: ops.concatenate, from: [parts.1, parts.0], axis: -1}
  product: {type: ops.einsum, subscripts: "bij,bkj->bik", from: [joined, x]}
  hidden: {type: Dense, units: 6}
  mean: {type: ops.mean, axis: 1}
  flat: {type: ops.reshape, newshape: [-1, 2, 3]}
  best: {type: ops.top_k, k: 2}
  ids: {type: ops.cast, dtype: float32, from: best.1}
  out: {type: Dense, units: 3, from: ids}
outputs: {out: out, values: best.0}
"""

STATEMENTS = """
    total = ops.add(x, y)
    half = ops.multiply(total, k)
    rest = ops.subtract(1, half)  # 余数
    gate = ops.where(condition=x, x2=rest, x1=0.0)
    parts = ops.split(gate, 2, axis=-1)
    joined = ops.concatenate([parts[1], parts[0]], axis=-1)
    product = ops.einsum("bij,bkj->bik", joined, x)
    hidden = layers.Dense(6, name="hidden")(product)
    mean = ops.mean(hidden, axis=1)
    flat = ops.reshape(mean, (-1, 2, 3))
    best = ops.top_k(flat, 2)
    ids = ops.cast(best[1], "float32")
    out = layers.Dense(3, name="out")(ids)
"""

BY_NAME = """
kspec: 1
inputs: {x: [3], y: [3]}
layers:
  a: {type: ops.subtract, from: {x2: x, x1: y}}
  b: {type: ops.stack, from: {x: [a, x]}, axis: 1}
  c: {type: ops.relu}
  d: {type: ops.take, indices: [0, -1], axis: 1}
  e: {type: ops.squeeze, from: d}
  f: {type: ops.maximum, x2: 0, from: {x1: e}}
"""


def spec(text: str, **keys: str) -> str:
    """A spec of one input and the layers."""
    lines = [f"{key}: {value}" for key, value in keys.items()]
    return "\n".join(["kspec: 1", "inputs: {x: [4]}", *lines, f"layers: {text}"])


def test_the_printed_code_calls_the_functions_in_the_order_of_the_spec() -> None:
    printed = code(loads(GATES))
    assert STATEMENTS in printed
    assert "from keras import layers, ops\n" in printed
    ast.parse(printed)


@pytest.mark.keras
@pytest.mark.parametrize("text", [GATES, BY_NAME], ids=["gates", "by_name"])
def test_code_and_spec_make_one_model(text: str) -> None:
    import keras

    found = loads(text)
    keras.utils.clear_session()
    built = build(found, seed=SEED)
    keras.utils.clear_session()
    printed = run(code(found))
    assert built.get_config() == printed.get_config()
    assert_same(built, printed)
    graph = compile_spec(found)
    shapes = [(tuple(out.shape), out.dtype) for out in built.outputs]
    tensors = [graph.tensor(port) for port in graph.outputs.ports]
    assert shapes == [(tensor.shape, tensor.dtype) for tensor in tensors]


@pytest.mark.keras
def test_a_constant_stands_on_the_side_where_it_is_written() -> None:
    text = spec("{y: {type: ops.subtract, x1: 1}, z: {type: ops.divide, x2: 4}}")
    model: Any = build(loads(text))
    given = np.array([[0, 1, 2, 5]], "float32")
    np.testing.assert_array_equal(model(given), (1 - given) / 4)


def test_a_chain_with_a_function_is_functional() -> None:
    text = "{y: {type: ops.relu}}"
    assert compile_spec(loads(spec(text))).mode == "functional"
    with pytest.raises(GraphError) as caught:
        compile_spec(loads(spec(text, mode="sequential")))
    (found,) = caught.value.diagnostics
    assert found.code == "K207"
    assert found.message == "a sequential model holds layers; `y` is a function"


def test_the_diagram_shows_constants_beside_the_name() -> None:
    boxes = {box.name: box for box in draw(loads(GATES)).scene.boxes}
    lines = {name: [line.text for line in box.lines] for name, box in boxes.items()}
    assert boxes["half"].family == "operation"
    assert lines["half"] == ["half · ops.multiply", "x2 0.5", "(None, 6, 4)"]
    assert lines["parts"][1:] == ["2 · axis -1", "2 outputs"]
    assert lines["total"] == ["total · ops.add", "(None, 6, 4)"]


def wrong(layers: str) -> Diagnostic:
    (found,) = check(loads(spec(layers)))
    return found


@pytest.mark.parametrize(
    ("layers", "code_", "message", "hint"),
    [
        (
            "{y: {type: ops.add}}",
            "K202",
            "`y` is given 1; `ops.add` takes 2 tensors",
            "give them as a list: `from: [a, b]`, or a number: `x2: 2`",
        ),
        (
            "{y: {type: Dense, units: 3}, z: {type: ops.inner, from: [x, y]}}",
            "K203",
            "`z` (ops.inner): needs equal sizes along the last axes of (None, 4) and "
            "(None, 3), got 4 and 3",
            None,
        ),
        (
            "{y: {type: ops.equal, x2: 0}, z: {type: ops.exp}, w: {type: ops.relu, "
            "from: y}}",
            "K203",
            "`w` (ops.relu): needs numbers, got bool",
            "put `{type: ops.cast, dtype: float32}` before it",
        ),
        (
            "{y: {type: ops.cast, dtype: uint8}, z: {type: ops.add, x2: -1}}",
            "K203",
            "`z` (ops.add): `x2` is -1, and uint8 holds integers from 0 to 255",
            "put `{type: ops.cast, dtype: float32}` before it",
        ),
        (
            "{y: {type: ops.mean}, z: {type: Dense, units: 2}}",
            "K203",
            "`z` (Dense): needs a batch of tensors, got a single number ()",
            "give the operation above `keepdims: true`, or an `axis`",
        ),
    ],
)
def test_what_does_not_fit_is_told(
    layers: str, code_: str, message: str, hint: str | None
) -> None:
    found = wrong(layers)
    assert (found.code, found.message, found.hint) == (code_, message, hint)
