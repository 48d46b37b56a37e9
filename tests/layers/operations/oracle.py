"""Keras as the oracle of operations: what a function gives, symbolically and really."""

from __future__ import annotations

import functools
import warnings
from collections.abc import Callable, Sequence
from typing import Any, cast

import numpy as np

from kspec.layers.operation import Operation
from kspec.layers.operations.matrices import SquareMatrix
from kspec.shape import Shape, Tensor
from tests.layers.differential import Answer, Question, Refusal, flat

UNKNOWN = 2
"""The size that an unknown dimension has in a real call."""


def operation(question: Question) -> type[Operation]:
    """The question's operation."""
    assert issubclass(question.kind, Operation)
    return question.kind


def ask_keras(question: Question) -> Answer | Refusal:
    """The symbolic answer of Keras's function."""
    import keras

    tensors = [
        keras.Input(batch_shape=tensor.shape, dtype=tensor.dtype)
        for tensor in question.inputs
    ]
    try:
        outputs = apply(question, tensors)
    except Exception as error:  # whatever Keras raises is its refusal
        return Refusal(f"{type(error).__name__}: {error}")
    return Answer(
        tuple(Tensor(tuple(out.shape), out.dtype) for out in flat(outputs)), ()
    )


def compute(question: Question) -> list[Shape]:
    """The shapes that Keras's function gives for real numbers.

    Raises: whatever the backend raises where it cannot compute this.
    """
    import keras

    fill = matrices if issubclass(question.kind, SquareMatrix) else numbers
    tensors = [
        keras.ops.cast(fill(known(tensor.shape)), tensor.dtype)
        for tensor in question.inputs
    ]
    return [tuple(out.shape) for out in flat(apply(question, tensors))]


def numbers(sizes: tuple[int, ...]) -> Any:
    """The numbers 1, 2, 1, 2, … in a shape: divisors, and indices of three elements."""
    return 1 + np.arange(int(np.prod(sizes))).reshape(sizes) % 2


def matrices(sizes: tuple[int, ...]) -> Any:
    """Matrices that have an inverse and a root."""
    return np.broadcast_to(np.eye(sizes[-1]), sizes)


def known(shape: Shape) -> tuple[int, ...]:
    """The shape with every dimension known."""
    return tuple(UNKNOWN if dim is None else dim for dim in shape)


def apply(question: Question, tensors: Sequence[Any]) -> Any:
    """Call Keras's function on tensors, constants in their places."""
    kind, arguments = operation(question), dict(question.arguments)
    leading = [arguments.pop(name) for name in kind.leading]
    bound = functools.partial(function(kind), *leading, **arguments)
    with warnings.catch_warnings():
        warnings.simplefilter("ignore")
        if kind.arity.listed:
            return bound([*tensors])
        free = [slot for slot in kind.slots if slot not in arguments]
        if len(free) < len(kind.slots):
            return bound(**dict(zip(free, tensors, strict=True)))
        return bound(*tensors)


def function(kind: type[Operation]) -> Callable[..., Any]:
    """The function of `keras.ops`."""
    import keras

    found: Any = keras.ops
    for part in kind.function.split("."):
        found = getattr(found, part)
    return cast("Callable[..., Any]", found)
