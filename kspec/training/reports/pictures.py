"""Pictures of examples, where a model takes images."""

from __future__ import annotations

import io

import numpy as np

from kspec.training.reports.story import Story
from kspec.training.table import Array

SMALLEST = 4
"""Pixels along a side; less is no image."""


def pictures_of(story: Story, rows: Array) -> list[bytes] | None:
    """A PNG for each row of the test part; None for a model that takes no image."""
    if story.dataset.window is not None:
        return None
    for values in story.dataset.test.inputs.values():
        if is_image(values.shape[1:]):
            return [png(values[np.array([row])][0]) for row in rows]
    return None


def is_image(shape: tuple[int, ...]) -> bool:
    """Whether samples of the shape are images: grey, or with channels last.

    Example:
    >>> is_image((28, 28)), is_image((32, 32, 3)), is_image((60, 1)), is_image((8,))
    (True, True, False, False)
    """
    sides, channels = shape[:2], shape[2:]
    known = channels in ((), (1,), (3,), (4,))
    return len(sides) == 2 and min(sides) >= SMALLEST and known


def png(image: Array) -> bytes:
    """An image as PNG, its values stretched from the darkest to the brightest."""
    from PIL import Image

    values = image[..., 0] if image.ndim == 3 and image.shape[2] == 1 else image
    values = values.astype(np.float64)
    spread = float(values.max() - values.min()) or 1.0
    pixels = np.rint((values - values.min()) / spread * 255).astype(np.uint8)
    file = io.BytesIO()
    Image.fromarray(pixels).save(file, "PNG")
    return file.getvalue()
