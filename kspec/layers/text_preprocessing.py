"""Texts as the ids of their words, or as vectors."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Annotated, ClassVar, Literal, Self

from pydantic import model_validator

from kspec.layers.arguments import Bool, Check, Choice, PositiveInt, is_int, is_ints
from kspec.layers.encoding import counted
from kspec.layers.layer import Example, Family, Layer, Takes
from kspec.layers.spatial import conflict
from kspec.layers.vocabulary import (
    IGNORED,
    Encoding,
    IdfWeights,
    Lookup,
    MaxTokens,
    Words,
    check,
    needs_strings,
)
from kspec.shape import Shape, ShapeError, Tensor, show

Ngrams = Annotated[
    int | tuple[int, ...],
    Check(
        "a positive integer or a list of them",
        lambda v: is_int(v, 1) or (is_ints(v, 1) and v != ()),
        {
            "anyOf": [
                {"type": "integer", "minimum": 1},
                {
                    "type": "array",
                    "items": {"type": "integer", "minimum": 1},
                    "minItems": 1,
                },
            ]
        },
    ),
]


class TextVectorization(Layer):
    """Splits texts into words, and gives their ids or a vector for each text.

    Shapes: (batch,) or (batch, 1) → (batch, output_sequence_length) with `int`;
        (batch,) → (batch, tokens) otherwise; (batch, words) where nothing is split

    Args:
        max_tokens: the most tokens, special ones included.
        standardize: what is done to a text first; null for nothing.
        split: what parts the words of a text; null where the input has words.
        ngrams: how many words in a row make a token: up to a number, or a list.
        output_mode: `int` gives ids; `multi_hot` marks, `count` counts and `tf_idf`
            weighs the words of a text.
        output_sequence_length: the number of ids, cut off or filled up with 0.
        pad_to_max_tokens: whether vectors are `max_tokens` long.
        vocabulary: the words in the order of their ids, as a list.
        idf_weights: for `tf_idf`, a weight for each word.
        encoding: how the texts are written as bytes.
    Source: keras.layers.TextVectorization.
    """

    family: ClassVar[Family] = "preprocessing"
    takes: ClassVar[Takes] = "anything"
    refused: ClassVar[Mapping[str, str]] = {
        **IGNORED,
        "ragged": "only TensorFlow has ragged tensors",
    }
    examples: ClassVar[tuple[Example, ...]] = (
        Example(
            {"vocabulary": ["a", "b"], "output_sequence_length": 4},
            ((None, 1),),
            "string",
        ),
        Example(
            {"vocabulary": ["a", "b"], "output_mode": "count"}, ((None,),), "string"
        ),
    )

    max_tokens: MaxTokens | None = None
    standardize: (
        Annotated[
            Literal["lower_and_strip_punctuation", "lower", "strip_punctuation"],
            Choice(),
        ]
        | None
    ) = "lower_and_strip_punctuation"
    split: Annotated[Literal["whitespace", "character"], Choice()] | None = "whitespace"
    ngrams: Ngrams | None = None
    output_mode: Annotated[Literal["int", "multi_hot", "count", "tf_idf"], Choice()] = (
        "int"
    )
    output_sequence_length: PositiveInt | None = None
    pad_to_max_tokens: Bool = False
    vocabulary: Words | None = None
    idf_weights: IdfWeights | None = None
    encoding: Encoding = "utf-8"

    def lookup(self) -> Lookup:
        """The vocabulary and what is done with it."""
        return Lookup(
            self.vocabulary,
            self.output_mode,
            mask_token="",
            oov_token="[UNK]",
            max_tokens=self.max_tokens,
            padded=self.pad_to_max_tokens,
            idf_weights=self.idf_weights,
        )

    @model_validator(mode="after")
    def _fits_together(self) -> Self:
        check(self.lookup())
        if self.output_sequence_length is not None and self.output_mode != "int":
            raise conflict(
                "output_sequence_length",
                "`output_sequence_length` needs `output_mode: int`",
            )
        return self

    def shape_of(self, x: Shape) -> Shape:
        if self.split is not None:
            self._check_texts(x)
        elif len(x) != 2:
            raise ShapeError(
                f"needs 2 dimensions (batch, words) without `split`, got {show(x)}",
                argument="split",
            )
        if self.output_mode == "int":
            return (x[0], self.output_sequence_length)
        words = x if self.split is None else (x[0], None)
        return counted(words, self.lookup().depth, self.output_mode)

    def dtype_of(self, *inputs: Tensor) -> str:
        return "int64" if self.output_mode == "int" else "float32"

    def _check_texts(self, x: Shape) -> None:
        if len(x) == 1 or (len(x) == 2 and x[1] == 1 and self.output_mode == "int"):
            return
        one = "(batch,) or (batch, 1)" if self.output_mode == "int" else "(batch,)"
        raise ShapeError(
            f"needs a text for each example, {one}, got {show(x)}",
            hint="give the input `shape: []`",
        )

    def _check_dtype(self, tensor: Tensor) -> None:
        needs_strings(tensor)
