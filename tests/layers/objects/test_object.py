"""A family of objects: names, mappings, and what messages say."""

from __future__ import annotations

from typing import Any

import pytest
from pydantic import BaseModel, ValidationError

from kspec.layers.core import Dense
from kspec.layers.objects.activations import ACTIVATIONS
from kspec.layers.objects.callbacks import CALLBACKS, TerminateOnNaN
from kspec.layers.objects.initializers import INITIALIZERS, Constant, HeNormal
from kspec.layers.objects.metrics import METRICS
from kspec.layers.objects.object import Object, Vocabulary
from kspec.layers.objects.optimizers import OPTIMIZERS, SGD, Optimizer
from kspec.layers.objects.schedules import SCHEDULES
from tests.layers.objects.families import CLASSES, FAMILIES, Family


class Slot(BaseModel):
    optimizer: Optimizer


@pytest.mark.parametrize(
    ("vocabulary", "value", "expected"),
    [
        (INITIALIZERS, "he_normal", "he_normal"),
        (INITIALIZERS, "HeNormal", "he_normal"),
        (INITIALIZERS, "zero", "zero"),
        (INITIALIZERS, {"type": "HeNormal"}, "he_normal"),
        (INITIALIZERS, {"type": "he_normal", "seed": 1}, HeNormal(seed=1)),
        (INITIALIZERS, HeNormal(seed=1), HeNormal(seed=1)),
        (INITIALIZERS, "Constant", Constant()),
        (ACTIVATIONS, "swish", "swish"),
        (ACTIVATIONS, {"type": "relu"}, "relu"),
        (CALLBACKS, "TerminateOnNaN", TerminateOnNaN()),
        (OPTIMIZERS, "SGD", "sgd"),
        (OPTIMIZERS, {"type": "sgd", "momentum": 0}, SGD(momentum=0.0)),
    ],
)
def test_a_value_becomes_its_plainest_form(
    vocabulary: Vocabulary, value: Any, expected: str | Object
) -> None:
    assert vocabulary.parse(value) == expected


@pytest.mark.parametrize(
    ("arguments", "where", "message", "hint"),
    [
        (
            {"kernel_initializer": "he_norml"},
            ("kernel_initializer",),
            "no initializer is called so",
            "did you mean `he_normal`?",
        ),
        (
            {"kernel_initializer": "constant"},
            ("kernel_initializer",),
            "no initializer is called so",
            "did you mean `Constant`?",
        ),
        (
            {"kernel_initializer": 3},
            ("kernel_initializer",),
            "expected the name of an initializer or {type: …}",
            None,
        ),
        (
            {"kernel_initializer": {"seed": 1}},
            ("kernel_initializer",),
            "expected `type:`, the name of an initializer",
            None,
        ),
        (
            {"kernel_initializer": {"type": "HeNormal", "seed": "x"}},
            ("kernel_initializer", "seed"),
            "expected an integer, 0 or more, or null",
            None,
        ),
        (
            {"kernel_initializer": {"type": "RandomUniform", "minval": 3}},
            ("kernel_initializer",),
            "`minval` is above `maxval`, got 3 and 0.05",
            None,
        ),
        (
            {"activation": "glu"},
            ("activation",),
            "this activation cannot stand in a spec: it halves the last axis, "
            "which Keras's shapes do not show",
            None,
        ),
    ],
)
def test_a_wrong_value_says_where_and_what_was_expected(
    arguments: dict[str, Any], where: tuple[str, ...], message: str, hint: str | None
) -> None:
    with pytest.raises(ValidationError) as caught:
        Dense.model_validate({"units": 1, **arguments})
    (found,) = caught.value.errors()
    assert found["loc"] == where
    assert found["msg"] == message
    assert found.get("ctx", {})["hint"] == hint


@pytest.mark.parametrize(
    ("optimizer", "where", "message"),
    [
        (
            {"type": "Adam", "learning_rate": 0},
            ("optimizer", "learning_rate"),
            "expected a number above 0, or a schedule {type: …}",
        ),
        (
            {"type": "Adam", "learning_rate": {"type": "CosineDecay"}},
            ("optimizer", "learning_rate", "initial_learning_rate"),
            "Field required",
        ),
        (
            {"type": "Adam", "clipnorm": 1, "clipvalue": 1},
            ("optimizer",),
            "`clipnorm` and `clipvalue` cannot both be given",
        ),
        (
            {"type": "Muon", "exclude_layers": ["(a+)+$"]},
            ("optimizer", "exclude_layers"),
            "expected a list of names of layers, or parts of them",
        ),
        (
            "MultiOptimizer",
            ("optimizer",),
            "this optimizer cannot stand in a spec: it gives layers optimizers of "
            "their own, which kspec has no words for",
        ),
    ],
)
def test_a_wrong_optimizer_points_into_its_schedule(
    optimizer: Any, where: tuple[str, ...], message: str
) -> None:
    with pytest.raises(ValidationError) as caught:
        Slot(optimizer=optimizer)
    assert caught.value.errors()[0]["loc"] == where
    assert caught.value.errors()[0]["msg"] == message


@pytest.mark.parametrize(
    ("vocabulary", "name", "message"),
    [
        (METRICS, "IoU", "since it needs `num_classes` and `target_class_ids`"),
        (SCHEDULES, "PiecewiseConstantDecay", "needs `boundaries` and `values`"),
    ],
)
def test_a_bare_name_says_which_arguments_are_needed(
    vocabulary: Vocabulary, name: str, message: str
) -> None:
    with pytest.raises(ValueError, match=message):
        vocabulary.parse(name)


@pytest.mark.parametrize("family", FAMILIES, ids=str)
def test_no_two_classes_share_a_name(family: Family) -> None:
    names = [n for cls in family.vocabulary.classes for n in (cls.__name__, *cls.names)]
    assert len(names) == len(set(names))


@pytest.mark.parametrize("cls", CLASSES, ids=lambda cls: cls.target())
def test_the_defaults_of_a_class_are_of_its_types(cls: type[Object]) -> None:
    defaults = {
        name: info.default
        for name, info in cls.model_fields.items()
        if not info.is_required()
    }
    for name, default in defaults.items():
        required = {"num_classes": 2, "target_class_ids": (0,)}
        given = {k: v for k, v in required.items() if k in cls.model_fields}
        errors = errors_of(cls, {**given, name: default})
        assert not [found for found in errors if found["loc"] == (name,)]


def errors_of(cls: type[Object], arguments: dict[str, Any]) -> list[Any]:
    try:
        cls.model_validate(arguments)
    except ValidationError as error:
        return list(error.errors())
    return []


def test_the_schema_of_an_argument_lists_its_names_and_needs_a_type() -> None:
    schema = Slot.model_json_schema()["properties"]["optimizer"]
    by_name, described = schema["anyOf"]
    assert {"adam", "Adam"} <= set(by_name["enum"])
    assert described["required"] == ["type"]
    assert described["properties"]["type"]["enum"] == by_name["enum"]
