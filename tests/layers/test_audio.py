"""Spectrograms: frames and frequencies, windows, and sounds that are too short."""

from __future__ import annotations

from typing import Any

import pytest

from kspec.layers.audio import MelSpectrogram, STFTSpectrogram
from kspec.layers.validation import validate
from kspec.shape import Shape
from tests.layers.shapes import refusal, shape

MEL = {"fft_length": 16, "sequence_stride": 4, "num_mel_bins": 5}


@pytest.mark.parametrize(
    ("kind", "arguments", "given", "expected"),
    [
        ("MelSpectrogram", MEL, (None, 32), (None, 5, 9)),
        ("MelSpectrogram", MEL, (2, None), (2, 5, None)),
        ("STFTSpectrogram", {"frame_length": 8}, (None, 30, 2), (None, 6, 10)),
        (
            "STFTSpectrogram",
            {"frame_length": 8, "mode": "stft", "expand_dims": True},
            (None, 30, 2),
            (None, 6, 10, 2),
        ),
        (
            "STFTSpectrogram",
            {"frame_length": 8, "padding": "same", "data_format": "channels_first"},
            (None, 2, None),
            (None, 10, None),
        ),
    ],
)
def test_a_sound_becomes_frames_of_frequencies(
    kind: str, arguments: dict[str, Any], given: Shape, expected: Shape
) -> None:
    assert shape(kind, arguments, given) == expected


@pytest.mark.parametrize(
    ("mode", "names"),
    [
        ("log", ["real_kernel", "imag_kernel"]),
        ("real", ["real_kernel"]),
        ("imag", ["imag_kernel"]),
    ],
)
def test_a_transform_has_a_kernel_for_each_part_that_it_needs(
    mode: Any, names: list[str]
) -> None:
    layer = STFTSpectrogram(mode=mode, frame_length=6, fft_length=16)
    weights = layer.weights_of((None, 30, 1))
    assert [weight.name for weight in weights] == names
    assert {weight.shape for weight in weights} == {(6, 1, 9)}


@pytest.mark.parametrize(
    ("given", "message"),
    [
        ((None,), "needs 2 dimensions (batch, samples), got (None,)"),
        (
            (None, 8),
            "needs more than 8 samples, half of `fft_length`, got (None, 8)",
        ),
        ((None, 31), "Keras announces 9 frames for (None, 31) and computes one less"),
    ],
)
def test_a_sound_that_keras_measures_wrongly_is_refused(
    given: Shape, message: str
) -> None:
    assert refusal("MelSpectrogram", MEL, given).message == message


@pytest.mark.parametrize(
    ("kind", "arguments", "argument", "message"),
    [
        (
            MelSpectrogram,
            {"fft_length": 8, "sequence_length": 9},
            "sequence_length",
            "`sequence_length` is 9, and a transform has 8 samples",
        ),
        (
            MelSpectrogram,
            {"fft_length": 8, "window": [1, 2]},
            "window",
            "a frame has 8 samples, and `window` has 2 numbers",
        ),
        (
            MelSpectrogram,
            {"max_freq": 10},
            "min_freq",
            "`min_freq` has to be below the highest frequency, 10, got 20.0",
        ),
        (
            STFTSpectrogram,
            {"frame_length": 8, "frame_step": 9},
            "frame_step",
            "`frame_step` has to be from 1 to 8, got 9",
        ),
        (
            STFTSpectrogram,
            {"frame_length": 1},
            "frame_step",
            "`frame_step` has to be from 1 to 1, got 0",
        ),
        (
            STFTSpectrogram,
            {"frame_length": 9, "fft_length": 8},
            "fft_length",
            "`fft_length` has to be 9 or more, got 8",
        ),
        (
            STFTSpectrogram,
            {"dtype": "bfloat16"},
            "dtype",
            "`STFTSpectrogram` cannot be computed in bfloat16",
        ),
    ],
)
def test_frames_that_do_not_fit_their_transform_are_refused(
    kind: Any, arguments: dict[str, Any], argument: str, message: str
) -> None:
    (fault,) = validate(kind, arguments)[1]
    assert fault.path == (argument,)
    assert fault.message == message
