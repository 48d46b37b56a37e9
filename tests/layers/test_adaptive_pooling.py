"""Adaptive pooling: the output is as large as it is told."""

from __future__ import annotations

from typing import Any

import pytest

from kspec.shape import Shape
from tests.layers.shapes import refusal, shape


@pytest.mark.parametrize(
    ("kind", "arguments", "given", "expected"),
    [
        ("AdaptiveMaxPooling1D", {"output_size": 4}, (None, 10, 3), (None, 4, 3)),
        ("AdaptiveAveragePooling1D", {"output_size": 9}, (2, 4, None), (2, 9, None)),
        (
            "AdaptiveMaxPooling2D",
            {"output_size": [7, 4]},
            (None, 28, None, 3),
            (None, 7, 4, 3),
        ),
        (
            "AdaptiveAveragePooling3D",
            {"output_size": 2, "data_format": "channels_first"},
            (None, 3, 9, 8, 7),
            (None, 3, 2, 2, 2),
        ),
    ],
)
def test_the_output_has_the_size_that_is_asked_for(
    kind: str, arguments: dict[str, Any], given: Shape, expected: Shape
) -> None:
    assert shape(kind, arguments, given) == expected


def test_an_input_of_another_rank_is_shown() -> None:
    error = refusal("AdaptiveMaxPooling2D", {"output_size": 2}, (None, 8, 3))
    assert error.message == (
        "needs 4 dimensions (batch, height, width, channels), got (None, 8, 3)"
    )
