"""Scaling of residual branches: two layers that only Keras's applications have."""

from __future__ import annotations

from typing import ClassVar

from kspec.layers.arguments import Float, PositiveInt
from kspec.layers.layer import Arity, Example, Family, Layer, Takes
from kspec.layers.operations.broadcasting import broadcast_all
from kspec.shape import Shape, Weight


class LayerScale(Layer):
    """A factor for each channel, which training changes.

    Shapes: (batch, …, channels) → (batch, …, channels)

    Args:
        init_values: what each factor is at first.
        projection_dim: the number of channels.
    Source: keras.src.applications.convnext.LayerScale; Touvron et al. (2021).
    """

    family: ClassVar[Family] = "normalization"
    takes: ClassVar[Takes] = "floats"
    examples: ClassVar[tuple[Example, ...]] = (
        Example({"init_values": 1e-6, "projection_dim": 4}, ((None, 6, 6, 4),)),
    )

    init_values: Float
    projection_dim: PositiveInt

    @classmethod
    def target(cls) -> str:
        return "keras.src.applications.convnext.LayerScale"

    def shape_of(self, x: Shape) -> Shape:
        return broadcast_all((x, (self.projection_dim,)))

    def weights_of(self, *_: Shape) -> tuple[Weight, ...]:
        return (Weight("gamma", (self.projection_dim,)),)


class CustomScaleLayer(Layer):
    """The first tensor plus the second times `scale`.

    Shapes: (batch, …), (batch, …) → (batch, …)

    Args:
        scale: the factor of the second tensor.
    Source: keras.src.applications.inception_resnet_v2.CustomScaleLayer; Szegedy et al.
        (2016).
    """

    family: ClassVar[Family] = "merging"
    arity: ClassVar[Arity] = Arity(2, 2, listed=True)
    takes: ClassVar[Takes] = "floats"
    examples: ClassVar[tuple[Example, ...]] = (
        Example({"scale": 0.17}, ((None, 6, 6, 4), (None, 6, 6, 4))),
    )

    scale: Float

    @classmethod
    def target(cls) -> str:
        return "keras.src.applications.inception_resnet_v2.CustomScaleLayer"

    def shape_of(self, *inputs: Shape) -> Shape:
        return broadcast_all(inputs)
