"""Keras's applications: what is known of them without Keras, and what Keras says."""

from __future__ import annotations

import inspect
from typing import Any

import pytest

from kspec import SpecError, bundled, loads
from kspec.graph import Graph, compile_spec
from kspec.layers.applications import APPLICATIONS, Application

DESCRIBED = [
    cls
    for cls in APPLICATIONS
    if bundled.application(cls.application.casefold()).is_file()
]
SMALL = {"VGG16", "MobileNetV2"}
"""Those that every run compares with Keras: the others take long to make."""


def graph(cls: type[Application], arguments: str = "") -> Graph:
    layer = f"{{type: {cls.kind()}, weights: null{arguments}}}"
    return compile_spec(
        loads(f"{{kspec: 1, inputs: {{x: [224, 224, 3]}}, layers: {{a: {layer}}}}}")
    )


def named(name: str) -> type[Application]:
    return next(cls for cls in APPLICATIONS if cls.application == name)


def test_vgg16_without_its_top_is_that_of_the_article() -> None:
    base = graph(named("VGG16"), ", include_top: false, input_shape: [224, 224, 3]")
    assert base.params == 14_714_688
    assert base.by_name["a"].outputs[0].shape == (None, 7, 7, 512)
    assert graph(named("VGG16")).params == 138_357_544


@pytest.mark.parametrize(
    ("arguments", "shape"),
    [
        (", include_top: false", (None, 7, 7, 512)),
        (", include_top: false, pooling: avg", (None, 512)),
        (", classes: 10, classifier_activation: linear", (None, 10)),
    ],
)
def test_arguments_change_what_it_gives(arguments: str, shape: object) -> None:
    made = graph(named("VGG16"), arguments)
    assert made.by_name["a"].outputs[0].shape == shape


@pytest.mark.parametrize(
    ("arguments", "code"),
    [
        (", clases: 3", "K104"),
        (", weights: imagenett", "K003"),
        (", pooling: mean", "K106"),
        (", input_shape: [224, 224]", "K106"),
        (", input_shape: [100, 100, 3]", "K203"),
        (", trainable: no", "K004"),
    ],
)
def test_what_an_application_cannot_take_is_refused(arguments: str, code: str) -> None:
    with pytest.raises(SpecError) as error:
        graph(named("VGG16"), arguments)
    assert code in {found.code for found in error.value.diagnostics}


@pytest.mark.keras
@pytest.mark.parametrize("cls", APPLICATIONS, ids=lambda cls: cls.application)
def test_arguments_and_defaults_are_those_of_keras(cls: type[Application]) -> None:
    import keras

    parameters = inspect.signature(
        getattr(keras.applications, cls.application)
    ).parameters
    theirs = {
        name: one.default
        for name, one in parameters.items()
        if name not in ("input_tensor", "name")
    }
    fields = cls.model_fields
    ours = {
        n: fields[n].get_default() for n in cls.argument_names() if n != "trainable"
    }
    assert ours == theirs


@pytest.mark.keras
def test_every_application_of_keras_has_a_class() -> None:
    import keras

    theirs = {
        name
        for name, made in vars(keras.applications).items()
        if name[0].isupper() and callable(made)
    }
    assert theirs == {cls.application for cls in APPLICATIONS}


@pytest.mark.keras
@pytest.mark.parametrize(
    "cls",
    [cls for cls in DESCRIBED if cls.application in SMALL],
    ids=lambda cls: cls.application,
)
@pytest.mark.parametrize(
    "given",
    [
        {},
        {"include_top": False, "input_shape": (96, 96, 3), "pooling": "max"},
        {"classes": 7, "classifier_activation": None},
    ],
    ids=str,
)
def test_shapes_and_counts_are_those_of_keras(
    cls: type[Application], given: dict[str, Any]
) -> None:
    import keras

    with keras.StatelessScope(initialize_variables=False):
        theirs = getattr(keras.applications, cls.application)(weights=None, **given)
    arguments = "".join(f", {key}: {_yaml(value)}" for key, value in given.items())
    size = given.get("input_shape", (224, 224, 3))
    spec = loads(
        f"{{kspec: 1, inputs: {{x: {list(size)}}}, layers: {{a: {{type: {cls.kind()},"
        f" weights: null{arguments}}}}}}}"
    )
    ours = compile_spec(spec)
    assert ours.params == theirs.count_params()
    assert ours.by_name["a"].outputs[0].shape == tuple(theirs.output_shape)


def _yaml(value: object) -> str:
    if value is None:
        return "null"
    return str(list(value) if isinstance(value, tuple) else value).lower()
