"""Attention: shapes and weights worked out by hand, and what does not fit."""

from __future__ import annotations

from typing import Any

import pytest

from kspec.layers.catalogue import find
from kspec.shape import Shape
from tests.layers.shapes import refusal, shape

HEADS = {"num_heads": 2, "key_dim": 3}
GROUPS = {"head_dim": 3, "num_query_heads": 4, "num_key_value_heads": 2}


@pytest.mark.parametrize(
    ("kind", "arguments", "given", "expected"),
    [
        ("Attention", {}, [(None, 6, 4), (None, 5, 3), (None, 5, 4)], (None, 6, 3)),
        ("Attention", {}, [(2, None, 4), (None, None, 4)], (2, None, 4)),
        ("AdditiveAttention", {}, [(None, 6, 4), (None, 5, 4)], (None, 6, 4)),
        ("MultiHeadAttention", HEADS, [(None, 6, 4), (None, 5, 7)], (None, 6, 4)),
        (
            "MultiHeadAttention",
            {**HEADS, "output_shape": [5, 8]},
            [(None, 6, 4), (None, 5, 7)],
            (None, 6, 5, 8),
        ),
        (
            "MultiHeadAttention",
            {**HEADS, "attention_axes": -2},
            [(None, 6, 5, 4), (None, 6, 9, 4)],
            (None, 6, 5, 4),
        ),
        ("GroupQueryAttention", GROUPS, [(None, 6, 4), (None, 5, 4)], (None, 6, 4)),
    ],
)
def test_the_query_gives_the_steps_of_the_output(
    kind: str, arguments: dict[str, Any], given: list[Shape], expected: Shape
) -> None:
    assert shape(kind, arguments, *given) == expected


def weights(kind: str, arguments: dict[str, Any], *given: Shape) -> dict[str, Any]:
    cls = find(kind)
    assert cls
    layer = cls.model_validate(arguments)
    return {weight.name: weight.shape for weight in layer.weights_of(*given)}


def test_every_head_has_its_projections() -> None:
    arguments = {**HEADS, "value_dim": 5, "use_gate": True}
    made = weights("MultiHeadAttention", arguments, (2, 6, 4), (2, 9, 8), (2, 9, 7))
    assert made == {
        "query/kernel": (4, 2, 3),
        "query/bias": (2, 3),
        "key/kernel": (7, 2, 3),
        "key/bias": (2, 3),
        "gate/kernel": (4, 2, 5),
        "gate/bias": (2, 5),
        "value/kernel": (8, 2, 5),
        "value/bias": (2, 5),
        "attention_output/kernel": (2, 5, 4),
        "attention_output/bias": (4,),
    }


def test_groups_of_heads_share_keys_and_values() -> None:
    arguments = {**GROUPS, "use_bias": False}
    made = weights("GroupedQueryAttention", arguments, (2, 6, 5), (2, 9, 5), (2, 9, 7))
    assert made == {
        "query/kernel": (5, 4, 3),
        "key/kernel": (7, 2, 3),
        "value/kernel": (5, 2, 3),
        "attention_output/kernel": (4, 3, 5),
    }


@pytest.mark.parametrize(
    ("kind", "arguments", "names"),
    [
        ("Attention", {}, []),
        ("Attention", {"use_scale": True}, ["scale"]),
        (
            "Attention",
            {"use_scale": True, "score_mode": "concat"},
            ["scale", "concat_score_weight"],
        ),
        ("AdditiveAttention", {}, ["scale"]),
        ("AdditiveAttention", {"use_scale": False}, []),
    ],
)
def test_attention_learns_a_scale_where_it_is_told_to(
    kind: str, arguments: dict[str, Any], names: list[str]
) -> None:
    assert list(weights(kind, arguments, (2, 6, 4), (2, 5, 4))) == names


