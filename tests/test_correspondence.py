"""Spec, diagram, code and Keras's calls are one set, in one order; one model, exactly.

Every file of specs/ is tested, so that a new spec brings its tests.
"""

from __future__ import annotations

import ast
import re
from dataclasses import replace
from pathlib import Path
from typing import Any

import numpy as np
import pytest
from hypothesis import given, settings

from kspec import Spec, build, bundled, code, draw, dump, loads
from kspec.codegen import printed
from kspec.drawing import DrawOptions
from kspec.graph import Graph, compile_spec
from kspec.plan import lower
from tests.specs import offline, specs, text_of
from tests.structured import structured_specs

pytestmark = pytest.mark.keras

SPECS = sorted(
    [
        *bundled.directory().glob("*.yaml"),
        *(Path(__file__).parent / "models").glob("*.yaml"),
    ]
)
UNFOLDED = DrawOptions(fold="none")
SEED = 11


def modes(spec: Spec) -> list[Spec]:
    """The spec in each mode that it can be built in."""
    functional = replace(spec, mode="functional")
    if compile_spec(spec).mode == "functional":
        return [functional]
    return [replace(spec, mode="sequential"), functional]


def every_mode() -> list[Any]:
    return [
        pytest.param(spec, id=f"{path.stem}-{spec.mode}")
        for path in SPECS
        for spec in modes(offline(path))
    ]


def run(text: str) -> Any:
    """The model that the printed code builds."""
    import keras

    names: dict[str, Any] = {}
    exec(compile(text, "model.py", "exec"), names)
    keras.utils.clear_session()
    keras.utils.set_random_seed(SEED)
    return names["build_model"]()


def built_anew(spec: Spec) -> Any:
    """The built model; Keras numbers functions, so it has to begin at one again."""
    import keras

    keras.utils.clear_session()
    return build(spec, seed=SEED)


def names_in_code(text: str) -> list[str]:
    """The layers' names in the statements of the printed code, in order.

    A function has no name in Keras: it is known by its variable.
    """
    made = [
        node
        for node in ast.walk(ast.parse(text))
        if isinstance(node, ast.Call) and constructs_a_layer(node)
    ]
    inside = {
        id(inner) for node in made for inner in ast.walk(node) if inner is not node
    }
    names = {
        (node.lineno, node.col_offset): ast.literal_eval(keyword.value)
        for node in made
        if id(node) not in inside
        for keyword in node.keywords
        if keyword.arg == "name"
    }
    for node in ast.walk(ast.parse(text)):
        match node:
            case ast.Assign([ast.Name(name)], ast.Call(ast.Attribute(ast.Name("ops")))):
                names[node.lineno, node.col_offset] = name.rstrip("_")
            case _:
                pass
    return [names[place] for place in sorted(names)]


def names_linked(spec: Spec) -> list[str]:
    """The layers that the flat code's statements make, each named in its own lines."""
    module = printed(lower(compile_spec(spec)), flat=True)
    lines = module.text.split("\n")
    for link in module.links:
        said = "\n".join(lines[link.line - 1 : link.end_line])
        assert all(name.rpartition("/")[2] in said for name in link.vertices), said
    made = [name for link in module.links for name in link.vertices]
    return [name for name in made if "/" not in name]


def names_drawn(spec: Spec) -> list[str]:
    """The layers' boxes in order; in the place of a nested model stand those inside."""
    layers = {v.name for v in compile_spec(spec).vertices if v.model is None}
    boxes = draw(spec, UNFOLDED).scene.boxes
    return [box.name for box in boxes if box.name in layers]


def names_in_structured_code(spec: Spec) -> set[str]:
    """The layers that the lines of the code make; a line of a block makes several."""
    links = printed(lower(compile_spec(spec))).links
    return {name for link in links for name in link.vertices if "/" not in name}


def constructs_a_layer(node: ast.Call) -> bool:
    return bool(re.match(r"layers\.\w+$|keras\.Input$", ast.unparse(node.func)))


def names_in_keras(model: Any, graph: Graph) -> list[str]:
    """The names that Keras keeps; it hides the input of a sequential model."""
    names = [layer.name for layer in model.layers]
    return [graph.inputs[0].name, *names] if graph.mode == "sequential" else names


def batch(model: Any) -> list[Any]:
    """The same input for each model of the same shape: small integers as numbers."""
    random = np.random.default_rng(SEED)
    inputs = model.inputs
    return [
        random.integers(0, 3, (2, *tensor.shape[1:])).astype(tensor.dtype)
        for tensor in inputs
    ]


