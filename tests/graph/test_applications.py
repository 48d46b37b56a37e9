"""Keras's applications: what is known of them without Keras, and what Keras says."""

from __future__ import annotations

import inspect
import os
from pathlib import Path
from typing import Any

import numpy as np
import pytest

from kspec import SpecError, build, bundled, code, load, loads
from kspec.graph import Graph, compile_spec
from kspec.graph.applications import knows_layers
from kspec.layers.applications import APPLICATIONS, Application
from kspec.shape import UNKNOWN

DESCRIBED = [
    cls
    for cls in APPLICATIONS
    if bundled.application(cls.application.casefold()).is_file()
]


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


SMALLEST = {"InceptionV3": 75, "InceptionResNetV2": 75, "Xception": 71}
"""The smallest images that an application takes; 32 pixels are enough for others."""
EVERY = os.environ.get("KSPEC_HYPOTHESIS") == "full"
MADE = [
    cls
    for cls in DESCRIBED
    if EVERY or cls.application in ("VGG16", "MobileNet", "MobileNetV3Small")
]
"""Those that are compared with Keras's; all of them take it a quarter of an hour."""
OTHERWISE: dict[str, Any] = {
    "alpha": 0.5,
    "depth_multiplier": 2,
    "include_preprocessing": False,
}
"""Arguments that change which layers there are, where the application has them."""


def in_both(cls: type[Application], given: dict[str, Any], size: int) -> None:
    """Hold the output and the count of parameters to Keras's own."""
    import keras

    with keras.StatelessScope(initialize_variables=False):
        theirs = getattr(keras.applications, cls.application)(weights=None, **given)
    arguments = "".join(f", {key}: {_yaml(value)}" for key, value in given.items())
    shape = given.get("input_shape", (size, size, 3))
    ours = compile_spec(
        loads(
            f"{{kspec: 1, inputs: {{x: {list(shape)}}}, layers: {{a: {{type: "
            f"{cls.kind()}, weights: null{arguments}}}}}}}"
        )
    )
    assert ours.is_known
    assert ours.params == theirs.count_params()
    assert ours.by_name["a"].outputs[0].shape == tuple(theirs.output_shape)


@pytest.mark.keras
@pytest.mark.parametrize("cls", MADE, ids=lambda cls: cls.application)
def test_shapes_and_counts_are_those_of_keras(cls: type[Application]) -> None:
    size = SMALLEST.get(cls.application, 32)
    given = {
        name: value
        for name, value in OTHERWISE.items()
        if name in cls.model_fields and knows_layers(cls.model_validate({name: value}))
    }
    given |= {"include_top": False, "input_shape": (size, size, 3), "pooling": "max"}
    in_both(cls, given, size)


@pytest.mark.keras
@pytest.mark.parametrize(
    ("name", "given"),
    [
        ("VGG16", {"classes": 7, "classifier_activation": None}),
        ("MobileNet", {"classes": 7, "alpha": 0.25, "dropout": 0.5}),
        ("ConvNeXtTiny", {"include_top": False, "input_shape": (32, 32, 1)}),
        ("MobileNetV3Small", {"classes": 7, "dropout_rate": 0.0}),
    ],
)
def test_the_classifier_and_the_front_are_those_of_keras(
    name: str, given: dict[str, Any]
) -> None:
    in_both(named(name), given, 224)


def test_what_only_keras_knows_is_shown_as_unknown() -> None:
    wide = graph(named("MobileNetV2"), ", alpha: 1.4")
    assert not wide.is_known
    assert wide.by_name["a"].outputs[0].shape == (None, 1000)
    base = graph(named("MobileNetV3Large"), ", minimalistic: true, include_top: false")
    assert base.by_name["a"].outputs[0].shape is UNKNOWN


@pytest.mark.keras
def test_keras_has_the_last_word_on_what_is_unknown() -> None:
    text = (
        "{kspec: 1, inputs: {x: [32, 32, 3]}, layers: {a: {type: applications."
        "MobileNetV3Small, weights: null, minimalistic: true, alpha: 0.75,"
        " include_top: false, pooling: avg, input_shape: [32, 32, 3]}},"
        " expect: {output_shape: [null, 432], params: 1}}"
    )
    with pytest.raises(SpecError) as error:
        build(loads(text))
    (found,) = error.value.diagnostics
    assert found.code == "K206"
    assert found.message.endswith("parameters; expected 1")


class TestWeights:
    """`weights:` may name a file."""

    def spec(self, folder: Path, weights: str) -> Path:
        path = folder / "model.yaml"
        path.write_text(
            "kspec: 1\ninputs: {x: [32, 32, 3]}\nlayers:\n  base: {type: "
            "applications.MobileNet, alpha: 0.25, include_top: false, input_shape: "
            f"[32, 32, 3], weights: {weights}}}\n",
            encoding="utf-8",
        )
        return path

    @pytest.mark.keras
    def test_they_are_read_from_the_folder_of_the_spec(self, tmp_path: Path) -> None:
        made: Any = build(load(self.spec(tmp_path, "null")), seed=1)
        (base,) = [one for one in made.layers if one.name == "base"]
        base.save_weights(tmp_path / "base.weights.h5")
        read: Any = build(load(self.spec(tmp_path, "base.weights.h5")), seed=2)
        for one, other in zip(made.get_weights(), read.get_weights(), strict=True):
            assert np.array_equal(one, other)
        text = code(load(self.spec(tmp_path, "base.weights.h5")))
        assert 'weights="base.weights.h5"' in text

    @pytest.mark.parametrize(
        ("weights", "code", "hint"),
        [
            ("bass.weights.h5", "K112", "did you mean `base.weights.h5`?"),
            ("../base.weights.h5", "K112", "put it beside the spec or below"),
            ("/base.weights.h5", "K112", "put it beside the spec or below"),
            ("base.txt", "K106", None),
        ],
    )
    def test_no_other_file_is_read(
        self, weights: str, code: str, hint: str | None, tmp_path: Path
    ) -> None:
        (tmp_path / "base.weights.h5").touch()
        with pytest.raises(SpecError) as error:
            load(self.spec(tmp_path, weights))
        (found,) = error.value.diagnostics
        assert (found.code, found.hint) == (code, hint)
        assert found.span
        assert found.span.line == 4


def _yaml(value: object) -> str:
    if value is None:
        return "null"
    return str(list(value) if isinstance(value, tuple) else value).lower()
