"""Draws for attention: queries, values and keys that mostly go together."""

from __future__ import annotations

from typing import Any

from hypothesis import strategies as st
from hypothesis.strategies import DrawFn

from kspec.layers.attention import AdditiveAttention, Attention
from kspec.layers.layer import Layer
from kspec.layers.multi_head_attention import GroupedQueryAttention, MultiHeadAttention
from kspec.shape import Dim, Shape
from tests.layers.draws.convolution import rare
from tests.layers.strategies import DIMENSIONS, SIZES, Draw

Fitting = tuple[dict[str, Any], tuple[Shape, ...]]
BATCH = st.sampled_from([None, None, 2])
FEATURES = st.sampled_from([1, 2, 3, 4, 5, 6, 7, 8, 9, None])


@st.composite
def triples(draw: DrawFn) -> tuple[Shape, ...]:
    """A query, a value and mostly a key; at times one has other sizes."""
    batch, features = draw(BATCH), draw(FEATURES)
    outer: tuple[Dim, ...] = draw(st.sampled_from([(), (), (5,), (None,)]))
    steps = draw(DIMENSIONS)
    same = not draw(st.integers(0, 1))
    shapes: list[Shape] = [
        (batch, *outer, draw(DIMENSIONS), features),
        (batch, *outer, steps, features if same else draw(FEATURES)),
        (batch, *outer, steps, features if same else draw(FEATURES)),
    ]
    if draw(rare(1)):
        odd = draw(st.lists(DIMENSIONS, min_size=1, max_size=5).map(tuple))
        shapes[draw(st.integers(0, 2))] = odd
    return tuple(shapes[: draw(st.sampled_from([2, 3, 3]))])


@st.composite
def headed(draw: DrawFn) -> Fitting:
    """Heads, attended axes and three tensors."""
    shapes = draw(triples())
    rank = len(shapes[0])
    axes = st.integers(1 - rank, rank - 1)
    given = {
        "num_heads": draw(st.integers(1, 3)),
        "key_dim": draw(SIZES),
        "attention_axes": draw(st.none() | st.none() | st.just(1) | axes),
        "output_shape": draw(st.none() | SIZES | st.tuples(SIZES, SIZES)),
        "flash_attention": None,
        "trainable": True,
    }
    return given, shapes


@st.composite
def grouped(draw: DrawFn) -> Fitting:
    """Heads in groups, and three tensors without axes before the steps."""
    groups = draw(st.integers(1, 3))
    given = {
        "head_dim": draw(SIZES),
        "num_query_heads": groups * draw(st.integers(1, 3)) + draw(rare(1)),
        "num_key_value_heads": groups,
        "flash_attention": draw(st.sampled_from([None, None, None, True])),
        "trainable": True,
    }
    return given, draw(triples().filter(lambda shapes: len(shapes[0]) < 4))


DRAWS: dict[type[Layer], Draw] = {
    Attention: Draw(inputs=triples()),
    AdditiveAttention: Draw(inputs=triples()),
    MultiHeadAttention: Draw(together=headed()),
    GroupedQueryAttention: Draw(together=grouped()),
}
