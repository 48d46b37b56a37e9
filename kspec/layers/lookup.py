"""Words and integers as ids or vectors, by a vocabulary that stands in the spec."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Annotated, ClassVar, Literal, Self

from pydantic import model_validator

from kspec.layers.arguments import Bool, Choice, Int, NonNegativeInt, Text
from kspec.layers.categorical_preprocessing import Salt
from kspec.layers.encoding import encoded
from kspec.layers.layer import Example, Family, Layer, Takes
from kspec.layers.slips import written
from kspec.layers.spatial import conflict
from kspec.layers.vocabulary import (
    IGNORED,
    Encoding,
    IdfWeights,
    Ids,
    Lookup,
    LookupMode,
    MaxTokens,
    Words,
    check,
    needs_strings,
)
from kspec.shape import Shape, Tensor


class _Lookup(Layer):
    """A lookup in a vocabulary.

    Args:
        max_tokens: the most tokens, special ones included.
        num_oov_indices: how many ids share the words outside of the vocabulary.
        mask_token: what stands for no word; id 0 in `int` mode.
        oov_token: how a vocabulary spells a word that it does not have.
        vocabulary: the words in the order of their ids, as a list.
        idf_weights: for `tf_idf`, a weight for each word.
        invert: whether to turn ids into the words of the vocabulary.
        output_mode: `int` gives ids, `one_hot` a vector for each; `multi_hot` marks,
            `count` counts and `tf_idf` weighs the words of an example.
        pad_to_max_tokens: whether vectors are `max_tokens` long.
        encoding: how the texts are written as bytes.
        salt: a key for the hash of unknown words.
    """

    family: ClassVar[Family] = "preprocessing"
    takes: ClassVar[Takes] = "anything"

    def lookup(self) -> Lookup:
        """The vocabulary and what is done with it."""
        raise NotImplementedError(type(self).__name__)

    @model_validator(mode="after")
    def _has_vocabulary(self) -> Self:
        check(self.lookup())
        return self

    def shape_of(self, x: Shape) -> Shape:
        lookup = self.lookup()
        return encoded(x, lookup.depth, lookup.mode)

    def dtype_of(self, *inputs: Tensor) -> str:
        return "int64" if self.lookup().mode == "int" else "float32"


class StringLookup(_Lookup):
    """Ids, or vectors, for the texts of a vocabulary.

    Shapes: (batch, …) → (batch, …) with `int`; vectors as in CategoryEncoding
    Source: keras.layers.StringLookup.
    """

    refused: ClassVar[Mapping[str, str]] = {
        **IGNORED,
        "invert": "it would give texts, which Keras takes for integers",
    }
    examples: ClassVar[tuple[Example, ...]] = (
        Example({"vocabulary": ["a", "b"]}, ((None, 3),), "string"),
        Example(
            {"vocabulary": ["a", "b"], "output_mode": "multi_hot"},
            ((None, 3),),
            "string",
        ),
    )

    max_tokens: MaxTokens | None = None
    num_oov_indices: NonNegativeInt = 1
    mask_token: Text | None = None
    oov_token: Text = "[UNK]"
    vocabulary: Words | None = None
    idf_weights: IdfWeights | None = None
    output_mode: LookupMode = "int"
    pad_to_max_tokens: Bool = False
    encoding: Encoding = "utf-8"
    salt: Salt | None = None

    def lookup(self) -> Lookup:
        return lookup_of(self)

    def _check_dtype(self, tensor: Tensor) -> None:
        needs_strings(tensor)


class IntegerLookup(_Lookup):
    """Ids, or vectors, for the integers of a vocabulary.

    Shapes: (batch, …) → (batch, …) with `int`; vectors as in CategoryEncoding

    Args:
        vocabulary_dtype: the dtype of the vocabulary, always int64.
        oov_method: whether an unknown integer's id is its remainder or its hash.
    Source: keras.layers.IntegerLookup.
    """

    takes: ClassVar[Takes] = "numbers"
    refused: ClassVar[Mapping[str, str]] = IGNORED
    examples: ClassVar[tuple[Example, ...]] = (
        Example({"vocabulary": [12, 36, 42]}, ((None, 3),), "int32"),
        Example(
            {"vocabulary": [12, 36, 42], "output_mode": "one_hot"},
            ((None, 3),),
            "int32",
        ),
    )

    max_tokens: MaxTokens | None = None
    num_oov_indices: NonNegativeInt = 1
    mask_token: Int | None = None
    oov_token: Int = -1
    vocabulary: Ids | None = None
    vocabulary_dtype: Annotated[Literal["int64"], Choice()] = "int64"
    idf_weights: IdfWeights | None = None
    invert: Bool = False
    output_mode: LookupMode = "int"
    pad_to_max_tokens: Bool = False
    oov_method: Annotated[Literal["floormod", "farmhash"], Choice()] = "floormod"
    salt: Salt | None = None

    def lookup(self) -> Lookup:
        return lookup_of(self)

    @model_validator(mode="after")
    def _fits_together(self) -> Self:
        if self.salt is not None and self.oov_method != "farmhash":
            raise conflict("salt", "`salt` needs `oov_method: farmhash`")
        if self.invert and self.output_mode != "int":
            raise conflict("output_mode", "`invert` needs `output_mode: int`")
        if self.invert and self.oov_token in self.lookup().words:
            raise conflict(
                "oov_token",
                f"`vocabulary` has {written(self.oov_token)}, which stands for "
                "unknown ids",
            )
        return self


def lookup_of(layer: StringLookup | IntegerLookup) -> Lookup:
    """What the arguments of a plain lookup say."""
    return Lookup(
        layer.vocabulary,
        layer.output_mode,
        layer.mask_token,
        layer.oov_token,
        layer.num_oov_indices,
        layer.max_tokens,
        layer.pad_to_max_tokens,
        layer.idf_weights,
    )
