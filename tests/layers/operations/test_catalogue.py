"""The operations against the installed Keras: names, arguments, defaults, refusals."""

from __future__ import annotations

import inspect
from typing import Any

import pytest

from kspec import loads
from kspec.errors import SpecError
from kspec.layers.catalogue import find, layer_names
from kspec.layers.defaults import same
from kspec.layers.descriptions import describe
from kspec.layers.operation import Operation
from kspec.layers.operations import OPERATIONS, refusals
from tests.layers.operations.oracle import function

COLLECTING = (inspect.Parameter.VAR_KEYWORD, inspect.Parameter.VAR_POSITIONAL)


def named(kind: type[Operation]) -> str:
    return kind.kind()


def parameters(kind: type[Operation]) -> dict[str, inspect.Parameter]:
    """The parameters of Keras's function, without those that collect the rest."""
    found = inspect.signature(function(kind)).parameters
    return {name: one for name, one in found.items() if one.kind not in COLLECTING}


def keras_functions() -> set[str]:
    import keras

    return {
        name
        for name, found in vars(keras.ops).items()
        if callable(found) and not name.startswith("_")
    }


@pytest.mark.keras
def test_every_function_of_keras_is_an_operation_or_refused() -> None:
    ours = {kind.function for kind in OPERATIONS}
    refused = {name.removeprefix("ops.") for name in refusals.REFUSED}
    assert not ours & refused
    assert keras_functions() == ours | refused


def test_an_operation_is_listed_once_under_its_own_name() -> None:
    names = [kind.kind() for kind in OPERATIONS]
    assert len(names) == len(set(names))
    assert set(names) <= set(layer_names())
    assert all(find(name) is kind for name, kind in zip(names, OPERATIONS, strict=True))


def test_every_class_with_a_function_is_listed() -> None:
    found: set[type[Any]] = set()
    waiting: list[type[Any]] = [Operation]
    while waiting:
        cls = waiting.pop()
        waiting += cls.__subclasses__()
        if "function" in vars(cls) and cls.__module__.startswith("kspec."):
            found.add(cls)
    assert found == set(OPERATIONS)


@pytest.mark.parametrize("kind", OPERATIONS, ids=named)
def test_an_operation_and_its_arguments_are_described(kind: type[Operation]) -> None:
    assert kind.__doc__
    assert kind.__doc__.splitlines()[0].endswith(".")
    assert [n for n in kind.argument_names() if not describe(kind, n)] == []
    assert kind.family == "operation"


@pytest.mark.keras
@pytest.mark.parametrize("kind", OPERATIONS, ids=named)
def test_tensors_and_arguments_are_those_of_keras_in_order(
    kind: type[Operation],
) -> None:
    own = [name for name in kind.argument_names() if name not in kind.slots]
    rest = [name for name in own if name not in kind.leading]
    refused = [name for name in parameters(kind) if name in kind.refused]
    ours = [*kind.leading, *kind.slots, *rest]
    assert ours == [name for name in parameters(kind) if name not in refused]


@pytest.mark.keras
@pytest.mark.parametrize("kind", OPERATIONS, ids=named)
def test_the_defaults_are_those_of_keras(kind: type[Operation]) -> None:
    theirs = parameters(kind)
    for name in kind.argument_names():
        info, default = kind.model_fields[name], theirs[name].default
        if name in kind.slots:
            assert info.default is None
            continue
        assert info.is_required() == (default is inspect.Parameter.empty), name
        assert info.is_required() or same(info.default, default), name


def spec(layer: str) -> str:
    return f"{{kspec: 1, inputs: {{x: [4]}}, layers: {{y: {layer}}}}}"


@pytest.mark.parametrize(
    ("layer", "code", "message", "hint"),
    [
        (
            "{type: ops.while_loop}",
            "K109",
            "`ops.while_loop` has no place in a spec: it takes a function, which a "
            "spec cannot hold",
            None,
        ),
        (
            "{type: ops.svd}",
            "K109",
            "`ops.svd` has no place in a spec: kspec does not know its shapes yet",
            None,
        ),
        (
            "{type: ops.mutliply, x2: 2}",
            "K103",
            "there is no layer type `ops.mutliply`",
            "did you mean `ops.multiply`?",
        ),
        (
            "{type: ops.Relu}",
            "K103",
            "there is no layer type `ops.Relu`",
            "did you mean `ops.relu`?",
        ),
        (
            "{type: ops.nn.relu}",
            "K103",
            "there is no layer type `ops.nn.relu`",
            "did you mean `ops.relu`?",
        ),
        (
            "{type: ops.multiply, x2: half}",
            "K106",
            '`x2` is "half"; expected a number, or a tensor under `from:`',
            None,
        ),
        (
            "{type: ops.multiply, x2: null}",
            "K106",
            "`x2` is null; expected a number, or a tensor under `from:`",
            None,
        ),
        (
            "{type: ops.mean, axes: 1}",
            "K104",
            "`ops.mean` has no argument `axes`",
            "did you mean `axis`?",
        ),
        ("{type: ops.clip, x_min: 0}", "K105", "`ops.clip` needs `x_max`", None),
        (
            "{type: ops.relu, trainable: false}",
            "K104",
            "`ops.relu` takes no `trainable` in a spec",
            "an operation has no weights",
        ),
    ],
)
def test_a_wrong_operation_is_told(
    layer: str, code: str, message: str, hint: str | None
) -> None:
    with pytest.raises(SpecError) as caught:
        loads(spec(layer))
    (found,) = caught.value.diagnostics
    assert (found.code, found.message, found.hint) == (code, message, hint)
