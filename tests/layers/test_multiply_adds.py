"""The multiply-adds of each layer are those that TensorFlow runs."""

from __future__ import annotations

import os
from dataclasses import replace

import pytest
from hypothesis import HealthCheck, Phase, given, settings

from kspec.layers.catalogue import LAYERS
from kspec.layers.layer import Layer
from kspec.layers.operation import Operation
from kspec.layers.operations.einsum import Einsum
from kspec.shape import Tensor
from tests.layers.differential import Answer, Question, ask_kspec
from tests.layers.draws import DRAWS, Draw
from tests.layers.multiply_adds import traced_multiply_adds
from tests.layers.operations.draws import questions as operation_questions
from tests.layers.strategies import questions

pytestmark = [
    pytest.mark.keras,
    pytest.mark.filterwarnings("ignore:.*You are using a softmax over axis"),
]

COUNT = int(os.environ.get("KSPEC_DRAWS", "15")) // 5
SIZE = 3
"""What stands for a dimension that is not known."""
ELSE = ("MelSpectrogram", "Inner", "Outer", "Vdot")
"""They run no product of matrices, but a Fourier transform or a product and a sum."""
BESIDE = (
    "initializer", "regularizer", "constraint", "dtype", "activation", "scale",
    "stateful", "dilation_rate", "use_cudnn",
)  # fmt: skip
"""How arguments end that change no count; TensorFlow pads for a dilation."""

CALLED = [kind for kind in LAYERS if kind.arity.most != 0 and kind.__name__ not in ELSE]
COUNTED = [
    kind for kind in CALLED if kind.multiply_adds_of is not Layer.multiply_adds_of
]
fixed = settings(
    max_examples=COUNT,
    derandomize=COUNT <= 3,
    database=None,
    deadline=None,
    suppress_health_check=[HealthCheck.too_slow, HealthCheck.filter_too_much],
    phases=(Phase.generate,),
)


def named(kind: type[Layer]) -> str:
    return kind.kind()


def counted(question: Question) -> Question:
    """The question about known sizes in 32 bits, without what changes no count."""
    given = {k: v for k, v in question.arguments.items() if not k.endswith(BESIDE)}
    inputs = tuple(
        Tensor(tuple(SIZE if dim is None else dim for dim in x.shape))
        for x in question.inputs
    )
    return replace(question, arguments=given, inputs=inputs)


def agree(question: Question) -> None:
    """Both count alike, where the layer takes these inputs.

    TensorFlow chooses the order in which more than two tensors meet.
    """
    several = issubclass(question.kind, Einsum) and len(question.inputs) > 2
    if several or not isinstance(ask_kspec(question), Answer):
        return
    layer = question.kind.model_validate(question.arguments)
    ours = layer.multiply_adds_of(*(x.shape for x in question.inputs))
    theirs = traced_multiply_adds(question)
    assert theirs in (None, ours), f"{question}: {ours}, not {theirs}"


@pytest.mark.parametrize("kind", COUNTED, ids=named)
def test_multiply_adds_are_those_that_tensorflow_runs(kind: type[Layer]) -> None:
    is_function = issubclass(kind, Operation)
    drawn = (
        operation_questions(kind)
        if is_function
        else questions(kind, DRAWS.get(kind, Draw()))
    )

    @fixed
    @given(drawn)
    def ask(question: Question) -> None:
        agree(counted(question))

    ask()


@pytest.mark.parametrize("kind", CALLED, ids=named)
def test_the_examples_of_a_layer_count_as_tensorflow_does(kind: type[Layer]) -> None:
    for example in kind.examples:
        layer = kind.model_validate(example.arguments)
        given = {name: getattr(layer, name) for name in layer.model_fields_set}
        inputs = tuple(Tensor(shape, example.dtype) for shape in example.inputs)
        agree(counted(Question(kind, given, inputs)))
