"""Draws for preprocessing: numbers along axes, vocabularies, windows of sound."""

from __future__ import annotations

from typing import Any

from hypothesis import strategies as st
from hypothesis.strategies import DrawFn, SearchStrategy

from kspec.layers.audio import MelSpectrogram, STFTSpectrogram
from kspec.layers.categorical_preprocessing import (
    CategoryEncoding,
    HashedCrossing,
    Hashing,
)
from kspec.layers.layer import Layer
from kspec.layers.lookup import IntegerLookup, StringLookup
from kspec.layers.numeric_preprocessing import Discretization, Normalization, Rescaling
from kspec.layers.spatial import join
from kspec.layers.text_preprocessing import TextVectorization
from kspec.shape import Shape
from tests.layers.strategies import DIMENSIONS, SIZES, Draw

Fitting = tuple[dict[str, Any], tuple[Shape, ...]]
BATCH = st.sampled_from([None, None, 2])
NUMBER = st.integers(-8, 8).map(lambda n: n / 4)
MODES = ("int", "int", "one_hot", "multi_hot", "count")


@st.composite
def elements(draw: DrawFn) -> Shape:
    """A batch of examples with a few elements each, at times along more axes."""
    rest = draw(st.lists(st.just(1) | DIMENSIONS, max_size=3))
    return (draw(BATCH), *draw(st.sampled_from([rest, rest[:1], [3]])))


@st.composite
def scales(draw: DrawFn) -> Fitting:
    """A scale for all channels, or one for each."""
    channels = draw(st.integers(1, 3))
    each = st.lists(NUMBER, min_size=channels, max_size=channels).map(tuple)
    return {"scale": draw(NUMBER | each)}, ((None, 4, channels),)


def grids(shape: tuple[int, ...], number: SearchStrategy[float]) -> SearchStrategy[Any]:
    """Nested tuples of a shape."""
    if not shape:
        return number
    inner = grids(shape[1:], number)
    return st.lists(inner, min_size=shape[0], max_size=shape[0]).map(tuple)


@st.composite
def statistics(draw: DrawFn) -> Fitting:
    """Axes, and means and variances along them, or none, or some that do not fit."""
    shape = (draw(BATCH), *draw(st.lists(DIMENSIONS, min_size=1, max_size=3)))
    axes = draw(st.lists(st.integers(-2, len(shape) - 1), max_size=2, unique=True))
    axis = draw(st.sampled_from([None, -1, tuple(axes)]))
    given: dict[str, Any] = {"axis": axis, "mean": None, "variance": None}
    if draw(st.booleans()):
        return given, (shape,)
    named = () if axis is None else (axis,) if isinstance(axis, int) else axis
    along = [shape[a] or 1 for a in sorted(a % len(shape) for a in named)]
    kept = tuple(along[draw(st.integers(0, len(along))) :])
    sizes = [kept, kept, kept, (1,) * len(kept), (*kept, 2)]
    given["mean"] = draw(grids(draw(st.sampled_from(sizes)), NUMBER))
    other = draw(st.sampled_from([kept, *sizes]))
    given["variance"] = draw(grids(other, st.sampled_from([0, 1, 2.5])))
    return given, (shape,)


@st.composite
def lookups(draw: DrawFn, pool: tuple[Any, ...]) -> dict[str, Any]:
    """A vocabulary and what goes with it; the mask and the unknown word come first."""
    words = draw(st.lists(st.sampled_from(pool), min_size=1, max_size=4, unique=True))
    ahead = draw(st.sampled_from([()] * 4 + [pool[:1], pool[:2]]))
    words = [*ahead, *(word for word in words if word not in ahead)]
    mode = draw(st.sampled_from((*MODES, "tf_idf")))
    weights = st.lists(NUMBER, min_size=len(words), max_size=len(words)).map(tuple)
    most = draw(st.sampled_from([None, None, 9, len(words) + 1]))
    return {
        "vocabulary": draw(st.sampled_from([tuple(words)] * 12 + [(words[0],) * 2])),
        "output_mode": mode,
        "idf_weights": draw(weights) if mode == "tf_idf" else None,
        "max_tokens": most,
        "pad_to_max_tokens": draw(st.booleans()) and most is not None,
    }


@st.composite
def plain_lookups(draw: DrawFn, pool: tuple[Any, ...]) -> Fitting:
    """A lookup layer that at times has a mask, or takes other words for unknown."""
    given = draw(lookups(pool))
    given["mask_token"] = draw(st.sampled_from([None, None, pool[0]]))
    given["oov_token"] = pool[1]
    given["num_oov_indices"] = draw(st.sampled_from([1, 1, 0, 2]))
    given["salt"] = None
    if pool[0] != "":
        given["invert"] = draw(st.booleans()) and given["output_mode"] == "int"
        given["oov_method"] = draw(st.sampled_from(["floormod", "farmhash"]))
    if given.get("oov_method") != "floormod":
        given["salt"] = draw(st.sampled_from([None, 1, (2, 3)]))
    return given, (draw(elements()),)


