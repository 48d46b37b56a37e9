"""The catalogue: every layer that a spec can name, and why it cannot name the rest.

A module is imported when a spec names one of its types: there are hundreds of them, and
a spec names a few.
"""

from __future__ import annotations

import functools
from importlib import import_module
from typing import Any

from kspec.layers.layer import Layer

__all__ = ["ALIASES", "CELLS", "LAYERS", "REFUSED", "find", "layer_names"]

OPERATIONS = "ops."
"""How the types of operations begin."""

PREFIX = "applications."
"""How the types of applications begin."""

FAMILIES: dict[str, tuple[str, ...]] = {
    "core": (
        "Input", "Dense", "Embedding", "ReversibleEmbedding", "Activation", "Identity",
        "Masking",
    ),
    "einsum": ("EinsumDense",),
    "convolution": ("Conv1D", "Conv2D", "Conv3D",),
    "transposed_convolution": (
        "Conv1DTranspose", "Conv2DTranspose", "Conv3DTranspose",
    ),
    "separable_convolution": (
        "DepthwiseConv1D", "DepthwiseConv2D", "SeparableConv1D", "SeparableConv2D",
    ),
    "pooling": (
        "MaxPooling1D", "MaxPooling2D", "MaxPooling3D", "AveragePooling1D",
        "AveragePooling2D", "AveragePooling3D", "GlobalMaxPooling1D",
        "GlobalMaxPooling2D", "GlobalMaxPooling3D", "GlobalAveragePooling1D",
        "GlobalAveragePooling2D", "GlobalAveragePooling3D",
    ),
    "adaptive_pooling": (
        "AdaptiveMaxPooling1D", "AdaptiveMaxPooling2D", "AdaptiveMaxPooling3D",
        "AdaptiveAveragePooling1D", "AdaptiveAveragePooling2D",
        "AdaptiveAveragePooling3D",
    ),
    "reshaping": ("Flatten", "Reshape", "Permute", "RepeatVector",),
    "resizing": (
        "Cropping1D", "Cropping2D", "Cropping3D", "ZeroPadding1D", "ZeroPadding2D",
        "ZeroPadding3D", "UpSampling1D", "UpSampling2D", "UpSampling3D",
    ),
    "activations": ("ReLU", "LeakyReLU", "PReLU", "ELU", "Softmax",),
    "recurrent": ("LSTM", "GRU", "SimpleRNN",),
    "recurrent_wrappers": ("RNN", "Bidirectional",),
    "convolutional_recurrent": ("ConvLSTM1D", "ConvLSTM2D", "ConvLSTM3D",),
    "wrappers": ("TimeDistributed", "SpectralNormalization",),
    "multi_head_attention": ("MultiHeadAttention", "GroupedQueryAttention",),
    "attention": ("Attention", "AdditiveAttention",),
    "normalization": (
        "BatchNormalization", "LayerNormalization", "GroupNormalization",
        "RMSNormalization", "UnitNormalization",
    ),
    "regularization": (
        "Dropout", "SpatialDropout1D", "SpatialDropout2D", "SpatialDropout3D",
        "AlphaDropout", "GaussianDropout", "GaussianNoise", "ActivityRegularization",
    ),
    "merging": (
        "Add", "Subtract", "Multiply", "Average", "Maximum", "Minimum", "Concatenate",
        "Dot",
    ),
    "residual_scaling": ("LayerScale", "CustomScaleLayer",),
    "numeric_preprocessing": ("Rescaling", "Normalization", "Discretization",),
    "categorical_preprocessing": ("CategoryEncoding", "Hashing", "HashedCrossing",),
    "lookup": ("StringLookup", "IntegerLookup",),
    "text_preprocessing": ("TextVectorization",),
    "image_preprocessing": (
        "Resizing", "CenterCrop", "AutoContrast", "Solarization",
        "ContrastLimitedAdaptiveHistogramEqualization",
    ),
    "color_augmentation": (
        "RandomBrightness", "RandomContrast", "RandomColorDegeneration",
        "RandomColorJitter", "RandomGrayscale", "RandomHue", "RandomSaturation",
        "RandomInvert", "RandomPosterization",
    ),
    "sharpness_augmentation": ("RandomSharpness", "RandomGaussianBlur",),
    "geometric_augmentation": (
        "RandomFlip", "RandomRotation", "RandomShear", "RandomTranslation",
        "RandomZoom", "RandomPerspective", "RandomElasticTransform",
    ),
    "mixing_augmentation": (
        "RandomErasing", "AugMix", "RandAugment", "CutMix", "MixUp",
    ),
    "audio": ("MelSpectrogram", "STFTSpectrogram",),
}  # fmt: skip
"""The types of each module of this package, in the order of the reference."""

