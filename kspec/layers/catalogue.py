"""The catalogue: every layer that a spec can name, and why it cannot name the rest."""

from __future__ import annotations

from kspec.layers import (
    activations,
    convolution,
    core,
    merging,
    normalization,
    pooling,
    preprocessing,
    recurrent,
    regularization,
    reshaping,
    resizing,
    separable_convolution,
    transposed_convolution,
)
from kspec.layers.layer import Layer
from kspec.layers.refusals import REFUSED

__all__ = ["ALIASES", "LAYERS", "REFUSED", "find", "layer_names"]

LAYERS: tuple[type[Layer], ...] = (
    core.Input,
    core.Dense,
    core.Embedding,
    core.Activation,
    core.Identity,
    core.Masking,
    convolution.Conv1D,
    convolution.Conv2D,
    convolution.Conv3D,
    transposed_convolution.Conv1DTranspose,
    transposed_convolution.Conv2DTranspose,
    transposed_convolution.Conv3DTranspose,
    separable_convolution.DepthwiseConv1D,
    separable_convolution.DepthwiseConv2D,
    separable_convolution.SeparableConv1D,
    separable_convolution.SeparableConv2D,
    pooling.MaxPooling1D,
    pooling.MaxPooling2D,
    pooling.MaxPooling3D,
    pooling.AveragePooling1D,
    pooling.AveragePooling2D,
    pooling.AveragePooling3D,
    pooling.GlobalMaxPooling1D,
    pooling.GlobalMaxPooling2D,
    pooling.GlobalMaxPooling3D,
    pooling.GlobalAveragePooling1D,
    pooling.GlobalAveragePooling2D,
    pooling.GlobalAveragePooling3D,
    reshaping.Flatten,
    reshaping.Reshape,
    reshaping.Permute,
    reshaping.RepeatVector,
    resizing.Cropping1D,
    resizing.Cropping2D,
    resizing.Cropping3D,
    resizing.ZeroPadding1D,
    resizing.ZeroPadding2D,
    resizing.ZeroPadding3D,
    resizing.UpSampling1D,
    resizing.UpSampling2D,
    resizing.UpSampling3D,
    activations.ReLU,
    activations.LeakyReLU,
    activations.PReLU,
    activations.ELU,
    activations.Softmax,
    recurrent.LSTM,
    recurrent.GRU,
    recurrent.SimpleRNN,
    normalization.BatchNormalization,
    normalization.LayerNormalization,
    normalization.GroupNormalization,
    normalization.RMSNormalization,
    normalization.UnitNormalization,
    regularization.Dropout,
    regularization.SpatialDropout1D,
    regularization.SpatialDropout2D,
    regularization.SpatialDropout3D,
    regularization.AlphaDropout,
    regularization.GaussianDropout,
    regularization.GaussianNoise,
    regularization.ActivityRegularization,
    merging.Add,
    merging.Subtract,
    merging.Multiply,
    merging.Average,
    merging.Maximum,
    merging.Minimum,
    merging.Concatenate,
    merging.Dot,
    preprocessing.Rescaling,
)
"""Every layer class, a family at a time."""

ALIASES: dict[str, str] = {
    "AvgPool1D": "AveragePooling1D",
    "AvgPool2D": "AveragePooling2D",
    "AvgPool3D": "AveragePooling3D",
    "Convolution1D": "Conv1D",
    "Convolution1DTranspose": "Conv1DTranspose",
    "Convolution2D": "Conv2D",
    "Convolution2DTranspose": "Conv2DTranspose",
    "Convolution3D": "Conv3D",
    "Convolution3DTranspose": "Conv3DTranspose",
    "GlobalAvgPool1D": "GlobalAveragePooling1D",
    "GlobalAvgPool2D": "GlobalAveragePooling2D",
    "GlobalAvgPool3D": "GlobalAveragePooling3D",
    "GlobalMaxPool1D": "GlobalMaxPooling1D",
    "GlobalMaxPool2D": "GlobalMaxPooling2D",
    "GlobalMaxPool3D": "GlobalMaxPooling3D",
    "MaxPool1D": "MaxPooling1D",
    "MaxPool2D": "MaxPooling2D",
    "MaxPool3D": "MaxPooling3D",
    "SeparableConvolution1D": "SeparableConv1D",
    "SeparableConvolution2D": "SeparableConv2D",
}
"""Keras's second names, and the class that each means."""

_BY_NAME = {layer.kind(): layer for layer in LAYERS}


def find(kind: str) -> type[Layer] | None:
    """The class of a layer type, by its name in Keras or a second one.

    Example:
    >>> find("MaxPool2D").__name__, find("Pooling")
    ('MaxPooling2D', None)
    """
    return _BY_NAME.get(ALIASES.get(kind, kind))


def layer_names() -> tuple[str, ...]:
    """The types that a spec can write under `layers:`, without second names."""
    return tuple(name for name in _BY_NAME if name != "Input")
