"""The bundled models as a person writes them in Keras, layer by layer."""

from __future__ import annotations

from collections.abc import Callable

import keras
from keras import layers

K = 128
N_USERS = 610
N_MOVIES = 9724


def mlp() -> keras.Model:
    return keras.Sequential(
        [
            keras.Input((8,), name="x"),
            layers.Dense(10, activation="sigmoid", name="hidden1"),
            layers.Dense(8, activation="relu", name="hidden2"),
            layers.Dense(10, activation="relu", name="hidden3"),
            layers.Dense(5, activation="softmax", name="out"),
        ],
        name="mlp",
    )


def two_branch() -> keras.Model:
    photo = keras.Input((32, 32, 3), name="photo")
    facts = keras.Input((8,), name="facts")
    x = layers.Conv2D(16, 3, activation="relu", name="conv1")(photo)
    x = layers.MaxPooling2D(2, name="pool1")(x)
    x = layers.Conv2D(32, 3, activation="relu", name="conv2")(x)
    photo_vector = layers.GlobalAveragePooling2D(name="photo_vector")(x)
    x = layers.Dense(32, activation="relu", name="facts_hidden")(facts)
    facts_vector = layers.Dense(16, activation="relu", name="facts_vector")(x)
    merged = layers.Concatenate(name="merged")([photo_vector, facts_vector])
    hidden = layers.Dense(64, activation="relu", name="hidden")(merged)
    kind = layers.Dense(5, activation="softmax", name="kind")(hidden)
    price = layers.Dense(1, name="price")(hidden)
    return keras.Model([photo, facts], [kind, price], name="two_branch")


def matrix_factorization() -> keras.Model:
    user = keras.Input((1,), dtype="int32", name="user")
    movie = keras.Input((1,), dtype="int32", name="movie")
    x = layers.Embedding(N_USERS + 1, K, name="user_embedding")(user)
    user_vector = layers.Reshape((K,), name="user_vector")(x)
    x = layers.Embedding(N_MOVIES + 1, K, name="movie_embedding")(movie)
    movie_vector = layers.Reshape((K,), name="movie_vector")(x)
    rating = layers.Dot(axes=1, name="rating")([user_vector, movie_vector])
    return keras.Model([user, movie], rating, name="matrix_factorization")


def deep_recommender() -> keras.Model:
    user = keras.Input((1,), dtype="int32", name="user")
    movie = keras.Input((1,), dtype="int32", name="movie")
    x = layers.Embedding(N_USERS + 1, K, name="user_embedding")(user)
    user_vector = layers.Reshape((K,), name="user_vector")(x)
    x = layers.Embedding(N_MOVIES + 1, K, name="movie_embedding")(movie)
    movie_vector = layers.Reshape((K,), name="movie_vector")(x)
    x = layers.Concatenate(name="merged")([user_vector, movie_vector])
    x = layers.Dropout(0.2, name="dropout0")(x)
    x = layers.Dense(K, activation="relu", name="hidden1")(x)
    x = layers.Dropout(0.5, name="dropout1")(x)
    x = layers.Dense(K // 4, activation="relu", name="hidden2")(x)
    x = layers.Dropout(0.5, name="dropout2")(x)
    x = layers.Dense(K // 16, activation="relu", name="hidden3")(x)
    x = layers.Dropout(0.5, name="dropout3")(x)
    rating = layers.Dense(1, name="rating")(x)
    return keras.Model([user, movie], rating, name="deep_recommender")


def mnist_cnn() -> keras.Model:
    return keras.Sequential(
        [
            keras.Input((28, 28, 1), name="image"),
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


def hankou_lstm() -> keras.Model:
    return keras.Sequential(
        [
            keras.Input((60, 1), name="flow"),
            layers.LSTM(48, kernel_initializer="he_uniform", name="lstm"),
            layers.Dropout(0.15, name="dropout"),
            layers.Dense(24, name="forecast"),
        ],
        name="hankou_lstm",
    )


def hankou_forecast() -> keras.Model:
    flow = keras.Input((4,), name="flow")
    season = keras.Input((4, 2), name="season")
    months = layers.Flatten(name="months")(season)
    x = layers.Concatenate(name="known")([flow, months])
    x = layers.Dense(32, activation="relu", name="hidden")(x)
    x = layers.Dropout(0.3, name="dropout")(x)
    forecast = layers.Dense(24, activation="exponential", name="forecast")(x)
    return keras.Model([flow, season], forecast, name="hankou_forecast")


def small_conv() -> keras.Model:
    return keras.Sequential(
        [
            keras.Input((28, 28, 1), name="image"),
            layers.Conv2D(16, (3, 3), strides=1, padding="valid", name="conv"),
            layers.MaxPooling2D((3, 3), name="pool"),
            layers.Flatten(name="flat"),
            layers.Dense(10, activation="softmax", name="digit"),
        ],
        name="small_conv",
    )


MODELS: dict[str, Callable[[], keras.Model]] = {
    "deep_recommender": deep_recommender,
    "hankou_forecast": hankou_forecast,
    "hankou_lstm": hankou_lstm,
    "matrix_factorization": matrix_factorization,
    "mlp": mlp,
    "mnist_cnn": mnist_cnn,
    "small_conv": small_conv,
    "two_branch": two_branch,
}
