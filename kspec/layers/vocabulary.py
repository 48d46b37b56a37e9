"""Vocabularies that stand in the spec: their types and the rules of Keras's lookups."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from typing import Annotated, Any, Literal

from kspec.layers.arguments import Check, Choice, is_int, is_number, mismatch
from kspec.layers.encoding import NO_SPARSE
from kspec.layers.slips import written
from kspec.layers.spatial import conflict
from kspec.shape import ShapeError, Tensor

Token = int | str

IGNORED: Mapping[str, str] = {
    **NO_SPARSE,
    "dtype": "the output mode says it: int64 for ids, float32 for vectors",
    "trainable": "a lookup has no weights",
}


@dataclass(frozen=True, slots=True)
class Inline(Check):
    """A list that stands in the spec, never the name of a file."""

    def parse(self, value: Any) -> Any:
        if isinstance(value, str):
            raise mismatch(
                self.expected,
                hint="Keras would read a file of that name; write the list itself",
            )
        return Check.parse(self, value)


def is_list(value: Any, accepts: Callable[[Any], bool]) -> bool:
    """Whether the value is a tuple of at least one such item."""
    return isinstance(value, tuple) and value != () and all(map(accepts, value))  # pyright: ignore


Words = Annotated[
    tuple[str, ...],
    Inline(
        "a list of texts",
        lambda v: is_list(v, lambda word: isinstance(word, str)),
        {"type": "array", "items": {"type": "string"}, "minItems": 1},
    ),
]
Ids = Annotated[
    tuple[int, ...],
    Inline(
        "a list of integers",
        lambda v: is_list(v, lambda number: is_int(number, -(2**63), 2**63 - 1)),
        {"type": "array", "items": {"type": "integer"}, "minItems": 1},
    ),
]
IdfWeights = Annotated[
    tuple[float, ...],
    Check(
        "a list of numbers",
        lambda v: is_list(v, is_number),
        {"type": "array", "items": {"type": "number"}, "minItems": 1},
    ),
]
MaxTokens = Annotated[
    int,
    Check(
        "an integer, 2 or more",
        lambda v: is_int(v, 2),
        {"type": "integer", "minimum": 2},
    ),
]
LookupMode = Annotated[
    Literal["int", "one_hot", "multi_hot", "count", "tf_idf"], Choice()
]
Encoding = Annotated[
    Literal[
        "utf-8", "utf-16", "utf-32", "ascii", "latin-1", "gb18030", "gbk", "big5",
        "shift_jis", "euc_jp", "euc_kr",
    ],
    Choice(),
]  # fmt: skip


@dataclass(frozen=True, slots=True)
class Lookup:
    """What a lookup layer is given.

    Args:
        vocabulary: the words, at times after the mask and the tokens for unknown ones.
        unknown: how many ids stand for words outside of the vocabulary.
        max_tokens: the most words with all special ones.
    """

    vocabulary: tuple[Token, ...] | None
    mode: str
    mask_token: Token | None
    oov_token: Token
    unknown: int = 1
    max_tokens: int | None = None
    padded: bool = False
    idf_weights: tuple[float, ...] | None = None

    @property
    def special(self) -> tuple[Token, ...]:
        """The tokens that have ids below those of the words."""
        masked = self.mask_token is not None and self.mode == "int"
        mask = (self.mask_token,) if masked and self.mask_token is not None else ()
        return (*mask, *(self.oov_token,) * self.unknown)

    @property
    def words(self) -> tuple[Token, ...]:
        """The vocabulary without the special tokens at its start."""
        words, special = self.vocabulary or (), self.special
        return words[len(special) :] if words[: len(special)] == special else words

    @property
    def size(self) -> int:
        """The number of ids that there are."""
        return len(self.special) + len(self.words)

    @property
    def depth(self) -> int:
        """The length of the vectors."""
        return self.max_tokens if self.padded and self.max_tokens else self.size


def check(lookup: Lookup) -> None:
    """Refuse a vocabulary that Keras would refuse, or would have to learn.

    Source: keras.src.layers.preprocessing.index_lookup.IndexLookup.set_vocabulary.
    """
    _check_words(lookup)
    _check_most(lookup)
    _check_weights(lookup)


def _check_words(lookup: Lookup) -> None:
    words = lookup.words
    if not words:
        raise conflict(
            "vocabulary",
            "there is no `vocabulary` with a word, and a spec learns none from data",
            hint="write the words as a list",
        )
    double = next((word for word in words if words.count(word) > 1), None)
    if double is not None:
        raise conflict("vocabulary", f"`vocabulary` has {written(double)} twice")
    if lookup.mask_token is not None and lookup.mask_token in words:
        raise conflict(
            "vocabulary",
            f"`vocabulary` has the mask, {written(lookup.mask_token)}, among its words",
            hint="leave it out: it has an id of its own",
        )


def _check_most(lookup: Lookup) -> None:
    if lookup.padded and lookup.max_tokens is None:
        raise conflict("max_tokens", "`pad_to_max_tokens` needs `max_tokens`")
    if lookup.max_tokens is not None and lookup.size > lookup.max_tokens:
        raise conflict(
            "max_tokens",
            f"the vocabulary has {lookup.size} tokens with the special ones, got "
            f"{lookup.max_tokens}",
            hint="leave it out: the vocabulary says its size",
        )


def _check_weights(lookup: Lookup) -> None:
    weights, words = lookup.idf_weights, lookup.vocabulary or ()
    if (weights is None) != (lookup.mode != "tf_idf"):
        raise conflict(
            "idf_weights", "`idf_weights` and `output_mode: tf_idf` need each other"
        )
    if weights is not None and len(weights) != len(words):
        raise conflict(
            "idf_weights",
            f"the vocabulary has {len(words)} words, and there are {len(weights)} "
            "weights",
        )


def needs_strings(tensor: Tensor) -> None:
    """Refuse an input of numbers."""
    if tensor.dtype != "string":
        raise ShapeError(
            f"needs strings, got {tensor.dtype}",
            hint="give the input `dtype: string`, or look numbers up in IntegerLookup",
        )
