"""Draws for image layers: pictures in either data format, most of them in colour."""

from __future__ import annotations

from typing import Any

from hypothesis import strategies as st
from hypothesis.strategies import DrawFn

from kspec.layers import (
    color_augmentation,
    geometric_augmentation,
    image_preprocessing,
    mixing_augmentation,
    sharpness_augmentation,
)
from kspec.layers.catalogue import LAYERS
from kspec.layers.layer import Layer
from kspec.layers.spatial import join
from kspec.shape import Shape
from tests.layers.strategies import DIMENSIONS, Draw

MODULES = (
    color_augmentation,
    geometric_augmentation,
    image_preprocessing,
    mixing_augmentation,
    sharpness_augmentation,
)
CHANNELS = (*[3] * 12, 1, 2, None)
PIXELS = st.integers(4, 12)
FORMATS = (None, None, "channels_last", "channels_first")


@st.composite
def pictures(draw: DrawFn, kind: type[Layer]) -> tuple[dict[str, Any], tuple[Shape]]:
    """A data format where the layer has one, and images in it, or now and then not."""
    has_format = "data_format" in kind.model_fields
    given = {"data_format": draw(st.sampled_from(FORMATS))} if has_format else {}
    count = draw(st.sampled_from([2] * 18 + [1, 3]))
    spatial = draw(st.tuples(*[st.one_of(*[PIXELS] * 6, DIMENSIONS)] * count))
    batch = draw(st.sampled_from([None, 2]))
    channels = draw(st.sampled_from(CHANNELS))
    return given, (join(batch, spatial, channels, given.get("data_format")),)


DRAWS: dict[type[Layer], Draw] = {
    kind: Draw(together=pictures(kind))
    for kind in LAYERS
    if kind.__module__ in {module.__name__ for module in MODULES}
}
