"""Lookups of texts and integers: vectors as long as the vocabulary, never a file."""

from __future__ import annotations

from typing import Any

import pytest

from kspec.layers.layer import Layer
from kspec.layers.lookup import IntegerLookup, StringLookup
from kspec.layers.text_preprocessing import TextVectorization
from kspec.layers.validation import validate
from kspec.shape import Shape, ShapeError, Tensor

WORDS = {"vocabulary": ["a", "b", "c"]}
KINDS = (StringLookup, TextVectorization)


def output(kind: type[Layer], arguments: dict[str, Any], given: Shape) -> Tensor:
    """What the layer gives for texts."""
    layer = kind.model_validate({**WORDS, **arguments})
    return layer.outputs_of(Tensor(given, "string"))[0]


@pytest.mark.parametrize(
    ("arguments", "depth"),
    [
        ({}, 4),
        ({"num_oov_indices": 0}, 3),
        ({"num_oov_indices": 2}, 5),
        ({"mask_token": "m"}, 4),
        ({"max_tokens": 9}, 4),
        ({"max_tokens": 9, "pad_to_max_tokens": True}, 9),
        ({"vocabulary": ["[UNK]", "a"]}, 2),
        ({"vocabulary": ["a", "[UNK]"]}, 3),
    ],
)
def test_a_vector_has_a_place_for_each_word_and_for_unknown_ones(
    arguments: dict[str, Any], depth: int
) -> None:
    given = {**arguments, "output_mode": "count"}
    assert output(StringLookup, given, (None, 3)) == Tensor((None, depth))


@pytest.mark.parametrize(
    ("kind", "arguments", "given", "expected"),
    [
        (StringLookup, {}, (None, 3), (None, 3)),
        (StringLookup, {"mask_token": "m"}, (None, None), (None, None)),
        (TextVectorization, {}, (None, 1), (None, None)),
        (TextVectorization, {"output_sequence_length": 7}, (None,), (None, 7)),
        (TextVectorization, {"split": None}, (None, 4), (None, None)),
    ],
)
def test_ids_are_integers(
    kind: type[Layer], arguments: dict[str, Any], given: Shape, expected: Shape
) -> None:
    assert output(kind, arguments, given) == Tensor(expected, "int64")


def test_a_text_becomes_one_vector() -> None:
    given = {"output_mode": "tf_idf", "idf_weights": [1, 2, 3]}
    assert output(TextVectorization, given, (None,)) == Tensor((None, 4))


def test_integers_are_looked_up() -> None:
    layer = IntegerLookup(vocabulary=(5, 6), output_mode="one_hot")
    assert layer.outputs_of(Tensor((None, 1), "int32")) == (Tensor((None, 3)),)


@pytest.mark.parametrize("kind", [*KINDS, IntegerLookup])
@pytest.mark.parametrize("name", ["words.txt", "/etc/passwd", "https://a.b/c"])
def test_a_vocabulary_never_names_a_file(kind: type[Layer], name: str) -> None:
    made, (fault,) = validate(kind, {"vocabulary": name})
    assert made is None
    assert fault.path == ("vocabulary",)
    assert fault.hint == "Keras would read a file of that name; write the list itself"


@pytest.mark.parametrize("kind", KINDS)
@pytest.mark.parametrize(
    ("arguments", "argument", "message"),
    [
        (
            {"vocabulary": None},
            "vocabulary",
            "there is no `vocabulary` with a word, and a spec learns none from data",
        ),
        ({"vocabulary": ["a", "b", "a"]}, "vocabulary", '`vocabulary` has "a" twice'),
        (
            {"vocabulary": ["a", 1]},
            "vocabulary",
            '`vocabulary` is ["a", 1]; expected a list of texts',
        ),
        (
            {"max_tokens": 3},
            "max_tokens",
            "the vocabulary has {} tokens with the special ones, got 3",
        ),
        (
            {"pad_to_max_tokens": True},
            "max_tokens",
            "`pad_to_max_tokens` needs `max_tokens`",
        ),
        (
            {"output_mode": "tf_idf"},
            "idf_weights",
            "`idf_weights` and `output_mode: tf_idf` need each other",
        ),
        (
            {"output_mode": "tf_idf", "idf_weights": [1]},
            "idf_weights",
            "the vocabulary has 3 words, and there are 1 weights",
        ),
    ],
)
def test_a_vocabulary_that_does_not_fit_is_refused(
    kind: type[Layer], arguments: dict[str, Any], argument: str, message: str
) -> None:
    (fault,) = validate(kind, {**WORDS, **arguments})[1]
    assert fault.path == (argument,)
    assert fault.message == message.format(4 if kind is StringLookup else 5)


def test_a_mask_is_no_word() -> None:
    (fault,) = validate(StringLookup, {**WORDS, "mask_token": "b"})[1]
    assert fault.message == '`vocabulary` has the mask, "b", among its words'


@pytest.mark.parametrize(
    ("arguments", "argument", "message"),
    [
        ({"salt": 1}, "salt", "`salt` needs `oov_method: farmhash`"),
        (
            {"invert": True, "output_mode": "count"},
            "output_mode",
            "`invert` needs `output_mode: int`",
        ),
        (
            {"invert": True, "oov_token": 6},
            "oov_token",
            "`vocabulary` has 6, which stands for unknown ids",
        ),
    ],
)
def test_arguments_of_an_integer_lookup_that_exclude_each_other_are_refused(
    arguments: dict[str, Any], argument: str, message: str
) -> None:
    (fault,) = validate(IntegerLookup, {"vocabulary": [5, 6], **arguments})[1]
    assert fault.path == (argument,)
    assert fault.message == message


@pytest.mark.parametrize(
    ("arguments", "given", "message"),
    [
        ({}, (None, 3), "(batch,) or (batch, 1), got (None, 3)"),
        ({"output_mode": "count"}, (None, 1), "(batch,), got (None, 1)"),
        ({"split": None}, (None,), "without `split`, got (None,)"),
    ],
)
def test_texts_in_another_shape_are_refused(
    arguments: dict[str, Any], given: Shape, message: str
) -> None:
    with pytest.raises(ShapeError) as caught:
        output(TextVectorization, arguments, given)
    assert caught.value.message.endswith(message)


@pytest.mark.parametrize("kind", KINDS)
def test_numbers_are_no_texts(kind: type[Layer]) -> None:
    layer = kind.model_validate(WORDS)
    with pytest.raises(ShapeError, match="needs strings, got int32"):
        layer.outputs_of(Tensor((None,), "int32"))
