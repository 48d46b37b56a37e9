"""Activation functions, which go by name. Source: keras.activations."""

from __future__ import annotations

from typing import Annotated

from kspec.layers.objects.object import Object, Vocabulary

ACTIVATIONS = Vocabulary(
    "activation",
    classes=(),
    functions=(
        "celu",
        "elu",
        "exponential",
        "gelu",
        "hard_shrink",
        "hard_sigmoid",
        "hard_silu",
        "hard_swish",
        "hard_tanh",
        "leaky_relu",
        "linear",
        "log_sigmoid",
        "log_softmax",
        "mish",
        "relu",
        "relu6",
        "selu",
        "sigmoid",
        "silu",
        "soft_shrink",
        "softmax",
        "softplus",
        "softsign",
        "sparse_plus",
        "sparse_sigmoid",
        "sparsemax",
        "squareplus",
        "swish",
        "tanh",
        "tanh_shrink",
    ),
    refused={
        "glu": "it halves the last axis, which Keras's shapes do not show",
        "threshold": "it needs two arguments, which a name cannot give",
    },
)
Activation = Annotated[str | Object, ACTIVATIONS]
