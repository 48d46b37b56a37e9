"""Layers for images: their sizes, factors and channels, and what cannot be computed."""

from __future__ import annotations

from typing import Any

import pytest

from kspec.layers.catalogue import find
from kspec.layers.validation import validate
from kspec.shape import Shape
from tests.layers.draws.images import DRAWS
from tests.layers.shapes import refusal, shape

FIRST = {"data_format": "channels_first"}
SIZE = {"height": 4, "width": 5}


@pytest.mark.parametrize(
    ("kind", "arguments", "given", "expected"),
    [
        ("Resizing", SIZE, (None, 8, 9, 3), (None, 4, 5, 3)),
        ("Resizing", SIZE, (2, None, None, None), (2, 4, 5, None)),
        ("CenterCrop", {**SIZE, **FIRST}, (None, 3, 8, 9), (None, 3, 4, 5)),
        ("RandomFlip", {}, (None, None, 9, 1), (None, None, 9, 1)),
        ("RandomHue", {"factor": 0.1, **FIRST}, (None, 3, 8, 9), (None, 3, 8, 9)),
        ("RandomGrayscale", {}, (None, 8, 8, 1), (None, 8, 8, 1)),
        ("CutMix", {}, (None, 8, 8, 2), (None, 8, 8, 2)),
        ("AugMix", {"all_ops": False}, (None, 8, 8, 2), (None, 8, 8, 2)),
    ],
)
def test_an_image_keeps_its_shape_or_gets_the_size_asked_for(
    kind: str, arguments: dict[str, Any], given: Shape, expected: Shape
) -> None:
    assert shape(kind, arguments, given) == expected


@pytest.mark.parametrize("kind", sorted(cls.__name__ for cls in DRAWS))
def test_an_image_without_channels_is_never_read_as_a_single_one(kind: str) -> None:
    cls = find(kind)
    assert cls
    error = refusal(kind, cls.examples[0].arguments, (None, 28, 28))
    assert error.message == (
        "needs 4 dimensions (batch, height, width, channels), got (None, 28, 28)"
    )
    assert error.hint == (
        "put Reshape before it, with a last dimension of 1 for one channel"
    )


@pytest.mark.parametrize(
    ("kind", "arguments", "given", "message"),
    [
        ("CutMix", {}, (None, None, 8, 3), "needs a known height and width"),
        ("RandomErasing", {**FIRST}, (None, 3, 8, None), "needs a known height and"),
        ("RandomPerspective", {}, (None, 8, 1, 3), "needs a height and width of 2 or"),
        ("RandomElasticTransform", {}, (None, 8, 8, None), "needs a known number of"),
        ("RandomGrayscale", {}, (None, 8, 8, 2), "needs images with 1 or 3 channels"),
        ("RandAugment", {}, (None, 8, 8, None), "needs a known number of channels"),
        ("RandomSaturation", {"factor": 0.1}, (2, 8, 8, 1), "needs images with 3"),
        ("RandomColorJitter", {"hue_factor": 0.1}, (2, 8, 8, 1), "needs images with 3"),
        (
            "ContrastLimitedAdaptiveHistogramEqualization",
            {},
            (None, 3, 8, 3),
            "`tile_grid_size` asks for 8 tiles along 3 pixels of (None, 3, 8, 3)",
        ),
    ],
)
def test_an_image_that_keras_cannot_change_is_refused(
    kind: str, arguments: dict[str, Any], given: Shape, message: str
) -> None:
    assert message in refusal(kind, arguments, given).message


@pytest.mark.parametrize(
    ("kind", "arguments", "expected"),
    [
        ("RandomRotation", {"factor": 2}, "a number from -1 to 1, or a list of 2"),
        ("RandomContrast", {"factor": [0, 2]}, "a number from 0 to 1, or a list of 2"),
        ("RandomZoom", {"height_factor": -1}, "a number above -1, at most 1, or a"),
        ("RandomPosterization", {"factor": 0.5}, "an integer from 1 to 8, or a list"),
        ("RandomGaussianBlur", {"kernel_size": 2}, "an odd positive integer, or a"),
        ("AutoContrast", {"value_range": [1, 0]}, "a list of 2 numbers, the lower"),
        ("RandomFlip", {"mode": "both"}, "`horizontal`, `vertical` or"),
        ("RandomShear", {"fill_mode": "mirror"}, "`constant`, `nearest`, `wrap` or"),
        ("RandomShear", {"interpolation": "bicubic"}, "`nearest` or `bilinear`"),
    ],
)
def test_a_value_out_of_range_is_refused(
    kind: str, arguments: dict[str, Any], expected: str
) -> None:
    cls = find(kind)
    assert cls
    (fault,) = validate(cls, arguments)[1]
    assert f"expected {expected}" in fault.message


@pytest.mark.parametrize(
    ("kind", "arguments", "argument"),
    [
        (
            "Resizing",
            {**SIZE, "crop_to_aspect_ratio": True, "pad_to_aspect_ratio": True},
            "pad_to_aspect_ratio",
        ),
        ("RandomColorJitter", {"hue_factor": 0.1, **FIRST}, "data_format"),
        ("CutMix", {"dtype": "bfloat16"}, "dtype"),
        ("RandomErasing", {"dtype": "mixed_float16"}, "dtype"),
    ],
)
def test_arguments_that_exclude_each_other_are_refused(
    kind: str, arguments: dict[str, Any], argument: str
) -> None:
    cls = find(kind)
    assert cls
    (fault,) = validate(cls, arguments)[1]
    assert fault.path == (argument,)
