"""Networks that everybody knows, layer by layer, named as in `keras.applications`."""

from __future__ import annotations

import math
from dataclasses import dataclass, field, replace
from typing import Any

from kspec.graph import Graph, Vertex
from kspec.graph.ir import Group
from kspec.layers.activations import ReLU
from kspec.layers.convolution import Conv2D
from kspec.layers.core import Activation, Dense, Input
from kspec.layers.layer import Layer
from kspec.layers.merging import Add, Concatenate, Multiply
from kspec.layers.normalization import BatchNormalization
from kspec.layers.pooling import GlobalAveragePooling2D, MaxPooling2D
from kspec.layers.regularization import Dropout
from kspec.layers.reshaping import Flatten, Reshape
from kspec.layers.resizing import UpSampling2D, ZeroPadding2D
from kspec.layers.separable_convolution import DepthwiseConv2D
from tests.drawing.graphs import graph, vertex


@dataclass
class Network:
    """Vertices one after the other; each takes the last one unless told otherwise."""

    vertices: list[Vertex] = field(default_factory=list[Vertex])

    def __call__(self, name: str, layer: Layer, *sources: Vertex) -> Vertex:
        is_input = layer.family == "input"
        before = sources or (() if is_input else (self.last,))
        self.vertices.append(vertex(name, layer, *before))
        return self.vertices[-1]

    def convolution(
        self, name: str, filters: int, size: int, *sources: Vertex, **settings: Any
    ) -> Vertex:
        layer = Conv2D(filters=filters, kernel_size=size, **settings)
        return self(name, layer, *sources)

    @property
    def last(self) -> Vertex:
        return self.vertices[-1]


def chain(length: int, width: int = 8) -> Graph:
    """Dense layers one after the other, each of another size where width is 0."""
    made = Network()
    made("x", Input(shape=(8,)))
    for at in range(length):
        made(f"d{at}", Dense(units=width or at + 1))
    return graph(*made.vertices, name="chain")


VGG16 = ((64, 2), (128, 2), (256, 3), (512, 3), (512, 3))


def vgg16(*, top: bool = True) -> Graph:
    made = Network()
    made("input_layer", Input(shape=(224, 224, 3)))
    for block, (filters, count) in enumerate(VGG16, start=1):
        for conv in range(1, count + 1):
            name = f"block{block}_conv{conv}"
            made.convolution(name, filters, 3, padding="same", activation="relu")
        made(f"block{block}_pool", MaxPooling2D(pool_size=2, strides=2))
    if top:
        made("flatten", Flatten())
        made("fc1", Dense(units=4096, activation="relu"))
        made("fc2", Dense(units=4096, activation="relu"))
        made("predictions", Dense(units=1000, activation="softmax"))
    return graph(*made.vertices, name="vgg16")


def resnet50() -> Graph:
    made = Network()
    made("input_layer", Input(shape=(224, 224, 3)))
    made("conv1_pad", ZeroPadding2D(padding=3))
    made.convolution("conv1_conv", 64, 7, strides=2)
    made("conv1_bn", BatchNormalization(epsilon=1.001e-5))
    made("conv1_relu", Activation(activation="relu"))
    made("pool1_pad", ZeroPadding2D())
    made("pool1_pool", MaxPooling2D(pool_size=3, strides=2))
    for stage, (filters, blocks) in enumerate(
        ((64, 3), (128, 4), (256, 6), (512, 3)), start=2
    ):
        for block in range(1, blocks + 1):
            strides = 2 if block == 1 and stage > 2 else 1
            bottleneck(made, f"conv{stage}_block{block}", filters, strides, block == 1)
    made("avg_pool", GlobalAveragePooling2D())
    made("predictions", Dense(units=1000, activation="softmax"))
    return graph(*made.vertices, name="resnet50")


