"""The builder: what Keras refuses is told with the layer and its line."""

from __future__ import annotations

from dataclasses import replace
from pathlib import Path
from typing import Any

import pytest

from kspec import BuildError, GraphError, build, loads
from kspec.builder import build_plan, construct, keras_module
from kspec.graph import Limits, compile_spec
from kspec.plan import Call, Constant, List, Plan, Table, Tuple, lower

pytestmark = pytest.mark.keras

SPEC = """\
kspec: 1
inputs: {x: [8]}
layers:
  a: {type: Dense, units: 4, kernel_initializer: {type: HeNormal, seed: 3}}
  b: {type: Dense, units: 2, trainable: false}
"""


def plan_of(text: str = SPEC) -> Plan:
    return lower(compile_spec(loads(text, file="s.yaml")))


def test_objects_and_frozen_layers_reach_keras() -> None:
    model: Any = build(loads(SPEC))
    assert model.layers[0].kernel_initializer.seed == 3
    assert not model.layers[1].trainable


def test_what_keras_refuses_names_the_layer_and_its_line() -> None:
    plan = plan_of()
    wrong = replace(
        plan.steps[1], construct=Call("keras.layers.Dense", (("units", Constant(-1)),))
    )
    broken = replace(plan, steps=(plan.steps[0], wrong, *plan.steps[2:]))
    with pytest.raises(BuildError) as error:
        build_plan(broken)
    (found,) = error.value.diagnostics
    assert str(found.span) == "s.yaml:4:3"
    assert found.message.startswith("Keras refuses `a` (Dense): ")
    assert isinstance(error.value.__cause__, ValueError)


def test_a_model_that_is_too_large_is_refused_before_keras_is_called() -> None:
    with pytest.raises(GraphError, match="K209"):
        build(loads(SPEC), limits=Limits(memory_bytes=100))


def test_outputs_keep_their_form() -> None:
    text = SPEC.replace("layers:", "outputs: {first: a, last: b}\nlayers:")
    model: Any = build(loads(text))
    assert model.output_names == ["a", "b"] or set(model.output) == {"first", "last"}
    assert set(model(keras_module().ops.zeros((1, 8)))) == {"first", "last"}


def test_lists_and_tables_reach_keras_as_such() -> None:
    values: Any = construct(
        Call(
            "keras.metrics.AUC",
            (("thresholds", List((Constant(0.25), Constant(0.5)))),),
        )
    )
    assert values.thresholds == [0.0 - 1e-7, 0.25, 0.5, 1.0 + 1e-7]
    assert Table(()).items == Tuple(()).items


def test_a_seed_makes_weights_repeatable() -> None:
    import numpy as np

    first, second = (build(loads(SPEC), seed=5).get_weights() for _ in range(2))
    for one, other in zip(first, second, strict=True):
        np.testing.assert_array_equal(one, other)


def test_a_printed_module_runs_where_kspec_is_not_installed(tmp_path: Path) -> None:
    from kspec import code

    assert "kspec" not in code(loads(SPEC))
    (tmp_path / "m.py").write_text(code(loads(SPEC)), encoding="utf-8")


def test_a_chain_is_built_that_keras_alone_cannot_walk_down() -> None:
    text = "layers: {y: {type: Flatten, repeat: 1500}}"
    spec = loads(f"{{kspec: 1, mode: functional, inputs: {{x: [2]}}, {text}}}")
    assert len(build(spec).layers) == 1501
