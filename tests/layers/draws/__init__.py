"""Better draws than the generic ones, a file for each family that needs them."""

from __future__ import annotations

from kspec.layers.layer import Layer
from tests.layers.draws import (
    attention,
    convolution,
    einsum,
    images,
    merging,
    normalization,
    preprocessing,
    recurrent,
    regularization,
    reshaping,
    wrappers,
)
from tests.layers.strategies import Draw

__all__ = ["DRAWS", "Draw"]

DRAWS: dict[type[Layer], Draw] = {
    **attention.DRAWS,
    **convolution.DRAWS,
    **einsum.DRAWS,
    **reshaping.DRAWS,
    **preprocessing.DRAWS,
    **images.DRAWS,
    **merging.DRAWS,
    **normalization.DRAWS,
    **recurrent.DRAWS,
    **regularization.DRAWS,
    **wrappers.DRAWS,
}
