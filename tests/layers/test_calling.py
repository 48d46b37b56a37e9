"""Arguments of a call that are no tensors, and masks, compared with Keras."""

from __future__ import annotations

import inspect
from typing import Any

import pytest
from pydantic import ValidationError

from kspec.layers.attention import AdditiveAttention, Attention
from kspec.layers.calling import Attending, Reversing
from kspec.layers.catalogue import LAYERS, find
from kspec.layers.core import Dense, ReversibleEmbedding
from kspec.layers.layer import Layer
from kspec.layers.multi_head_attention import GroupedQueryAttention, MultiHeadAttention
from kspec.shape import Shape, ShapeError, Tensor
from tests.layers.differential import Question, called, construct, flat

CALLED = [
    kind
    for kind in LAYERS
    if kind.arity.most != 0 and kind.target().startswith("keras.layers.")
]
UNKNOWN = {"count_weights", "inputs", "data", "x"}
"""Tensors that are no masks; only the first are named, and no spec gives the last."""
ATTENTION = (MultiHeadAttention, GroupedQueryAttention, Attention, AdditiveAttention)
AXES = (
    ({"num_heads": 2, "key_dim": 3}, ((2, 6, 4), (2, 5, 4))),
    (
        {"num_heads": 2, "key_dim": 3, "attention_axes": (2,)},
        ((2, 6, 5, 4), (2, 6, 7, 4)),
    ),
    (
        {"num_heads": 2, "key_dim": 3, "attention_axes": (1,)},
        ((2, 6, 5, 4), (2, 3, 5, 4)),
    ),
    ({"num_heads": 2, "key_dim": 3}, ((2, 6, 5, 4), (2, 3, 7, 4))),
)


def keras_outputs(question: Question, **more: Any) -> tuple[Tensor, ...]:
    """What Keras's layer gives in a call with these arguments."""
    import keras

    layer = construct(question.kind, question.arguments)
    given = [keras.Input(batch_shape=x.shape, dtype=x.dtype) for x in question.inputs]
    outputs = flat(called(layer, question.kind, given, **more))
    return tuple(Tensor(tuple(out.shape), out.dtype) for out in outputs)


def computed(question: Question, **more: Any) -> tuple[Tensor, ...]:
    """What Keras's layer gives for numbers; it announces some outputs wrongly."""
    import keras

    layer = construct(question.kind, question.arguments)
    given = [keras.ops.ones(x.shape, dtype=x.dtype) for x in question.inputs]
    outputs = flat(called(layer, question.kind, given, **more))
    return tuple(Tensor(tuple(out.shape), str(out.dtype.name)) for out in outputs)


def question(kind: type[Layer], arguments: dict[str, Any], *shapes: Shape) -> Question:
    return Question(kind, arguments, tuple(map(Tensor, shapes)))


def example(kind: type[Layer], at: int = 0) -> Question:
    """The question that an example of the layer asks."""
    shown = kind.examples[at]
    layer = kind.model_validate(shown.arguments)
    given = {name: getattr(layer, name) for name in layer.model_fields_set}
    return Question(kind, given, tuple(Tensor(x, shown.dtype) for x in shown.inputs))


def ours(question: Question, **more: Any) -> tuple[Tensor, ...]:
    layer = question.kind.model_validate(question.arguments)
    return layer.called(question.kind.calling(**more)).outputs_of(*question.inputs)


@pytest.mark.keras
@pytest.mark.parametrize("kind", CALLED, ids=lambda kind: kind.kind())
def test_the_arguments_of_a_call_are_those_of_keras(kind: type[Layer]) -> None:
    target: Any = construct_class(kind)
    theirs = set(inspect.signature(target.call).parameters) - {"self"} - UNKNOWN
    listed = {*kind.slots, *kind.masks, *kind.calling.model_fields}
    beside = {"mask"} if issubclass(kind, Attention | AdditiveAttention) else set[str]()
    assert theirs - listed <= beside
    assert set(kind.calling.model_fields) - theirs <= {"training"}
    assert set(kind.masks) <= theirs


def construct_class(kind: type[Layer]) -> Any:
    import keras

    return getattr(keras.layers, kind.target().removeprefix("keras.layers."))