@st.composite
def vectorizations(draw: DrawFn) -> Fitting:
    """A text layer and texts: one for each example, or words where nothing is split."""
    given = draw(lookups(("c", "a", "b", "d")))
    if given["output_mode"] == "one_hot":
        given["output_mode"] = "int"
    lengths = st.sampled_from([None, 3]) if given["output_mode"] == "int" else st.none()
    given["output_sequence_length"] = draw(lengths)
    given["split"] = draw(st.sampled_from(["whitespace", "character", None]))
    texts = () if given["output_mode"] != "int" else draw(st.sampled_from([(), (1,)]))
    usual = (draw(BATCH), *(texts if given["split"] else (draw(DIMENSIONS),)))
    return given, (draw(st.just(usual) | elements()),)


@st.composite
def hashes(draw: DrawFn) -> Fitting:
    """A hash with or without a mask, and elements."""
    mode = draw(st.sampled_from(MODES))
    dtypes = [None, None, "int32", "int64", *(["float16"] if mode != "int" else [])]
    given = {
        "output_mode": mode,
        "dtype": draw(st.sampled_from(dtypes)),
        "mask_value": draw(st.sampled_from([None, None, "", 0])),
    }
    shape = draw(elements())
    return given, (((*shape, 1) if mode == "one_hot" else shape),)


@st.composite
def crossings(draw: DrawFn) -> tuple[Shape, ...]:
    """Two columns, mostly of one shape."""
    column = (draw(BATCH), *draw(st.sampled_from([(), (1,), (1,), (3,)])))
    return draw(st.sampled_from([(column, column)] * 9 + [(column, (2, 1))]))


def windows(names: tuple[str, ...], length: int) -> SearchStrategy[Any]:
    """The name of a window, none, or a number for each sample, at times one too few."""
    samples = st.sampled_from([(0.5,) * length, (0.5,) * (length - 1) or (1.0, 2.0)])
    return st.sampled_from(names) | st.none() | samples


@st.composite
def melodies(draw: DrawFn) -> Fitting:
    """Transforms, frames in them, and sounds that are long enough or nearly."""
    length = draw(st.sampled_from([8, 15, 16]))
    frame = draw(st.sampled_from([None, 7, 8, 16]))
    given = {
        "fft_length": length,
        "sequence_length": frame,
        "sequence_stride": draw(st.integers(1, 9)),
        "window": draw(windows(("hann", "hamming"), frame or length)),
        "max_freq": draw(st.sampled_from([None, 900.0])),
        "sampling_rate": 16000,
    }
    samples = draw(st.sampled_from([None]) | st.integers(5, 40))
    shape = (draw(BATCH), samples)
    return given, (draw(st.sampled_from([shape] * 9 + [shape[1:], (*shape, 1)])),)


@st.composite
def sounds(draw: DrawFn) -> Fitting:
    """Frames, steps between them, and sounds with a few channels."""
    frame = draw(st.integers(1, 9))
    data_format = draw(st.sampled_from([None, "channels_last", "channels_first"]))
    given = {
        "frame_length": frame,
        "frame_step": draw(st.sampled_from([None, 1, frame, frame, 4])),
        "fft_length": draw(st.sampled_from([None, 16, 8])),
        "window": draw(windows(("hann", "hamming", "tukey", "taylor"), frame)),
        "data_format": data_format,
    }
    spatial = (draw(st.none() | st.integers(4, 30)),)
    channels = draw(st.sampled_from([1, 2, 3, None]))
    return given, (join(draw(BATCH), spatial, channels, data_format),)


STRINGS = ("", "[UNK]", "a", "b", "c")
NUMBERS = (0, -1, 5, 6, 7)
BOUNDARIES = st.lists(NUMBER, min_size=1, max_size=4).map(sorted).map(tuple)

TOKENS = st.fixed_dictionaries({"num_tokens": SIZES})

DRAWS: dict[type[Layer], Draw] = {
    Rescaling: Draw(together=scales()),
    Normalization: Draw(together=statistics()),
    Discretization: Draw({"bin_boundaries": BOUNDARIES}, inputs=st.tuples(elements())),
    CategoryEncoding: Draw(together=st.tuples(TOKENS, st.tuples(elements()))),
    Hashing: Draw(together=hashes()),
    HashedCrossing: Draw(inputs=crossings()),
    StringLookup: Draw(together=plain_lookups(STRINGS)),
    IntegerLookup: Draw(together=plain_lookups(NUMBERS)),
    TextVectorization: Draw(together=vectorizations()),
    MelSpectrogram: Draw(together=melodies()),
    STFTSpectrogram: Draw(together=sounds()),
}
