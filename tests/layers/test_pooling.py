"""Pooling: shapes worked out by hand, and what does not fit."""

from __future__ import annotations

from typing import Any

import pytest

from kspec.shape import Shape
from tests.layers.shapes import refusal, shape


@pytest.mark.parametrize(
    ("kind", "arguments", "given", "expected"),
    [
        ("MaxPooling1D", {}, (None, 7, 4), (None, 3, 4)),
        ("MaxPooling2D", {}, (None, 28, None, 8), (None, 14, None, 8)),
        ("MaxPool2D", {"strides": 1}, (None, 28, 28, 8), (None, 27, 27, 8)),
        ("AveragePooling2D", {"pool_size": [2, 7]}, (2, 8, 8, None), (2, 4, 1, None)),
        ("AveragePooling1D", {"pool_size": 9, "padding": "same"}, (2, 4, 1), (2, 1, 1)),
        ("GlobalMaxPooling1D", {}, (None, None, 4), (None, 4)),
        ("GlobalAveragePooling2D", {"keepdims": True}, (3, 9, 9, 4), (3, 1, 1, 4)),
        (
            "GlobalAveragePooling3D",
            {"data_format": "channels_first"},
            (None, 4, 9, 9, 9),
            (None, 4),
        ),
    ],
)
def test_pooling_shortens_the_spatial_axes(
    kind: str, arguments: dict[str, Any], given: Shape, expected: Shape
) -> None:
    assert shape(kind, arguments, given) == expected


def test_a_pool_larger_than_the_input_is_to_blame() -> None:
    error = refusal("MaxPooling2D", {"pool_size": 5}, (None, 3, 9, 1))
    assert error.argument == "pool_size"
    assert error.message == (
        "`pool_size` covers 5 along the height, which has only 3, got (None, 3, 9, 1)"
    )


def test_global_pooling_needs_spatial_axes() -> None:
    error = refusal("GlobalMaxPooling2D", {}, (None, 8))
    assert error.message == (
        "needs 4 dimensions (batch, height, width, channels), got (None, 8)"
    )