@pytest.mark.keras
@pytest.mark.parametrize("kind", CALLED, ids=lambda kind: kind.kind())
def test_every_layer_of_keras_can_be_told_whether_it_trains(kind: type[Layer]) -> None:
    asked = example(kind)
    assert keras_outputs(asked, training=False) == ours(asked, training=False)


@pytest.mark.keras
@pytest.mark.parametrize("causal", [False, True])
@pytest.mark.parametrize("kind", ATTENTION)
def test_scores_are_a_second_output(kind: type[Layer], causal: bool) -> None:
    asked = example(kind)
    call = {"return_attention_scores": True, "use_causal_mask": causal}
    assert len(ours(asked, **call)) == 2
    assert ours(asked, **call) == keras_outputs(asked, **call)


@pytest.mark.keras
@pytest.mark.parametrize(("arguments", "shapes"), AXES)
def test_scores_have_an_axis_for_each_that_meets(
    arguments: dict[str, Any], shapes: tuple[Shape, Shape]
) -> None:
    asked = question(MultiHeadAttention, arguments, *shapes)
    call = {"return_attention_scores": True}
    assert ours(asked, **call) == computed(asked, **call)


def test_flash_attention_gives_no_scores() -> None:
    asked = question(
        MultiHeadAttention,
        {"num_heads": 2, "key_dim": 3, "flash_attention": True},
        *((2, 6, 4), (2, 6, 4)),
    )
    with pytest.raises(ShapeError, match="never holds the scores"):
        ours(asked, return_attention_scores=True)


@pytest.mark.keras
@pytest.mark.parametrize("dtype", [None, "float16"])
def test_an_embedding_turned_round_gives_a_score_for_each_integer(
    dtype: str | None,
) -> None:
    arguments = {"input_dim": 9, "output_dim": 4, "reverse_dtype": dtype}
    asked = question(ReversibleEmbedding, arguments, (2, 5, 4))
    assert ours(asked, reverse=True) == computed(asked, reverse=True)
    layer = ReversibleEmbedding(input_dim=9, output_dim=4)
    assert layer.called(Reversing(reverse=True)).multiply_adds_of((2, 5, 4)) == 360
    with pytest.raises(ShapeError, match="vectors of 4 numbers"):
        layer.called(Reversing(reverse=True)).outputs_of(Tensor((2, 5, 3)))


def test_a_call_leaves_the_layer_as_it_was() -> None:
    layer = Attention()
    layer.called(Attending(return_attention_scores=True))
    assert layer.shapes_of((2, 6, 4), (2, 6, 4)) == ((2, 6, 4),)
    assert layer.called(Attending(use_causal_mask=True)).changed() == {}


@pytest.mark.parametrize(
    ("kind", "call"),
    [
        (Dense, {"training": 1}),
        (Dense, {"reverse": True}),
        (find("ops.add"), {"training": True}),
    ],
)
def test_a_call_takes_what_its_layer_has(
    kind: type[Layer], call: dict[str, Any]
) -> None:
    with pytest.raises(ValidationError):
        kind.calling.model_validate(call)


MASKED = [(kind, name) for kind in CALLED for name in kind.masks]


@pytest.mark.keras
@pytest.mark.parametrize(
    ("kind", "name"), MASKED, ids=lambda v: v if isinstance(v, str) else v.__name__
)
def test_a_mask_of_the_right_shape_is_taken_by_keras_too(
    kind: type[Layer], name: str
) -> None:
    import keras

    asked = example(kind)
    inputs = [tuple(3 if d is None else d for d in x.shape) for x in asked.inputs]
    asked = Question(kind, asked.arguments, tuple(map(Tensor, inputs)))
    layer = kind.model_validate(asked.arguments)
    mask = Tensor(layer.masked(name, *inputs), "bool")
    layer.check_mask(name, mask, *inputs)
    given = {name: keras.ops.ones(mask.shape, dtype="bool")}
    assert computed(asked, **given) == ours(asked)


@pytest.mark.parametrize(
    ("mask", "message"),
    [
        (Tensor((None, 6)), "needs booleans"),
        (Tensor((None, 5), "bool"), "needs"),
        (Tensor((None, 6, 1), "bool"), "needs"),
    ],
)
def test_a_mask_that_does_not_fit_is_refused(mask: Tensor, message: str) -> None:
    lstm = find("LSTM")
    assert lstm
    with pytest.raises(ShapeError, match=message):
        lstm.model_validate({"units": 3}).check_mask("mask", mask, (None, 6, 4))
