"""Layers that lay a tensor out anew, or change the length of its axes."""

from __future__ import annotations

from typing import Any

import pytest

from kspec.shape import Shape
from tests.layers.shapes import refusal, shape

FIRST = {"data_format": "channels_first"}


@pytest.mark.parametrize(
    ("kind", "arguments", "given", "expected"),
    [
        ("Flatten", {}, (None, 28, 28), (None, 784)),
        ("Flatten", {}, (3, None, 28), (3, None)),
        ("Flatten", {}, (None,), (None, 1)),
        ("Reshape", {"target_shape": [7, -1]}, (None, 28, 2), (None, 7, 8)),
        ("Reshape", {"target_shape": [7, -1]}, (2, None, 2), (2, 7, None)),
        ("Permute", {"dims": [3, 1, 2]}, (None, 4, 5, 6), (None, 6, 4, 5)),
        ("RepeatVector", {"n": 3}, (None, 8), (None, 3, 8)),
        ("Cropping1D", {"cropping": [1, 2]}, (None, 9, 4), (None, 6, 4)),
        (
            "Cropping2D",
            {"cropping": [1, [0, 2]]},
            (None, 9, None, 4),
            (None, 7, None, 4),
        ),
        ("Cropping3D", {"cropping": 1}, (None, 3, 4, 5, 6), (None, 1, 2, 3, 6)),
        ("ZeroPadding1D", {"padding": 2, **FIRST}, (None, 4, 9), (None, 4, 13)),
        ("ZeroPadding2D", {"padding": [[1, 0], 2]}, (None, 9, 9, 1), (None, 10, 13, 1)),
        ("UpSampling1D", {"size": 3}, (None, 4, 2), (None, 12, 2)),
        ("UpSampling2D", {"size": [1, 2], **FIRST}, (2, 1, 4, None), (2, 1, 4, None)),
        ("UpSampling3D", {}, (None, 1, 2, 3, 4), (None, 2, 4, 6, 4)),
    ],
)
def test_the_elements_are_laid_out_anew(
    kind: str, arguments: dict[str, Any], given: Shape, expected: Shape
) -> None:
    assert shape(kind, arguments, given) == expected


@pytest.mark.parametrize(
    ("target", "given", "message", "hint"),
    [
        (
            [28, 28],
            (None, 2352),
            "(28, 28) holds 784 elements, but (2352,) has 2352",
            "[28, 28, 3] would hold them",
        ),
        (
            [3, 5],
            (None, 4, 3),
            "(3, 5) holds 15 elements, but (4, 3) has 12",
            "[3, 4] would hold them",
        ),
        (
            [3, -1],
            (None, 16),
            "(3, -1) holds a multiple of 3 elements, but (16,) has 16",
            None,
        ),
    ],
)
def test_a_shape_that_holds_another_number_of_elements_is_to_blame(
    target: list[int], given: Shape, message: str, hint: str | None
) -> None:
    error = refusal("Reshape", {"target_shape": target}, given)
    assert (error.message, error.hint) == (message, hint)
    assert error.argument == "target_shape"


def test_permute_has_to_name_every_axis() -> None:
    error = refusal("Permute", {"dims": [2, 1]}, (None, 4, 5, 6))
    assert error.argument == "dims"
    assert (
        error.message == "`dims` orders 2 axes, (None, 4, 5, 6) has 3 beside the batch"
    )


def test_cropping_leaves_at_least_one() -> None:
    error = refusal("Cropping2D", {"cropping": 2}, (None, 9, 4, 1))
    assert error.argument == "cropping"
    assert error.message == (
        "`cropping` takes 4 off the width, which has only 4, got (None, 9, 4, 1)"
    )
    assert error.hint == "take off 3 at most"


def test_repeating_needs_a_vector() -> None:
    error = refusal("RepeatVector", {"n": 2}, (None, 4, 4))
    assert error.message == "needs 2 dimensions (batch, features), got (None, 4, 4)"
    assert error.hint == "put Flatten before it"


def test_rescaling_has_a_number_for_each_channel() -> None:
    error = refusal("Rescaling", {"scale": [1.0, 2.0]}, (None, 4, 3))
    assert error.argument == "scale"
    assert error.hint == "give one number, or 3"
    assert shape("Rescaling", {"scale": [1.0, 2.0]}, (None, 4, 2)) == (None, 4, 2)