def bottleneck(
    made: Network, name: str, filters: int, strides: int, projected: bool
) -> None:
    x = shortcut = made.last
    if projected:
        at = f"{name}_0"
        made.convolution(f"{at}_conv", 4 * filters, 1, x, strides=strides)
        shortcut = made(f"{at}_bn", BatchNormalization(epsilon=1.001e-5))
    for part, size in ((1, 1), (2, 3)):
        at = f"{name}_{part}"
        step = strides if part == 1 else 1
        source = x if part == 1 else made.last
        made.convolution(
            f"{at}_conv", filters, size, source, strides=step, padding="same"
        )
        made(f"{at}_bn", BatchNormalization(epsilon=1.001e-5))
        made(f"{at}_relu", Activation(activation="relu"))
    made.convolution(f"{name}_3_conv", 4 * filters, 1)
    made(f"{name}_3_bn", BatchNormalization(epsilon=1.001e-5))
    made(f"{name}_add", Add(), shortcut, made.last)
    made(f"{name}_out", Activation(activation="relu"))


# Kernel, repeats, filters in, filters out, expansion, strides: of EfficientNetB0.
STAGES = (
    (3, 1, 32, 16, 1, 1),
    (3, 2, 16, 24, 6, 2),
    (5, 2, 24, 40, 6, 2),
    (3, 3, 40, 80, 6, 2),
    (5, 3, 80, 112, 6, 1),
    (5, 4, 112, 192, 6, 2),
    (3, 1, 192, 320, 6, 1),
)


def efficientnet_b7() -> Graph:
    made = Network()
    made("input_layer", Input(shape=(600, 600, 3)))
    made.convolution(
        "stem_conv", wide(32), 3, strides=2, padding="same", use_bias=False
    )
    made("stem_bn", BatchNormalization())
    made("stem_activation", Activation(activation="silu"))
    total = sum(math.ceil(3.1 * stage[1]) for stage in STAGES)
    done = 0
    for number, (size, repeats, inner, outer, ratio, strides) in enumerate(STAGES, 1):
        for at in range(math.ceil(3.1 * repeats)):
            name = f"block{number}{chr(ord('a') + at)}"
            narrow = wide(inner) if at == 0 else wide(outer)
            step = strides if at == 0 else 1
            inverted(
                made, name, (narrow, wide(outer)), size, step, ratio, 0.2 * done / total
            )
            done += 1
    made.convolution("top_conv", wide(1280), 1, padding="same", use_bias=False)
    made("top_bn", BatchNormalization())
    made("top_activation", Activation(activation="silu"))
    made("avg_pool", GlobalAveragePooling2D())
    made("top_dropout", Dropout(rate=0.5))
    made("predictions", Dense(units=1000, activation="softmax"))
    return graph(*made.vertices, name="efficientnetb7")


