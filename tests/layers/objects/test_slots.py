"""What an optimizer keeps for each weight is what Keras allocates."""

from __future__ import annotations

import math
from typing import Any

import pytest

from kspec.layers.objects.object import Object
from kspec.layers.objects.optimizers import OPTIMIZERS, slots
from kspec.shape import Weight

pytestmark = pytest.mark.keras

WEIGHTS = (
    Weight("hidden/kernel", (3, 4)),
    Weight("hidden/bias", (4,)),
    Weight("conv/kernel", (2, 3, 4, 5)),
    Weight("words_embedding/embeddings", (7, 2)),
    Weight("scale/gamma", ()),
)
OPTIONS: tuple[dict[str, Any], ...] = (
    {},
    {"amsgrad": True},
    {"momentum": 0.9},
    {"centered": True},
    {"use_ema": True},
    {"gradient_accumulation_steps": 2},
    {"exclude_layers": ("hid",)},
    {"exclude_embeddings": False},
)
CASES = [
    (cls, options)
    for cls in OPTIMIZERS.classes
    for options in OPTIONS
    if options.keys() <= cls.model_fields.keys()
]


def allocated(cls: type[Object], options: dict[str, Any]) -> int:
    """The numbers that Keras's optimizer keeps for the weights, its own left out."""
    import keras

    made = getattr(keras.optimizers, cls.__name__)(**options)
    alone = len(built(made, []))
    return sum(math.prod(v.shape) for v in built(fresh(made), variables())) - alone


def fresh(made: Any) -> Any:
    return type(made).from_config(made.get_config())


def built(made: Any, on: list[Any]) -> list[Any]:
    made.build(on)
    return made.variables


def variables() -> list[Any]:
    """Keras's variables, each with its layer in its path."""
    import keras

    found: list[Any] = []
    for weight in WEIGHTS:
        scope, _, name = weight.name.partition("/")
        with keras.name_scope(scope):
            found.append(keras.Variable(keras.ops.zeros(weight.shape), name=name))
    return found


@pytest.mark.parametrize(
    ("cls", "options"), CASES, ids=lambda v: getattr(v, "__name__", str(v))
)
def test_an_optimizer_keeps_as_much_as_keras_allocates(
    cls: type[Object], options: dict[str, Any]
) -> None:
    ours = sum(slots(cls.model_validate(options), weight) for weight in WEIGHTS)
    assert ours == allocated(cls, options)


def test_a_name_keeps_what_its_class_keeps() -> None:
    assert slots("sgd", WEIGHTS[0]) == 0
    assert slots("adam", WEIGHTS[0]) == 2 * 12
