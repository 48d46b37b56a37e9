"""What kspec refuses of attention, einsum and adaptive pooling."""

from __future__ import annotations

from typing import Any

from kspec.layers.adaptive_pooling import AdaptiveMaxPooling1D
from kspec.layers.attention import AdditiveAttention, Attention
from kspec.layers.einsum import EinsumDense
from kspec.layers.layer import Layer
from kspec.layers.multi_head_attention import MultiHeadAttention
from kspec.shape import Shape, Tensor
from tests.layers.difference import Difference
from tests.layers.differential import Question

ADAPTIVE = tuple(
    f"Adaptive{kind}Pooling{rank}D" for kind in ("Max", "Average") for rank in (1, 2, 3)
)
HEADS: dict[str, Any] = {"num_heads": 1, "key_dim": 2}
FAILS = "a call fails"


def ask(kind: type[Layer], arguments: dict[str, Any], *shapes: Shape) -> Question:
    """The question about tensors of these shapes."""
    return Question(kind, arguments, tuple(map(Tensor, shapes)))


def einsum(equation: str, sizes: tuple[int | None, ...], shape: Shape) -> Question:
    """The question about an equation."""
    return ask(EinsumDense, {"equation": equation, "output_shape": sizes}, shape)


TENSORS: tuple[Difference, ...] = (
    Difference(
        "dimensions (batch, ",
        FAILS,
        ask(AdaptiveMaxPooling1D, {"output_size": 2}, (2, 5)),
        kinds=ADAPTIVE,
    ),
    Difference(
        "needs (batch, steps, features) as the",
        "batches would be mixed, or a call fails",
        ask(Attention, {}, (2, 3), (2, 3)),
    ),
    Difference(
        "with as many dimensions each",
        FAILS,
        ask(Attention, {}, (2, 5, 6, 4), (2, 7, 4)),
    ),
    Difference(
        "needs the same",
        "a call fails, or repeats the one for the other",
        ask(Attention, {}, (2, 6, 4), (3, 7, 4)),
        kinds=(
            "AdditiveAttention",
            "Attention",
            "GroupedQueryAttention",
            "MultiHeadAttention",
        ),
    ),
    Difference(
        "as many features in the query as in the key",
        FAILS,
        ask(AdditiveAttention, {}, (2, 6, 4), (2, 7, 3)),
    ),
    Difference(
        "needs a key for each value",
        FAILS,
        ask(Attention, {}, (2, 6, 4), (2, 7, 3), (2, 8, 4)),
    ),
    Difference(
        "`attention_axes` names the",
        "a call fails, or mixes the examples of a batch",
        ask(MultiHeadAttention, {**HEADS, "attention_axes": 0}, (2, 6, 4), (2, 6, 4)),
    ),
    Difference(
        "`attention_axes` is",
        "there is no such axis, which only a call finds",
        ask(MultiHeadAttention, {**HEADS, "attention_axes": -4}, (2, 6, 4), (2, 6, 4)),
    ),
    Difference(
        "`sliding_window` needs",
        FAILS,
        ask(
            MultiHeadAttention,
            {**HEADS, "sliding_window": 2},
            (2, 6, 5, 4),
            (2, 6, 5, 4),
        ),
    ),
    Difference(
        "twice on one side",
        "Keras's shapes do not see whether both axes are as long",
        einsum("abb,bc->ac", (3,), (2, 4, 5)),
    ),
    Difference(
        "moves the batch",
        "a call on another batch fails",
        einsum("ab,bc->ca", (2,), (2, 4)),
    ),
    Difference(
        "axes of the input",
        FAILS,
        einsum("ab,bc->ac", (3,), (2, 4, 5)),
        kinds=("EinsumDense",),
    ),
    Difference(
        "turns round in its shapes",
        "a call gives another shape than Keras's",
        einsum("...b,bc->...c", (3,), (2, 4, 5, 6)),
    ),
    Difference(
        "for the batch",
        FAILS,
        einsum("...ab,bc->...ca", (2,), (2, 4)),
        kinds=("EinsumDense",),
    ),
)
