"""Every operation agrees with Keras on generated configurations.

`KSPEC_DRAWS` sets how many an operation; the default is a small fixed set.
"""

from __future__ import annotations

import pytest
from hypothesis import given

from kspec.layers.operation import Operation
from kspec.layers.operations import OPERATIONS
from kspec.shape import Shape, Tensor
from tests.layers.differential import Answer, Question, Refusal, ask_kspec
from tests.layers.operations.differences import DIFFERENCES, Difference, difference
from tests.layers.operations.draws import questions
from tests.layers.operations.oracle import ask_keras, compute
from tests.layers.test_differential import LEAST_VALID, fixed

pytestmark = pytest.mark.keras


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


def completed(shape: Shape, really: Shape) -> Shape:
    """The shape with the sizes that a call shows in place of unknown ones."""
    if len(shape) != len(really):
        return shape
    pairs = zip(shape, really, strict=True)
    return tuple(size if dim is None else dim for dim, size in pairs)


def named(kind: type[Operation]) -> str:
    return kind.kind()


@pytest.mark.parametrize("kind", OPERATIONS, ids=named)
def test_an_operation_agrees_with_keras(kind: type[Operation]) -> None:
    answered: list[bool] = []

    @fixed
    @given(questions(kind))
    def ask(question: Question) -> None:
        answered.append(agree(question))

    ask()
    assert sum(answered) >= LEAST_VALID * len(answered), "too few valid draws"


def examples() -> list[object]:
    """Every example of every operation, in each dtype that it may take."""
    return [
        pytest.param(kind, at, id=f"{kind.kind()}-{at}")
        for kind in OPERATIONS
        for at in range(len(kind.examples))
    ]


DTYPES = ("bool", "uint8", "int8", "int32", "int64", "float16", "bfloat16", "float64")


@pytest.mark.parametrize(("kind", "at"), examples())
def test_the_examples_agree_and_what_is_accepted_can_be_computed(
    kind: type[Operation], at: int
) -> None:
    example = kind.examples[at]
    layer = kind.model_validate(example.arguments)
    given = {name: getattr(layer, name) for name in layer.model_fields_set}
    for dtype in (example.dtype, *DTYPES):
        inputs = tuple(Tensor(shape, dtype) for shape in example.inputs)
        question = Question(kind, given, inputs)
        ours = ask_kspec(question)
        assert isinstance(ours, Answer) or dtype != example.dtype
        if agree(question):
            assert isinstance(ours, Answer)
            really = compute(question)
            said = [out.shape for out in ours.outputs]
            assert [*map(completed, said, really)] == really, question


@pytest.mark.parametrize("listed", DIFFERENCES, ids=lambda d: f"{d.kind}: {d.reason}")
def test_a_listed_difference_is_one(listed: Difference) -> None:
    ours = ask_kspec(listed.example)
    assert isinstance(ours, Refusal)
    assert difference(listed.example, ours) is listed
    assert isinstance(ask_keras(listed.example), Answer)
