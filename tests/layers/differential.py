"""Keras as the oracle: one question about a layer, asked of kspec and of Keras."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass, field
from typing import Any

from pydantic import ValidationError

from kspec.layers.layer import Layer
from kspec.layers.objects.object import Object
from kspec.shape import ShapeError, Tensor


@dataclass(frozen=True)
class Question:
    """What becomes of these inputs in a layer with these arguments?

    Objects and wrapped layers among the arguments are instances, never mappings.
    """

    kind: type[Layer]
    arguments: dict[str, Any] = field(default_factory=dict)
    inputs: tuple[Tensor, ...] = ()

    def __repr__(self) -> str:
        given = ", ".join(f"{name}={value!r}" for name, value in self.arguments.items())
        taken = ", ".join(f"{tensor.shape} {tensor.dtype}" for tensor in self.inputs)
        return f"{self.kind.__name__}({given}) on {taken}"


@dataclass(frozen=True)
class Variable:
    """A weight without its name."""

    shape: tuple[int, ...]
    dtype: str
    trainable: bool


@dataclass(frozen=True)
class Answer:
    """What a layer gives, and the weights that it makes, in order."""

    outputs: tuple[Tensor, ...]
    weights: tuple[Variable, ...]


@dataclass(frozen=True)
class Refusal:
    """Why a layer cannot do it."""

    reason: str


def ask_kspec(question: Question) -> Answer | Refusal:
    """The answer of kspec's layer."""
    try:
        layer = question.kind.model_validate(question.arguments)
        outputs = layer.outputs_of(*question.inputs)
        weights = layer.variables_of(*question.inputs)
    except (ValidationError, ShapeError) as error:
        return Refusal(str(error))
    return Answer(
        outputs, tuple(Variable(w.shape, w.dtype, w.trainable) for w in weights)
    )


def ask_keras(question: Question) -> Answer | Refusal:
    """The answer of Keras's layer, which allocates no weights where it can help it."""
    import keras

    with keras.StatelessScope(initialize_variables=False):
        answer = built(question)
    if isinstance(answer, Refusal) and "in a stateless scope" in answer.reason:
        return built(question)
    return answer


def built(question: Question) -> Answer | Refusal:
    """What Keras's layer gives and makes."""
    try:
        layer = construct(question.kind, question.arguments)
        outputs = call(layer, question)
        if question.kind.holds_layers and not question.arguments.get("trainable", True):
            layer.trainable = False  # as whoever makes it has to
    except Exception as error:  # whatever Keras raises is its refusal
        return Refusal(f"{type(error).__name__}: {error}")
    return Answer(
        tuple(Tensor(tuple(out.shape), out.dtype) for out in flat(outputs)),
        tuple(Variable(tuple(w.shape), w.dtype, w.trainable) for w in layer.weights),
    )


def construct(kind: type[Layer] | type[Object], arguments: dict[str, Any]) -> Any:
    """The Keras object of a class, with arguments of Python."""
    import keras

    target: Any = keras
    for part in kind.target().split(".")[1:]:
        target = getattr(target, part)
    return target(**{name: keras_value(value) for name, value in arguments.items()})


def keras_value(value: Any) -> Any:
    """The value as Keras takes it: objects and layers constructed."""
    if isinstance(value, Object | Layer):
        given = {name: getattr(value, name) for name in value.model_fields_set}
        return construct(type(value), given)
    if isinstance(value, tuple):
        return tuple(keras_value(item) for item in value)  # pyright: ignore
    return value


def call(layer: Callable[..., Any], question: Question) -> Any:
    """The symbolic outputs of a Keras layer."""
    import keras

    tensors = [
        keras.Input(batch_shape=tensor.shape, dtype=tensor.dtype)
        for tensor in question.inputs
    ]
    return called(layer, question.kind, tensors)


def called(
    layer: Callable[..., Any], kind: type[Layer], tensors: list[Any], **more: Any
) -> Any:
    """The outputs for tensors, each given as Keras takes it."""
    if kind.arity.listed:
        return layer(tensors, **more)
    single = [slot for slot in kind.slots if slot not in kind.listed_slots]
    rest = tensors[len(single) :] if single else []
    if not rest:
        return layer(*tensors, **more)
    (listed,) = kind.listed_slots
    return layer(*tensors[: len(single)], **{listed: rest}, **more)


def flat(outputs: Any) -> list[Any]:
    """The output tensors in order."""
    import keras

    return keras.tree.flatten(outputs)
