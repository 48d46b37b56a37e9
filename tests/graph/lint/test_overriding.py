"""K711: training that is not switched off. Keras is asked what does switch it off."""

from __future__ import annotations

from typing import Any

import pytest

from kspec import build, loads
from tests.graph.lint.linting import blamed, found

BASE = """kspec: 1
inputs: {x: [4]}
blocks:
  base: {layers: {inner: %s}}
layers:
  b: {block: base, nested: true%s}
  out: {type: Dense, units: 1}
"""
NORM, DROP = "{type: BatchNormalization}", "{type: Dropout, rate: 0.5}"
OFF, FROZEN = ", call: {training: false}", ", trainable: false"


def test_a_call_does_not_switch_training_off() -> None:
    assert blamed(BASE % (NORM, OFF), "K711") == "false"
    assert blamed(BASE % (DROP, OFF), "K711") == "false"


def test_a_frozen_dropout_drops() -> None:
    assert blamed(BASE % (DROP, FROZEN), "K711") == "b"
    assert blamed(BASE % (DROP, FROZEN + OFF), "K711") == "b"


def test_a_frozen_batch_normalization_is_off() -> None:
    assert not found(BASE % (NORM, FROZEN))
    assert not found(BASE % (NORM, FROZEN + OFF))


@pytest.mark.parametrize("inner", ["{type: ReLU}", "{type: Dropout, rate: 0}"])
def test_what_does_the_same_in_training_is_fine(inner: str) -> None:
    assert not found(BASE % (inner, OFF))
    assert not found(BASE % (inner, FROZEN))


def test_a_single_layer_is_told_too() -> None:
    text = BASE % ("{type: ReLU}", "") + "  drop: {type: Dropout, rate: 0.5, call: "
    text += "{training: false}}\n  end: {type: Dense, units: 1}\n"
    assert blamed(text, "K711") == "false"


APPLICATION = """kspec: 1
inputs: {x: [64, 64, 3]}
layers:
  base: {type: applications.VGG16, include_top: false, weights: null%s}
  pool: {type: GlobalAveragePooling2D}
  out: {type: Dense, units: 2}
"""


def test_an_application_that_does_the_same_in_training_is_fine() -> None:
    for how in (OFF, FROZEN, FROZEN + OFF):
        assert not found(APPLICATION % how)


@pytest.mark.keras
@pytest.mark.parametrize(
    ("inner", "how", "trains"),
    [
        (NORM, "", True),
        (NORM, OFF, True),
        (NORM, FROZEN, False),
        (DROP, OFF, True),
        (DROP, FROZEN, True),
        (DROP, FROZEN + OFF, True),
    ],
)
def test_keras_does_as_the_rule_says(inner: str, how: str, trains: bool) -> None:
    import numpy as np

    model: Any = build(loads(BASE % (inner, how)), seed=0)
    rows = np.full((16, 4), 3.0, dtype="float32")
    rows[::2] = 5.0
    differs = not np.allclose(model(rows, training=True), model(rows, training=False))
    assert differs == trains
