"""The catalogue against the installed Keras: names, arguments, defaults, aliases."""

from __future__ import annotations

import importlib
import inspect
import pkgutil
import re
from typing import Any

import pytest

import kspec.layers
from kspec.layers.applications import Application
from kspec.layers.arguments import Arguments
from kspec.layers.catalogue import (
    ALIASES,
    CELLS,
    LAYERS,
    REFUSED,
    find,
    layer_names,
)
from kspec.layers.core import Input
from kspec.layers.custom import CustomLayer
from kspec.layers.defaults import same
from kspec.layers.layer import Layer
from kspec.layers.model import Model
from kspec.layers.objects.object import Object
from kspec.layers.operation import Operation
from kspec.layers.recurrence import Recurrent
from kspec.layers.recurrent_cells import Cell

EVERY_LAYER = {"trainable", "dtype"}
EVERY = (*LAYERS, *CELLS)
NAMED = tuple(kind for kind in EVERY if not issubclass(kind, Operation))
"""The layers; operations are compared with Keras in tests/layers/operations."""
ABSTRACT = {Layer, Recurrent, Cell, CustomLayer}
OTHER_ORDER = ("Conv3DTranspose",)
"""Keras has two arguments the other way round there than in 1D and 2D."""
BY_NAME = {layer.__name__: layer for layer in NAMED}


def named(kind: type[Layer]) -> str:
    return kind.kind()


def all_subclasses(cls: type[Any]) -> set[type[Any]]:
    return {cls}.union(*map(all_subclasses, cls.__subclasses__()))


def keras_classes() -> dict[str, Any]:
    """Every class in `keras.layers` by every name that it has there."""
    import keras

    return {
        name: value
        for name, value in vars(keras.layers).items()
        if inspect.isclass(value)
    }


def keras_arguments(kind: type[Layer]) -> dict[str, inspect.Parameter]:
    """The parameters of Keras's constructor, without those that collect the rest."""
    import keras

    target: Any = keras
    for part in kind.target().split(".")[1:]:
        target = getattr(target, part)
    collecting = (inspect.Parameter.VAR_KEYWORD, inspect.Parameter.VAR_POSITIONAL)
    return {
        name: parameter
        for name, parameter in inspect.signature(target).parameters.items()
        if parameter.kind not in collecting and name != "name"
    }


def test_every_layer_class_is_listed_once() -> None:
    for module in pkgutil.iter_modules(kspec.layers.__path__, "kspec.layers."):
        importlib.import_module(module.name)
    public = {
        cls
        for cls in all_subclasses(Layer)
        if cls.__module__.startswith("kspec.")
        and not cls.__name__.startswith("_")
        and not issubclass(cls, Operation | Model | Application)
    }
    assert public - ABSTRACT == set(NAMED)
    assert len(NAMED) == len(set(NAMED))


@pytest.mark.parametrize("kind", NAMED, ids=named)
def test_a_layer_is_documented_with_its_source(kind: type[Layer]) -> None:
    assert kind.__doc__
    assert kind.__doc__.splitlines()[0].endswith(".")
    assert re.search(rf"^    Source: {kind.target()}[.;]", kind.__doc__, re.MULTILINE)


@pytest.mark.parametrize("kind", EVERY, ids=named)
def test_the_examples_of_a_layer_give_shapes(kind: type[Layer]) -> None:
    assert kind.examples
    for example in kind.examples:
        layer = kind.model_validate(example.arguments)
        for shape in layer.shapes_of(*example.inputs):
            assert all(dim is None or dim > 0 for dim in shape)


@pytest.mark.parametrize("kind", EVERY, ids=named)
def test_the_arguments_that_an_example_gives_are_those_that_it_changes(
    kind: type[Layer],
) -> None:
    for example in kind.examples:
        layer = kind.model_validate(example.arguments)
        changed = layer.changed()
        assert set(changed) <= set(example.arguments)
        assert list(changed) == [n for n in kind.argument_names() if n in changed]
        again = kind.model_validate(changed)
        assert again.changed() == changed


@pytest.mark.keras
@pytest.mark.parametrize("kind", NAMED, ids=named)
def test_the_arguments_are_those_of_keras_in_order(kind: type[Layer]) -> None:
    theirs = [name for name in keras_arguments(kind) if name not in kind.refused]
    ours = [name for name in kind.argument_names() if name not in EVERY_LAYER]
    own = [name for name in theirs if name not in EVERY_LAYER]
    assert sorted(ours) == sorted(own)
    assert ours == own or kind.__name__ in OTHER_ORDER


@pytest.mark.keras
@pytest.mark.parametrize("kind", NAMED, ids=named)
def test_a_refused_argument_is_one_that_keras_has(kind: type[Layer]) -> None:
    known = {*keras_arguments(kind), *EVERY_LAYER}
    assert set(kind.refused) <= known
    own = set(kind.model_fields) - EVERY_LAYER
    assert not own & set(kind.refused)


@pytest.mark.keras
@pytest.mark.parametrize("kind", NAMED, ids=named)
def test_the_defaults_are_those_of_keras(kind: type[Layer]) -> None:
    theirs = keras_arguments(kind)
    for name, info in kind.model_fields.items():
        if name in EVERY_LAYER or (kind is Input and name == "shape"):
            continue
        required = theirs[name].default is inspect.Parameter.empty
        assert info.is_required() == required, name
        if not required:
            ours, default = info.get_default(), theirs[name].default
            assert ours == default or same(ours, plain(default)), name


def plain(value: Any) -> Any:
    """A default as kspec would hold it."""
    if isinstance(value, str):
        return value.lower()
    return tuple(map(plain, value)) if isinstance(value, list | tuple) else value


@pytest.mark.keras
def test_every_layer_of_keras_is_listed_or_refused() -> None:
    theirs = {cls.__name__ for cls in keras_classes().values()}
    # Two layers that only Keras's applications have stand in modules of their own.
    ours = {
        name
        for name in layer_names()
        if (cls := find(name)) and cls.target().startswith("keras.layers.")
    }
    refused = {name for name in REFUSED if not name.startswith("ops.")}
    assert ours <= theirs
    assert not ours & refused
    assert theirs - ours == refused


@pytest.mark.keras
def test_the_second_names_are_those_of_keras() -> None:
    theirs = {
        name: cls.__name__
        for name, cls in keras_classes().items()
        if name != cls.__name__ and cls.__name__ in BY_NAME
    }
    assert theirs == ALIASES


def test_a_second_name_finds_the_layer_it_means() -> None:
    for alias, name in ALIASES.items():
        assert find(alias) is BY_NAME[name]


@pytest.mark.parametrize("kind", ["Lambda", "lambda", "Layer", "keras.Dense", "", "os"])
def test_nothing_outside_the_catalogue_is_found(kind: str) -> None:
    assert find(kind) is None


def test_an_input_is_no_layer_that_a_spec_writes_under_layers() -> None:
    assert find("Input") is Input
    assert "Input" not in layer_names()


@pytest.mark.parametrize("cls", [Layer, Object])
def test_arguments_are_frozen_and_closed(cls: type[Arguments]) -> None:
    for kind in all_subclasses(cls):
        assert kind.model_config.get("frozen")
        assert kind.model_config.get("extra") == "forbid"
