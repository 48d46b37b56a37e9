"""Every family of objects is the one that the installed Keras has."""

from __future__ import annotations

import inspect
from typing import Any

import pytest
from hypothesis import HealthCheck, assume, given, settings
from hypothesis import strategies as st
from pydantic import ValidationError
from pydantic.fields import FieldInfo

from kspec.layers.objects.metrics import METRICS, Accuracy
from kspec.layers.objects.object import Object
from kspec.layers.objects.schedules import SCHEDULES
from tests.layers.differential import construct
from tests.layers.objects.families import CLASSES, FAMILIES, Family, keras_names
from tests.layers.strategies import typed

pytestmark = pytest.mark.keras

# `Model.compile` knows these, `get` does not.
BY_COMPILE = {"acc", "accuracy", "Accuracy", "ce", "crossentropy"}


def required(cls: type[Object] | None) -> bool:
    """Whether the class cannot do without arguments, so that no name stands for it."""
    return cls is not None and any(f.is_required() for f in cls.model_fields.values())


WITH_GET = [f for f in FAMILIES if f.path not in ("callbacks", "optimizers.schedules")]
NAMED = [
    pytest.param(family, name, id=f"{family}-{name}")
    for family in WITH_GET
    for name in family.vocabulary.all_names
    if name not in BY_COMPILE and not required(family.vocabulary.by_name.get(name))
]


@st.composite
def drawn(draw: st.DrawFn, cls: type[Object]) -> Object:
    """A valid object of a class; each optional argument is there or not."""
    given: dict[str, Any] = {}
    for name, info in cls.model_fields.items():
        if info.is_required() or draw(st.booleans()):
            given[name] = draw(values(name, info))
    made = parsed(cls, given)
    assume(made is not None)
    assert made is not None
    return made


def values(name: str, info: FieldInfo) -> st.SearchStrategy[Any]:
    """Values of an argument's type; rates are numbers or schedules."""
    if name == "learning_rate":
        return st.sampled_from([1, 0.5]) | SCHEDULE
    return FLOATS if name == "dtype" else typed(info.annotation, tuple(info.metadata))


def parsed(cls: type[Object], given: dict[str, Any]) -> Object | None:
    """The object, or None where the arguments do not go together."""
    try:
        return cls.model_validate(given)
    except ValidationError as error:
        if any(found["loc"] for found in error.errors()):
            raise
        return None


FLOATS = st.sampled_from([None, "float32", "float16", "float64"])
SCHEDULE = st.deferred(lambda: st.one_of([drawn(cls) for cls in SCHEDULES.classes]))


@pytest.mark.parametrize("family", FAMILIES, ids=str)
def test_what_keras_has_is_listed_or_refused_and_never_both(family: Family) -> None:
    vocabulary = family.vocabulary
    listed = {cls.__name__ for cls in vocabulary.classes} | set(vocabulary.functions)
    refused = set(vocabulary.refused)
    assert keras_names(family) - listed - refused == set()
    assert refused - keras_names(family) == set()
    assert listed & refused == set()


@pytest.mark.parametrize("cls", CLASSES, ids=lambda cls: cls.target())
def test_arguments_and_defaults_are_those_of_keras(cls: type[Object]) -> None:
    ours = {
        name: inspect.Parameter.empty if info.is_required() else info.default
        for name, info in cls.model_fields.items()
    }
    assert ours == keras_defaults(cls)


def keras_defaults(cls: type[Object]) -> dict[str, Any]:
    """The defaults of the constructor's named parameters."""
    import keras

    constructor: Any = keras
    for part in cls.target().split(".")[1:]:
        constructor = getattr(constructor, part)
    parameters = inspect.signature(constructor).parameters.values()
    return {p.name: p.default for p in parameters if p.kind is not p.VAR_KEYWORD}


@pytest.mark.parametrize(("family", "name"), NAMED)
def test_a_name_means_to_keras_what_it_means_here(family: Family, name: str) -> None:
    written = family.vocabulary.parse(name)
    if isinstance(written, Object):
        assert construct(type(written), {}) is not None
        return
    cls = family.vocabulary.by_name.get(name)
    expected = cls.__name__ if cls else getattr(family.module, name)
    assert normal(family.module.get(written)) == normal(expected)


def normal(found: Any) -> str:
    """The name of a Keras object, however it is spelt."""
    name = found if isinstance(found, str) else getattr(found, "__name__", "")
    return (name or type(found).__name__).replace("_", "").lower()


@pytest.mark.parametrize("cls", CLASSES, ids=lambda cls: cls.target())
def test_keras_constructs_what_is_accepted_here(cls: type[Object]) -> None:
    @settings(
        max_examples=20,
        derandomize=True,
        database=None,
        deadline=None,
        suppress_health_check=(HealthCheck.filter_too_much, HealthCheck.too_slow),
    )
    @given(drawn(cls))
    def constructs(made: Object) -> None:
        kwargs = {name: getattr(made, name) for name in made.model_fields_set}
        assert type(construct(cls, kwargs)).__name__ == cls.__name__

    constructs()


@pytest.mark.parametrize("cls", SCHEDULES.classes, ids=lambda cls: cls.__name__)
def test_a_schedule_gives_a_rate_at_every_step(cls: type[Object]) -> None:
    @settings(max_examples=10, derandomize=True, database=None, deadline=None)
    @given(drawn(cls), st.integers(0, 5))
    def gives_a_rate(made: Object, step: int) -> None:
        kwargs = {name: getattr(made, name) for name in made.model_fields_set}
        assert 0 <= float(construct(cls, kwargs)(step)) < 1_000

    gives_a_rate()


@pytest.mark.parametrize("name", ["accuracy", "acc", "Accuracy"])
def test_compile_chooses_the_accuracy_that_fits(name: str) -> None:
    import keras
    import numpy as np

    assert METRICS.parse(name) == name
    model: Any = keras.Sequential([keras.Input((2,)), keras.layers.Dense(3)])
    model.compile(loss="crossentropy", metrics=[METRICS.parse(name)])
    model.evaluate(np.zeros((2, 2)), np.zeros((2, 1), "int32"), verbose=0)
    chosen = model.metrics[1].metrics[0]
    assert type(chosen).__name__ == "SparseCategoricalAccuracy"


def test_accuracy_as_a_mapping_is_the_class() -> None:
    assert METRICS.parse({"type": "Accuracy"}) == Accuracy()