def wide(filters: int) -> int:
    """EfficientNet's number of filters at width 2: a multiple of 8."""
    rounded = max(8, int(filters * 2 + 4) // 8 * 8)
    return rounded + 8 if rounded < 1.8 * filters else rounded


def inverted(
    made: Network,
    name: str,
    filters: tuple[int, int],
    size: int,
    strides: int,
    ratio: int,
    rate: float,
) -> None:
    """An inverted residual block with squeeze and excitation."""
    narrow, outer = filters
    x, within = made.last, narrow * ratio
    if ratio > 1:
        made.convolution(
            f"{name}_expand_conv", within, 1, padding="same", use_bias=False
        )
        made(f"{name}_expand_bn", BatchNormalization())
        made(f"{name}_expand_activation", Activation(activation="silu"))
    if strides == 2:
        made(f"{name}_dwconv_pad", ZeroPadding2D(padding=size // 2))
    padding = "valid" if strides == 2 else "same"
    depthwise = DepthwiseConv2D(
        kernel_size=size, strides=strides, padding=padding, use_bias=False
    )
    made(f"{name}_dwconv", depthwise)
    made(f"{name}_bn", BatchNormalization())
    whole = made(f"{name}_activation", Activation(activation="silu"))
    made(f"{name}_se_squeeze", GlobalAveragePooling2D())
    made(f"{name}_se_reshape", Reshape(target_shape=(1, 1, within)))
    squeezed = max(1, narrow // 4)
    made.convolution(
        f"{name}_se_reduce", squeezed, 1, padding="same", activation="silu"
    )
    made.convolution(
        f"{name}_se_expand", within, 1, padding="same", activation="sigmoid"
    )
    made(f"{name}_se_excite", Multiply(), whole, made.last)
    made.convolution(f"{name}_project_conv", outer, 1, padding="same", use_bias=False)
    made(f"{name}_project_bn", BatchNormalization())
    if strides == 1 and narrow == outer:
        made(f"{name}_drop", Dropout(rate=rate))
        made(f"{name}_add", Add(), made.last, x)


def u_net(levels: int = 4) -> Graph:
    """Down and up again, each level's tensor carried across."""
    made = Network()
    made("image", Input(shape=(256, 256, 3)))
    skips: list[Vertex] = []
    for level in range(1, levels + 1):
        two_convolutions(made, f"down{level}", 32 * 2**level)
        skips.append(made.last)
        made(f"down{level}_pool", MaxPooling2D())
    two_convolutions(made, "bottom", 64 * 2**levels)
    for level in range(levels, 0, -1):
        up = made(f"up{level}_grow", UpSampling2D(size=2))
        made(f"up{level}_join", Concatenate(), skips[level - 1], up)
        two_convolutions(made, f"up{level}", 32 * 2**level)
    made.convolution("mask", 1, 1, activation="sigmoid")
    return graph(*made.vertices, name="u_net")


def two_convolutions(made: Network, name: str, filters: int) -> None:
    for conv in (1, 2):
        layer = f"{name}_conv{conv}"
        made.convolution(layer, filters, 3, padding="same", activation="relu")


def siamese() -> Graph:
    """An encoder, a model of its own, that is called twice with the same weights."""
    inner = Network()
    inner("photo", Input(shape=(32, 32, 3)))
    inner.convolution("conv", 16, 3, activation="relu")
    inner("vector", GlobalAveragePooling2D())
    encoder = graph(*inner.vertices, name="encoder")
    made = Network()
    left = made("left", Input(shape=(32, 32, 3)))
    right = made("right", Input(shape=(32, 32, 3)))
    one = nested("encoder", encoder, left)
    other = replace(
        nested("encoded_right", encoder, right), weights=(), shares="encoder"
    )
    made.vertices += [one, other]
    made("joined", Concatenate(), one, other)
    made("same", Dense(units=1, activation="sigmoid"))
    return graph(*made.vertices, name="siamese")


def nested(name: str, inside: Graph, *sources: Vertex, **more: Any) -> Vertex:
    """A vertex whose layer is a model of its own."""
    weights = tuple(weight for v in inside.vertices for weight in v.weights)
    outputs = tuple(inside.tensor(port) for port in inside.outputs.ports)
    made = vertex(name, ReLU(), *sources, **more)
    return replace(made, outputs=outputs, weights=weights, model=inside)


def transfer() -> Graph:
    """A frozen network below new layers."""
    made = Network()
    image = made("image", Input(shape=(224, 224, 3)))
    base = nested("base", vgg16(top=False), image, caption="VGG16")
    frozen = tuple(replace(weight, trainable=False) for weight in base.weights)
    made.vertices.append(replace(base, weights=frozen))
    made("flatten", Flatten())
    made("out", Dense(units=10, activation="softmax"))
    return graph(*made.vertices, name="transfer")


def encoder_stack(copies: int = 6) -> Graph:
    """A block that the spec repeats, with a layer repeated inside."""
    made = Network()
    made("tokens", Input(shape=(64,)))
    blocks: list[Group] = []
    for copy in range(1, copies + 1):
        x, start = made.last, len(made.vertices)
        for at in range(1, 4):
            made(f"enc{copy}_dense{at}", Dense(units=64, activation="relu"))
        made(f"enc{copy}_add", Add(), x, made.last)
        dense = Group(f"enc{copy}_dense", "repeat", start, start + 3)
        stop = len(made.vertices)
        blocks.append(
            Group(
                f"enc{copy}",
                "block",
                start,
                stop,
                "encoder",
                (("units", 64),),
                groups=(dense,),
            )
        )
    made("out", Dense(units=2))
    repeat = Group(
        "enc", "repeat", 1, 1 + 4 * copies, caption="encoder", groups=tuple(blocks)
    )
    return replace(graph(*made.vertices, name="stack"), groups=(repeat,))
