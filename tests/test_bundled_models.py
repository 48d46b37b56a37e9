"""The bundled specs are the models that a person would write in Keras."""

from __future__ import annotations

from typing import Any

import numpy as np
import pytest

from kspec import build, check, load
from kspec.bundled import names, path

pytestmark = pytest.mark.keras

WRITTEN = {
    "mlp",
    "two_branch",
    "matrix_factorization",
    "deep_recommender",
    "mnist_cnn",
    "hankou_lstm",
    "hankou_forecast",
    "small_conv",
}
"""The specs whose models are written by hand as well; the printed code of every one is
compared in test_correspondence."""

PUBLISHED = {"mlp": 323, "mnist_cnn": 421_642, "hankou_lstm": 10_776}


def by_hand(name: str, seed: int) -> Any:
    import keras

    from tests.by_hand import MODELS

    keras.utils.set_random_seed(seed)
    return MODELS[name]()


@pytest.mark.parametrize("name", names())
def test_nothing_is_wrong_with_a_bundled_spec(name: str) -> None:
    assert check(path(name)) == ()


@pytest.mark.parametrize("name", sorted({*names()} & WRITTEN))
def test_a_bundled_spec_builds_the_model_written_by_hand(name: str) -> None:
    built, written = build(load(path(name)), seed=7), by_hand(name, seed=7)
    assert built.get_config() == written.get_config()
    assert type(built) is type(written)
    for ours, theirs in zip(built.weights, written.weights, strict=True):
        np.testing.assert_array_equal(ours.numpy(), theirs.numpy())


@pytest.mark.parametrize(("name", "params"), PUBLISHED.items())
def test_the_published_number_of_parameters_is_reached(name: str, params: int) -> None:
    assert by_hand(name, seed=0).count_params() == params