@pytest.mark.parametrize(
    ("kind", "arguments", "given", "message", "hint"),
    [
        (
            "Attention",
            {},
            [(None, 4), (None, 4)],
            "needs (batch, steps, features) as the query, got (None, 4)",
            "Reshape to [steps, features]",
        ),
        (
            "Attention",
            {},
            [(None, 5, 6, 4), (None, 6, 4)],
            "needs tensors with as many dimensions each, got query (None, 5, 6, 4), "
            "value (None, 6, 4), key (None, 6, 4)",
            None,
        ),
        (
            "Attention",
            {},
            [(None, 6, 4), (None, 5, 3)],
            "needs as many features in the query as in the key, got (None, 6, 4) and "
            "(None, 5, 3)",
            "put Dense before one of them",
        ),
        (
            "Attention",
            {},
            [(None, 6, 4), (None, 5, 3), (None, 7, 4)],
            "needs a key for each value, got (None, 7, 4) and (None, 5, 3)",
            None,
        ),
        (
            "Attention",
            {},
            [(2, 6, 4), (3, 5, 4)],
            "needs the same batch everywhere, got (2, 6, 4), (3, 5, 4), (3, 5, 4)",
            None,
        ),
        (
            "AdditiveAttention",
            {},
            [(None, 6, None), (None, 5, 4)],
            "needs a known number of features in the query, got (None, 6, None)",
            "its weights depend on it: give that last dimension a number",
        ),
        (
            "MultiHeadAttention",
            HEADS,
            [(None, 6, 4), (None, 5, 4), (None, 7, 4)],
            "needs value and key that differ in their last dimension alone, got "
            "(None, 5, 4) and (None, 7, 4)",
            None,
        ),
        (
            "MultiHeadAttention",
            {**HEADS, "attention_axes": 2},
            [(None, 6, 4), (None, 5, 4)],
            "`attention_axes` names the features of (None, 6, 4)",
            "name axes from 1 to 1",
        ),
        (
            "MultiHeadAttention",
            {**HEADS, "attention_axes": 2},
            [(None, 6, 5, 4), (None, 7, 5, 4)],
            "needs the same axis 1 in query and value, since it is not attended, got "
            "(None, 6, 5, 4) and (None, 7, 5, 4)",
            None,
        ),
        (
            "MultiHeadAttention",
            {**HEADS, "sliding_window": 2},
            [(None, 6, 5, 4), (None, 6, 5, 4)],
            "`sliding_window` needs (batch, steps, features), got (None, 6, 5, 4)",
            None,
        ),
        (
            "GroupedQueryAttention",
            GROUPS,
            [(None, 6, 4), (None, 5, 3)],
            "needs as many features in the query as in the value, got (None, 6, 4) "
            "and (None, 5, 3)",
            "put Dense before one of them",
        ),
    ],
)
def test_tensors_that_do_not_go_together_are_shown(
    kind: str,
    arguments: dict[str, Any],
    given: list[Shape],
    message: str,
    hint: str | None,
) -> None:
    error = refusal(kind, arguments, *given)
    assert (error.message, error.hint) == (message, hint)


@pytest.mark.keras
@pytest.mark.parametrize(
    ("arguments", "query", "value"),
    [
        ({"attention_axes": -1, "dropout": 0.5}, (2, 6, 4), (2, 7, 4)),
        ({"sliding_window": 2}, (2, 6, 5, 4), (2, 6, 5, 4)),
        ({}, (2, 6, 5, 4), (2, 6, 4)),
        ({}, (2, 6, 4), (1, 5, 4)),
    ],
)
def test_what_is_refused_fails_in_a_call_of_keras(
    arguments: dict[str, Any], query: tuple[int, ...], value: tuple[int, ...]
) -> None:
    import keras

    refusal("MultiHeadAttention", {**HEADS, **arguments}, query, value)
    layer = keras.layers.MultiHeadAttention(2, 3, **arguments)
    with pytest.raises(Exception, match="MultiHeadAttention"):
        layer(keras.ops.ones(query), keras.ops.ones(value))