LAYERS: tuple[type[Layer], ...]
"""Every layer class, operations last; it imports every module when first asked for."""

CELLS: tuple[type[Layer], ...]
"""Every cell class."""

REFUSED: dict[str, str]
"""Why a spec cannot name a layer or a function that Keras has."""

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
    "GroupQueryAttention": "GroupedQueryAttention",
    "MaxPool1D": "MaxPooling1D",
    "MaxPool2D": "MaxPooling2D",
    "MaxPool3D": "MaxPooling3D",
    "SeparableConvolution1D": "SeparableConv1D",
    "SeparableConvolution2D": "SeparableConv2D",
}
"""Keras's second names, and the class that each means."""

_HOMES = {kind: module for module, kinds in FAMILIES.items() for kind in kinds}


def __getattr__(name: str) -> Any:
    made = {"LAYERS": _layers, "CELLS": _cells, "REFUSED": _refused}.get(name)
    if made is None:
        raise AttributeError(f"module {__name__!r} has no attribute {name!r}")
    return globals().setdefault(name, made())


def find(kind: str) -> type[Layer] | None:
    """The class of a layer type, by its name in Keras, a second one, or a plugin's.

    Example:
    >>> find("MaxPool2D").__name__, find("Pooling")
    ('MaxPooling2D', None)
    """
    kind = ALIASES.get(kind, kind)
    if kind.startswith(OPERATIONS):
        return _operations().get(kind)
    if kind.startswith(PREFIX):
        return _applications().get(kind)
    home = _HOMES.get(kind)
    return getattr(_module(home), kind) if home else _module("plugins").find(kind)


def layer_names() -> tuple[str, ...]:
    """The types that a spec can write under `layers:`, without second names."""
    own = (kind for kind in _HOMES if kind != "Input")
    return (*own, *_module("plugins").names(), *_operations())


def is_taken(kind: str) -> bool:
    """Whether Keras has a layer, a cell or a function of that name."""
    cells = (cls.kind() for cls in _cells())
    known = kind in _HOMES or kind in ALIASES or kind in cells or kind in _refused()
    return known or kind.startswith(OPERATIONS)


def application_names() -> tuple[str, ...]:
    """The types of Keras's applications."""
    return tuple(_applications())


def _module(name: str) -> Any:
    return import_module(f"kspec.layers.{name}")


def _layers() -> tuple[type[Layer], ...]:
    listed = (getattr(_module(home), kind) for kind, home in _HOMES.items())
    return (*listed, *_operations().values())


def _cells() -> tuple[type[Layer], ...]:
    return _module("recurrent_cells").CELLS


@functools.cache
def _applications() -> dict[str, type[Layer]]:
    return {cls.kind(): cls for cls in _module("applications").APPLICATIONS}


@functools.cache
def _operations() -> dict[str, type[Layer]]:
    return {cls.kind(): cls for cls in _module("operations").OPERATIONS}


def _refused() -> dict[str, str]:
    layers, functions = _module("refusals"), _module("operations.refusals")
    return {**layers.REFUSED, **functions.REFUSED}
