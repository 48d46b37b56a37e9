"""What a Keras user would run instead; each function is a process of its own.

python -m tests.benchmarks.keras_side FUNCTION ARGUMENT…
"""

from __future__ import annotations

import sys
from pathlib import Path

import keras
from keras import layers


def write_vgg16(target: str) -> None:
    """VGG16 as Keras's JSON."""
    model = keras.applications.VGG16(weights=None)  # pyright: ignore[reportArgumentType]
    Path(target).write_text(model.to_json(), encoding="utf-8")


def rebuild(source: str) -> None:
    """A model from its JSON: the only check that Keras has."""
    keras.models.model_from_json(Path(source).read_text(encoding="utf-8"))


def plot(source: str, target: str) -> None:
    """A model from its JSON, drawn."""
    model = keras.models.model_from_json(Path(source).read_text(encoding="utf-8"))
    keras.utils.plot_model(model, target, show_shapes=True, show_layer_names=True)


def mnist_cnn() -> keras.Model:
    """The bundled spec of that name, by hand."""
    return keras.Sequential(
        [
            keras.Input((28, 28, 1)),
            layers.Conv2D(32, (3, 3), padding="same", activation="relu", name="conv1"),
            layers.MaxPooling2D((2, 2), name="pool1"),
            layers.Conv2D(64, (3, 3), padding="same", name="conv2"),
            layers.Activation("relu", name="relu2"),
            layers.MaxPooling2D((2, 2), name="pool2"),
            layers.Flatten(name="flat"),
            layers.Dense(128, activation="relu", name="hidden"),
            layers.Dense(10, activation="softmax", name="digit"),
        ],
        name="mnist_cnn",
    )


def deep_recommender() -> keras.Model:
    """The bundled spec of that name, by hand."""
    k = 128
    user = keras.Input((1,), dtype="int32", name="user")
    movie = keras.Input((1,), dtype="int32", name="movie")
    user_embedding = layers.Embedding(611, k, name="user_embedding")(user)
    user_vector = layers.Reshape((k,), name="user_vector")(user_embedding)
    movie_embedding = layers.Embedding(9725, k, name="movie_embedding")(movie)
    movie_vector = layers.Reshape((k,), name="movie_vector")(movie_embedding)
    x = layers.Concatenate(name="merged")([user_vector, movie_vector])
    x = layers.Dropout(0.2, name="dropout0")(x)
    x = layers.Dense(k, activation="relu", name="hidden1")(x)
    x = layers.Dropout(0.5, name="dropout1")(x)
    x = layers.Dense(k // 4, activation="relu", name="hidden2")(x)
    x = layers.Dropout(0.5, name="dropout2")(x)
    x = layers.Dense(k // 16, activation="relu", name="hidden3")(x)
    x = layers.Dropout(0.5, name="dropout3")(x)
    rating = layers.Dense(1, name="rating")(x)
    return keras.Model([user, movie], rating, name="deep_recommender")


if __name__ == "__main__":
    {"write_vgg16": write_vgg16, "rebuild": rebuild, "plot": plot}[sys.argv[1]](
        *sys.argv[2:]
    )
