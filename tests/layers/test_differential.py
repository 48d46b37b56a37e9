"""Every layer of the catalogue agrees with Keras on generated configurations.

`KSPEC_DRAWS` sets how many a layer; the default is a small fixed set.
"""

from __future__ import annotations

import os

import pytest
from hypothesis import HealthCheck, given, settings

from kspec.layers.catalogue import LAYERS
from kspec.layers.core import Dense
from kspec.layers.layer import Layer
from kspec.layers.operation import Operation
from kspec.shape import Shape, ShapeError, Tensor, Weight
from tests.layers.differences import DIFFERENCES, Difference, difference
from tests.layers.differential import Answer, Question, Refusal, ask_keras, ask_kspec
from tests.layers.draws import DRAWS, Draw
from tests.layers.strategies import questions

pytestmark = pytest.mark.keras

COUNT = int(os.environ.get("KSPEC_DRAWS", "15"))
LEAST_VALID = 0.2
CALLED = [
    kind for kind in LAYERS if kind.arity.most != 0 and not issubclass(kind, Operation)
]

fixed = settings(
    max_examples=COUNT,
    derandomize=COUNT <= 15,
    database=None,
    deadline=None,
    suppress_health_check=[HealthCheck.too_slow, HealthCheck.filter_too_much],
)


def agree(question: Question) -> bool:
    """Whether the question has an answer; both must give the same one, or none."""
    ours, theirs = ask_kspec(question), ask_keras(question)
    match ours, theirs:
        case Answer(), Answer():
            assert ours == theirs, question
        case Answer(), Refusal():
            raise AssertionError(f"Keras refuses {question}: {theirs.reason}")
        case Refusal(), Answer():
            assert difference(question, ours), f"{question}: {ours.reason}"
        case _:
            pass
    return isinstance(ours, Answer)


@pytest.mark.parametrize("kind", CALLED, ids=lambda kind: kind.__name__)
def test_a_layer_agrees_with_keras(kind: type[Layer]) -> None:
    answered: list[bool] = []

    @fixed
    @given(questions(kind, DRAWS.get(kind, Draw())))
    def ask(question: Question) -> None:
        answered.append(agree(question))

    ask()
    assert sum(answered) >= LEAST_VALID * len(answered), "too few valid draws"


@pytest.mark.parametrize("kind", CALLED, ids=lambda kind: kind.__name__)
def test_the_examples_of_a_layer_work_and_agree_with_keras(kind: type[Layer]) -> None:
    assert kind.examples
    for example in kind.examples:
        inputs = tuple(Tensor(shape, example.dtype) for shape in example.inputs)
        layer = kind.model_validate(example.arguments)
        given = {name: getattr(layer, name) for name in layer.model_fields_set}
        assert agree(Question(kind, given, inputs)), example


@pytest.mark.parametrize("listed", DIFFERENCES, ids=lambda d: f"{d.kind}: {d.reason}")
def test_a_listed_difference_is_one(listed: Difference) -> None:
    ours = ask_kspec(listed.example)
    assert isinstance(ours, Refusal)
    assert difference(listed.example, ours) is listed
    assert isinstance(ask_keras(listed.example), Answer)


class WrongShape(Dense):
    """A dense layer that adds a unit."""

    @classmethod
    def target(cls) -> str:
        return "keras.layers.Dense"

    def shape_of(self, x: Shape) -> Shape:
        return (*x[:-1], self.units + 1)


class WrongWeights(Dense):
    """A dense layer that forgets its bias."""

    @classmethod
    def target(cls) -> str:
        return "keras.layers.Dense"

    def weights_of(self, x: Shape) -> tuple[Weight, ...]:
        return super().weights_of(x)[:1]


class TooStrict(Dense):
    """A dense layer that refuses sequences."""

    @classmethod
    def target(cls) -> str:
        return "keras.layers.Dense"

    def shape_of(self, x: Shape) -> Shape:
        if len(x) > 2:
            raise ShapeError("no sequences")
        return super().shape_of(x)


class TooLax(Dense):
    """A dense layer that takes a scalar."""

    @classmethod
    def target(cls) -> str:
        return "keras.layers.Dense"

    def shape_of(self, x: Shape) -> Shape:
        return (*x[:-1], self.units)

    def weights_of(self, x: Shape) -> tuple[Weight, ...]:
        return ()


@pytest.mark.parametrize(
    ("kind", "shape"),
    [
        (WrongShape, (None, 4)),
        (WrongWeights, (None, 4)),
        (TooStrict, (None, 5, 4)),
        (TooLax, (None,)),
    ],
)
def test_a_wrong_rule_is_noticed(kind: type[Layer], shape: Shape) -> None:
    with pytest.raises(AssertionError):
        agree(Question(kind, {"units": 3}, (Tensor(shape),)))
