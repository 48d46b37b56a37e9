"""Where kspec refuses what Keras's preprocessing layers let pass at first."""

from __future__ import annotations

from kspec.layers.audio import MelSpectrogram
from kspec.layers.categorical_preprocessing import (
    CategoryEncoding,
    HashedCrossing,
    Hashing,
)
from kspec.layers.lookup import StringLookup
from kspec.layers.numeric_preprocessing import Discretization, Normalization
from kspec.layers.text_preprocessing import TextVectorization
from kspec.shape import Tensor
from tests.layers.difference import Difference
from tests.layers.differential import Question

IDS = Tensor((None, 3), "int32")
COLUMN = Tensor((None, 1), "int32")
WORDS = {"vocabulary": ("a", "b")}
TEXTS = Tensor((None, 3), "string")
SHORT_MEL = {"fft_length": 16, "sequence_stride": 4}

PREPROCESSING: tuple[Difference, ...] = (
    Difference(
        "a number, 0 or more, or a list with one",
        "the root of a negative variance is no number",
        Question(Normalization, {"mean": 0, "variance": -1}, (Tensor((2, 3)),)),
    ),
    Difference(
        "in ascending order",
        "a call fails, since the bins are not sorted",
        Question(Discretization, {"bin_boundaries": (1.0, 0.0)}, (Tensor((2, 3)),)),
    ),
    Difference(
        "needs 2 dimensions or more for",
        "the output would mix all examples of a batch",
        Question(
            Discretization,
            {"bin_boundaries": (0.0,), "output_mode": "count"},
            (Tensor((None,)),),
        ),
    ),
    Difference(
        "needs 2 dimensions (batch, elements) for",
        "Keras computes another shape than it announces",
        Question(CategoryEncoding, {"num_tokens": 4}, (Tensor((None, 3, 2), "int32"),)),
    ),
    Difference(
        "needs a known last dimension for `one_hot`",
        "a step of training cannot be traced",
        Question(
            CategoryEncoding,
            {"num_tokens": 4, "output_mode": "one_hot"},
            (Tensor((None, None), "int32"),),
        ),
    ),
    Difference(
        "TensorFlow has no kernel for",
        "a call fails",
        Question(CategoryEncoding, {"num_tokens": 4, "dtype": "float16"}, (IDS,)),
    ),
    Difference(
        "needs a last dimension of 1 for `one_hot`",
        "Keras computes another shape than it announces",
        Question(Hashing, {"num_bins": 4, "output_mode": "one_hot"}, (IDS,)),
        ("Hashing",),
    ),
    Difference(
        "`mask_value` is",
        "a call fails, since a text is never equal to a number",
        Question(Hashing, {"num_bins": 4, "mask_value": ""}, (IDS,)),
        ("Hashing",),
    ),
    Difference(
        "needs two equal shapes",
        "a call fails",
        Question(HashedCrossing, {"num_bins": 4}, (COLUMN, Tensor((2, 1), "int32"))),
    ),
    Difference(
        "needs inputs of shape (batch,) or (batch, 1)",
        "a call fails",
        Question(HashedCrossing, {"num_bins": 4}, (IDS, IDS)),
    ),
    Difference(
        "needs a second dimension for `one_hot`",
        "Keras computes another shape than it announces",
        Question(
            HashedCrossing,
            {"num_bins": 4, "output_mode": "one_hot"},
            (Tensor((1,), "int32"), Tensor((1,), "int32")),
        ),
    ),
    Difference(
        "needs integers or strings",
        "a call fails",
        Question(
            HashedCrossing, {"num_bins": 4}, (Tensor((None, 1)), Tensor((None, 1)))
        ),
    ),
    Difference(
        "there is no `vocabulary` with a word",
        "a call fails, since the table of words is empty",
        Question(StringLookup, {}, (TEXTS,)),
    ),
    Difference(
        "needs strings, got",
        "a call fails, since numbers are no texts",
        Question(StringLookup, WORDS, (IDS,)),
    ),
    Difference(
        "needs a text for each example",
        "Keras computes another shape than it announces, or fails",
        Question(
            TextVectorization,
            {**WORDS, "output_mode": "count"},
            (Tensor((2, 1), "string"),),
        ),
    ),
    Difference(
        "needs 2 dimensions (batch, words) without `split`",
        "Keras computes another shape than it announces",
        Question(
            TextVectorization, {**WORDS, "split": None}, (Tensor((2,), "string"),)
        ),
    ),
    Difference(
        "expected `int`, `multi_hot`",
        "the output would be ragged",
        Question(
            TextVectorization,
            {**WORDS, "output_mode": "one_hot"},
            (Tensor((2,), "string"),),
        ),
        ("TextVectorization",),
    ),
    Difference(
        "needs 2 dimensions (batch, samples)",
        "Keras would read the batch as the samples of one sound, or fail in a call",
        Question(MelSpectrogram, SHORT_MEL, (Tensor((None,)),)),
    ),
    Difference(
        "half of `fft_length`",
        "a call fails, since so few samples cannot be mirrored at the ends",
        Question(MelSpectrogram, SHORT_MEL, (Tensor((None, 8)),)),
    ),
    Difference(
        "Keras announces",
        "the shape would be wrong by one",
        Question(MelSpectrogram, SHORT_MEL, (Tensor((None, 31)),)),
    ),
    Difference(
        "cannot be computed in",
        "a call fails, since two dtypes meet",
        Question(MelSpectrogram, {"dtype": "float64"}, (Tensor((None, 4096)),)),
        ("MelSpectrogram", "STFTSpectrogram"),
    ),
    Difference(
        "has to be below the highest frequency",
        "there would be no pitch between the two",
        Question(MelSpectrogram, {"max_freq": 10}, (Tensor((None, 4096)),)),
    ),
    Difference(
        "numbers [type=conflict",
        "a call, or the first value of a weight, fails",
        Question(MelSpectrogram, {"window": (1.0, 0.5)}, (Tensor((None, 4096)),)),
        ("MelSpectrogram", "STFTSpectrogram"),
    ),
)
