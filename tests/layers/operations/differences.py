"""Where kspec refuses what Keras's symbolic functions let pass, on purpose."""

from __future__ import annotations

from typing import Any

from kspec.layers.operation import Operation
from kspec.layers.operations import (
    activations,
    arithmetic,
    elementwise,
    indexing,
    joining,
    linear_algebra,
    matrices,
    ordering,
    reductions,
    repetition,
)
from kspec.layers.operations.einsum import Einsum
from kspec.shape import Shape, Tensor
from tests.layers.differences import Difference
from tests.layers.differential import Question, Refusal


def ask(
    kind: type[Operation], dtype: str, *shapes: Shape, **arguments: Any
) -> Question:
    """What becomes of tensors of these shapes?"""
    inputs = tuple(Tensor(shape, dtype) for shape in shapes or ((2, 3),))
    return Question(kind, arguments, inputs)


BITWISE = [k for k in arithmetic.OPERATIONS if issubclass(k, arithmetic.Bitwise)]
KERNEL = "TensorFlow has no kernel for it, which only a call shows"
EMPTY = "the tensor would be empty"

DIFFERENCES: tuple[Difference, ...] = (
    Difference("needs floating-point numbers", KERNEL, ask(activations.Gelu, "int32")),
    Difference("needs signed numbers", KERNEL, ask(elementwise.Negative, "bool")),
    Difference("needs integers", KERNEL, ask(elementwise.BitwiseNot, "float32")),
    Difference("numbers in 32 or 64 bits", KERNEL, ask(matrices.Det, "int32", (2, 2))),
    Difference("needs indices", KERNEL, ask(indexing.Take, "uint8", (2,), (2,))),
    Difference("needs numbers, got bool", KERNEL, ask(activations.Relu, "bool")),
    Difference("needs numbers, got strings", KERNEL, ask(elementwise.Exp, "string")),
    Difference(
        "holds integers from",
        "the number cannot be converted, or is cut off",
        ask(elementwise.Clip, "uint8", x_min=-1, x_max=1),
    ),
    Difference(
        "names no axis",
        "nothing would be done",
        ask(reductions.Mean, "float32", axis=()),
    ),
    Difference(
        "twice, got",
        "an axis can go, or be moved, once",
        ask(reductions.Mean, "float32", axis=(0, 0)),
    ),
    Difference(
        "cannot combine",
        "the shape is that of the first tensor, and a call fails",
        ask(arithmetic.BitwiseAnd, "int32", (3,), (2,)),
        kinds=tuple(kind.kind() for kind in BITWISE),
    ),
    Difference(
        "is no norm over",
        "a call fails, since a matrix has two axes",
        ask(reductions.Norm, "float32", (2, 2, 2), ord="fro"),
    ),
    Difference(
        "the shape of its first tensor",
        "Keras's shape leaves out that the numbers broadcast",
        ask(arithmetic.BitwiseAnd, "int32", (3,), (2, 3)),
    ),
    Difference(
        "has the axes",
        "a call fails, since there is no such axis",
        ask(joining.ArraySplit, "float32", indices_or_sections=1, axis=-3),
        kinds=("ops.array_split", "ops.nancumsum", "ops.nancumprod"),
    ),
    Difference(
        "elements cannot be split into",
        EMPTY,
        ask(joining.ArraySplit, "float32", (1, 4), indices_or_sections=2),
    ),
    Difference(
        "a part starts at",
        EMPTY,
        ask(joining.Split, "float32", (2,), indices_or_sections=(2,)),
    ),
    Difference(
        "and 1024 at most",
        "a call gives another number of tensors",
        ask(joining.Unstack, "float32", (2,), num=3),
    ),
    Difference(
        "needs 2 dimensions or more",
        "a call lays vectors as rows, which the shape leaves out",
        ask(joining.Vstack, "float32", (2,), (3,)),
        kinds=("ops.vstack",),
    ),
    Difference(
        "needs matrices",
        "a call fails",
        ask(matrices.Tril, "float32", (3,)),
        kinds=("ops.tril", "ops.triu", "ops.trace"),
    ),
    Difference(
        "there is no diagonal",
        EMPTY,
        ask(matrices.Diagonal, "float32", offset=5),
    ),
    Difference(
        "exchanges the axes all the same",
        "the shape is wrong where the image is turned twice",
        ask(matrices.Rot90, "float32", k=2),
    ),
    Difference(
        ", and the last axis of",
        "a call fails, since there are not as many",
        ask(ordering.TopK, "float32", k=4),
    ),
    Difference("`n` is", EMPTY, ask(ordering.Diff, "float32", n=3)),
    Difference(
        "does not lie within",
        "a call fails, or gives an empty tensor",
        ask(indexing.Slice, "float32", (2,), start_indices=(1,), shape=(2,)),
    ),
    Difference(
        "there is no element",
        "a call fails, or gives zeros on some machines",
        ask(indexing.Take, "float32", (2,), indices=2),
    ),
    Difference(
        "at most to",
        "a call fails, since there is not as much to mirror",
        ask(repetition.Pad, "float32", (2,), pad_width=((2, 0),), mode="reflect"),
    ),
    Difference(
        "has no effect in the mode",
        "a call fails",
        ask(
            repetition.Pad,
            "float32",
            (3,),
            pad_width=((1, 0),),
            mode="reflect",
            constant_values=1,
        ),
    ),
    Difference(
        "cannot be repeated to",
        "the tensor is larger than that",
        ask(repetition.BroadcastTo, "float32", (2,), shape=(1,)),
    ),
    Difference(
        "in one input and",
        "a call fails, since the sizes differ",
        ask(Einsum, "float32", (3,), (2,), subscripts="b,b->"),
    ),
    Difference(
        "needs equal sizes along",
        "a call fails, since the sizes differ",
        ask(linear_algebra.Tensordot, "float32", (2,), (3,), axes=1),
        kinds=("ops.tensordot", "ops.vdot", "ops.dot"),
    ),
)


def difference(question: Question, refusal: Refusal) -> Difference | None:
    """The listed difference that explains a refusal, if there is one."""
    for listed in DIFFERENCES:
        named = not listed.kinds or question.kind.kind() in listed.kinds
        if named and listed.message in refusal.reason:
            return listed
    return None
