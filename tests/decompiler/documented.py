"""Models in the style of Keras's documentation, small."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

import keras
from keras import layers, ops

MODELS: list[Callable[[], Any]] = []


def example(make: Callable[[], Any]) -> Callable[[], Any]:
    MODELS.append(make)
    return make


@example
def siamese() -> Any:
    image = keras.Input((8, 8, 1), name="image")
    x = layers.Conv2D(4, 3, activation="relu", name="conv")(image)
    x = layers.GlobalAveragePooling2D(name="pool")(x)
    twin = keras.Model(image, layers.Dense(3, name="code")(x), name="twin")
    left, right = (
        keras.Input((8, 8, 1), name="left"),
        keras.Input((8, 8, 1), name="right"),
    )
    apart = ops.abs(twin(left) - twin(right))
    return keras.Model(
        [left, right], layers.Dense(1, activation="sigmoid", name="same")(apart)
    )


@example
def autoencoder() -> Any:
    x = keras.Input((12,), name="x")
    code = layers.Dense(3, activation="relu", name="code")(
        layers.Dense(6, name="down")(x)
    )
    y = layers.Dense(12, activation="sigmoid", name="out")(
        layers.Dense(6, name="up")(code)
    )
    return keras.Model(x, y, name="autoencoder")


@example
def autoencoder_of_two_models() -> Any:
    image = keras.Input((8, 8, 1), name="image")
    code = layers.MaxPooling2D(2)(
        layers.Conv2D(4, 3, padding="same", name="conv")(image)
    )
    encoder = keras.Model(image, code, name="encoder")
    inner = keras.Input((4, 4, 4), name="inner")
    out = layers.Conv2DTranspose(1, 3, strides=2, padding="same", name="up")(inner)
    decoder = keras.Model(inner, out, name="decoder")
    given = keras.Input((8, 8, 1), name="given")
    return keras.Model(given, decoder(encoder(given)), name="autoencoder")


@example
def u_net() -> Any:
    x = given = keras.Input((16, 16, 1), name="image")
    skips = []
    for depth in (1, 2):
        for at in (1, 2):
            name = f"down{depth}_conv{at}"
            x = layers.Conv2D(
                4 * depth, 3, padding="same", activation="relu", name=name
            )(x)
        skips.append(x)
        x = layers.MaxPooling2D(2, name=f"down{depth}_pool")(x)
    for depth, skip in ((2, skips[1]), (1, skips[0])):
        x = layers.UpSampling2D(2, name=f"up{depth}_size")(x)
        x = layers.Concatenate(name=f"up{depth}_both")([skip, x])
        x = layers.Conv2D(4 * depth, 3, padding="same", name=f"up{depth}_conv")(x)
    return keras.Model(given, layers.Conv2D(1, 1, activation="sigmoid", name="mask")(x))


@example
def transformer() -> Any:
    words = keras.Input((6,), dtype="int32", name="words")
    x = layers.Embedding(20, 8, name="embedded")(words)
    for at in (1, 2, 3):
        name = f"layer{at}"
        seen = layers.MultiHeadAttention(2, 4, name=f"{name}_attention")(x, x)
        x = layers.LayerNormalization(epsilon=1e-6, name=f"{name}_norm1")(x + seen)
        y = layers.Dense(16, activation="gelu", name=f"{name}_wide")(x)
        y = layers.Dense(8, name=f"{name}_narrow")(y)
        x = layers.LayerNormalization(epsilon=1e-6, name=f"{name}_norm2")(x + y)
    x = layers.GlobalAveragePooling1D(name="pool")(x)
    return keras.Model(words, layers.Dense(2, activation="softmax", name="kind")(x))


@example
def causal_decoder() -> Any:
    words = keras.Input((6,), dtype="int32", name="words")
    x = layers.Embedding(20, 8, name="embedded")(words)
    attention = layers.MultiHeadAttention(2, 4, name="attention")
    y = attention(x, x, use_causal_mask=True)
    y = layers.Add(name="sum")([x, layers.Dropout(0.1, name="dropped")(y)])
    return keras.Model(words, layers.Dense(20, name="next")(y))


@example
def sequence_to_sequence() -> Any:
    source = keras.Input((None, 5), name="source")
    target = keras.Input((None, 4), name="target")
    _, hidden, cell = layers.LSTM(6, return_state=True, name="encoder")(source)
    decoder = layers.LSTM(6, return_sequences=True, return_state=True, name="decoder")
    steps, _, _ = decoder(target, initial_state=[hidden, cell])
    return keras.Model(
        [source, target], layers.Dense(4, activation="softmax", name="out")(steps)
    )


@example
def multi_task() -> Any:
    x = keras.Input((8,), name="x")
    shared = layers.Dense(6, activation="relu", name="shared")(x)
    kind = layers.Dense(3, activation="softmax", name="kind_head")(shared)
    price = layers.Dense(1, name="price_head")(shared)
    return keras.Model(x, {"kind": kind, "price": price}, name="tasks")


@example
def wide_and_deep() -> Any:
    wide, deep = keras.Input((4,), name="wide"), keras.Input((6,), name="deep")
    x = layers.Dense(8, activation="relu", name="hidden1")(deep)
    x = layers.Dense(8, activation="relu", name="hidden2")(x)
    both = layers.Concatenate(name="both")([wide, x])
    return keras.Model(
        [wide, deep], layers.Dense(1, name="out")(both), name="wide_deep"
    )


@example
def generator() -> Any:
    return keras.Sequential(
        [
            keras.Input((10,)),
            layers.Dense(4 * 4 * 8, use_bias=False, name="dense"),
            layers.BatchNormalization(name="norm"),
            layers.LeakyReLU(negative_slope=0.2, name="leaky"),
            layers.Reshape((4, 4, 8), name="image"),
            layers.Conv2DTranspose(4, 5, strides=2, padding="same", name="up"),
            layers.Conv2D(1, 5, padding="same", activation="tanh", name="out"),
        ],
        name="generator",
    )


@example
def discriminator() -> Any:
    return keras.Sequential(
        [
            keras.Input((8, 8, 1)),
            layers.Conv2D(4, 5, strides=(2, 2), padding="same", name="conv1"),
            layers.LeakyReLU(name="leaky1"),
            layers.Dropout(0.3, name="dropout1"),
            layers.Conv2D(8, 5, strides=(2, 2), padding="same", name="conv2"),
            layers.LeakyReLU(name="leaky2"),
            layers.Dropout(0.3, name="dropout2"),
            layers.Flatten(name="flat"),
            layers.Dense(1, name="real"),
        ],
        name="discriminator",
    )


@example
def wave_net() -> Any:
    x = given = keras.Input((16, 4), name="wave")
    skips = []
    for at in range(1, 5):
        name = f"layer{at}"
        made = [
            layers.Conv1D(
                4, 2, padding="causal", dilation_rate=2**at, activation=one,
                name=f"{name}_{one}",
            )(x)
            for one in ("tanh", "sigmoid")
        ]  # fmt: skip
        gated = layers.Multiply(name=f"{name}_gate")(made)
        skips.append(layers.Conv1D(4, 1, name=f"{name}_skip")(gated))
        x = layers.Add(name=f"{name}_sum")([x, skips[-1]])
    y = layers.Activation("relu", name="relu")(layers.Add(name="skips")(skips))
    return keras.Model(given, layers.Conv1D(1, 1, name="out")(y))


@example
def attention() -> Any:
    query = keras.Input((5,), dtype="int32", name="query")
    value = keras.Input((7,), dtype="int32", name="value")
    embedded = layers.Embedding(30, 6, name="embedded")
    conv = layers.Conv1D(6, 3, padding="same", name="conv")
    asked, known = conv(embedded(query)), conv(embedded(value))
    found = layers.Attention(name="attention")([asked, known])
    pools = [
        layers.GlobalAveragePooling1D(name="asked")(asked),
        layers.GlobalAveragePooling1D(name="found")(found),
    ]
    both = layers.Concatenate(name="both")(pools)
    return keras.Model([query, value], layers.Dense(1, name="score")(both))


@example
def masked_text() -> Any:
    words = keras.Input((None,), dtype="int32", name="words")
    x = layers.Embedding(40, 6, mask_zero=True, name="embedded")(words)
    x = layers.Bidirectional(layers.LSTM(4, return_sequences=True), name="both")(x)
    x = layers.Bidirectional(layers.LSTM(4), name="last")(x)
    return keras.Model(words, layers.Dense(1, activation="sigmoid", name="good")(x))


@example
def toy_res_net() -> Any:
    image = keras.Input((16, 16, 3), name="image")
    x = layers.Conv2D(4, 3, activation="relu", name="first")(image)
    for at in (1, 2):
        y = layers.Conv2D(4, 3, activation="relu", padding="same", name=f"block{at}_a")(
            x
        )
        y = layers.Conv2D(4, 3, activation="relu", padding="same", name=f"block{at}_b")(
            y
        )
        x = layers.Add(name=f"block{at}_sum")([y, x])
    x = layers.GlobalAveragePooling2D(name="pool")(x)
    return keras.Model(image, layers.Dense(10, name="digits")(x), name="toy_resnet")


@example
def ensemble() -> Any:
    def one(name: str) -> Any:
        x = keras.Input((8,), name="x")
        return keras.Model(x, layers.Dense(1, name="y")(x), name=name)

    given = keras.Input((8,), name="given")
    members = [one(f"member_{letter}")(given) for letter in "abc"]
    return keras.Model(given, layers.Average(name="mean")(members), name="ensemble")


@example
def fine_tuning() -> Any:
    x = keras.Input((8, 8, 3), name="x")
    y = layers.BatchNormalization(name="norm")(layers.Conv2D(4, 3, name="conv")(x))
    base = keras.Model(x, layers.GlobalAveragePooling2D(name="pool")(y), name="base")
    base.trainable = False
    image = keras.Input((8, 8, 3), name="image")
    found = base(layers.Rescaling(1 / 255, name="scaled")(image), training=False)
    return keras.Model(image, layers.Dense(2, name="kind")(found), name="tuned")


@example
def next_frame() -> Any:
    frames = keras.Input((3, 8, 8, 1), name="frames")
    x = layers.ConvLSTM2D(4, 3, padding="same", return_sequences=True, name="first")(
        frames
    )
    x = layers.BatchNormalization(name="norm")(x)
    x = layers.ConvLSTM2D(4, 3, padding="same", return_sequences=True, name="second")(x)
    return keras.Model(frames, layers.Conv3D(1, 3, padding="same", name="next")(x))


@example
def recommender() -> Any:
    user = keras.Input((1,), dtype="int32", name="user")
    movie = keras.Input((1,), dtype="int32", name="movie")
    vectors = [
        layers.Flatten(name=f"{name}_flat")(
            layers.Embedding(
                20, 4, embeddings_initializer="he_normal",
                embeddings_regularizer=keras.regularizers.L2(1e-6),
                name=f"{name}_vector",
            )(tensor)
        )
        for name, tensor in (("user", user), ("movie", movie))
    ]  # fmt: skip
    match = layers.Dot(axes=1, name="match")(vectors)
    return keras.Model([user, movie], ops.sigmoid(match))