def outputs(model: Any) -> list[Any]:
    import keras

    given_ = batch(model)
    found = model(given_ if len(given_) > 1 else given_[0], training=False)
    return [keras.ops.convert_to_numpy(t) for t in keras.tree.flatten(found)]


def assert_same(one: Any, other: Any) -> None:
    """Equal weights and outputs, bit for bit."""
    ours, theirs = one.get_weights(), other.get_weights()
    assert len(ours) == len(theirs)
    for mine, yours in zip(ours, theirs, strict=True):
        np.testing.assert_array_equal(mine, yours)
    for mine, yours in zip(outputs(one), outputs(other), strict=True):
        np.testing.assert_array_equal(mine, yours)


@pytest.mark.parametrize("spec", every_mode())
def test_the_same_nodes_stand_in_the_same_order_everywhere(spec: Spec) -> None:
    graph = compile_spec(spec)
    names = [entry.name for entry in spec.entries]
    assert [vertex.name for vertex in graph.vertices] == names
    assert names_drawn(spec) == [v.name for v in graph.vertices if v.model is None]
    assert names_linked(spec) == names
    kept = names_in_keras(build(spec), graph)
    # A layer that is called again is one layer, under its first name; one that reaches
    # no output is left out.
    layers = [v for v in graph.vertices if v.layer.family != "operation"]
    names = [v.name for v in layers if not v.shares and v.name in graph.live]
    # Keras sorts a functional model's layers by depth: its set is the same, and each
    # layer's own order is that of the calls, which the weights below depend on.
    assert (
        kept == names if graph.mode == "sequential" else sorted(kept) == sorted(names)
    )


@pytest.mark.parametrize("spec", every_mode())
def test_code_and_spec_make_one_model(spec: Spec) -> None:
    built, printed = built_anew(spec), run(code(spec))
    assert type(built) is type(printed)
    assert built.get_config() == printed.get_config()
    assert_same(built, printed)


@pytest.mark.parametrize("spec", every_mode())
def test_flat_code_and_spec_make_one_model(spec: Spec) -> None:
    built, printed_ = built_anew(spec), run(code(spec, flat=True))
    assert built.get_config() == printed_.get_config()
    assert_same(built, printed_)


@pytest.mark.parametrize("path", SPECS, ids=lambda path: path.stem)
def test_every_layer_comes_from_a_line_of_the_code(path: Path) -> None:
    spec = offline(path)
    assert names_in_structured_code(spec) == {entry.name for entry in spec.entries}


@pytest.mark.parametrize("path", SPECS, ids=lambda path: path.stem)
def test_sequential_and_functional_make_one_model(path: Path) -> None:
    first, *rest = [build(spec, seed=SEED) for spec in modes(offline(path))]
    for other in rest:
        assert_same(first, other)


@pytest.mark.parametrize("path", SPECS, ids=lambda path: path.stem)
def test_kspec_and_keras_count_the_same_parameters(path: Path) -> None:
    spec = offline(path)
    model, graph = build(spec), compile_spec(spec)
    assert model.count_params() == graph.params
    trainable = sum(int(np.prod(w.shape)) for w in model.trainable_weights)
    assert trainable == graph.trainable_params
    outputs = list(zip(graph.outputs.names, graph.outputs.ports, strict=True))
    if graph.outputs.form == "mapping":
        # Keras sorts a dictionary of outputs by its keys.
        outputs.sort()
    shapes = [tuple(tensor.shape) for tensor in model.outputs]
    assert shapes == [graph.tensor(port).shape for _, port in outputs]


@settings(max_examples=20)
@given(plain=specs())
def test_random_graphs_correspond_as_well(plain: dict[str, Any]) -> None:
    spec = loads(text_of(plain))
    assert names_in_code(code(spec)) == [entry.name for entry in spec.entries]
    built, printed = built_anew(spec), run(code(spec))
    assert built.get_config() == printed.get_config()
    assert_same(built, printed)
    assert built.count_params() == compile_spec(spec).params


@settings(max_examples=30)
@given(plain=structured_specs())
def test_random_structures_correspond_as_well(plain: dict[str, Any]) -> None:
    spec = loads(text_of(plain))
    names = [entry.name for entry in spec.entries]
    assert names_linked(spec) == names
    assert names_in_structured_code(spec) == set(names)
    built = built_anew(spec)
    for flat in (False, True):
        printed_ = run(code(spec, flat=flat))
        assert built.get_config() == printed_.get_config()
        assert_same(built, printed_)
    assert built.count_params() == compile_spec(spec).params
    assert dump(loads(dump(spec))) == dump(spec)
