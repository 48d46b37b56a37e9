"""K702: scores and probabilities."""

from __future__ import annotations

from typing import Any

import pytest

from kspec.layers.objects.activations import ACTIVATIONS
from tests.graph.lint.linting import blamed, found, spec, training

SPARSE = "SparseCategoricalCrossentropy"
IDS = "{ids: true}"


def ending_in(layers: str, loss: str) -> str:
    return spec(layers, more=training(loss, target=IDS))


@pytest.mark.parametrize("activation", ["softmax", "sparsemax", "hard_sigmoid"])
def test_probabilities_are_no_scores(activation: str) -> None:
    text = ending_in(
        f"  out: {{type: Dense, units: 3, activation: {activation}}}",
        f"{{type: {SPARSE}, from_logits: true}}",
    )
    assert blamed(text, "K702") == "true"


@pytest.mark.parametrize(
    ("loss", "blame"),
    [
        ("sparse_categorical_crossentropy", "sparse_categorical_crossentropy"),
        ("binary_crossentropy", "binary_crossentropy"),
        ("crossentropy", "crossentropy"),
        ("{out: bce}", "bce"),
        (f"{{type: {SPARSE}, ignore_class: 2}}", SPARSE),
    ],
)
def test_scores_are_no_probabilities(loss: str, blame: str) -> None:
    text = ending_in("  out: {type: Dense, units: 3}", loss)
    assert blamed(text, "K702") == blame


@pytest.mark.parametrize(
    "layers",
    [
        "  out: {type: Dense, units: 3}",
        "  out: {type: Dense, units: 3, activation: log_softmax}",
    ],
)
def test_scores_are_what_from_logits_takes(layers: str) -> None:
    assert not found(ending_in(layers, f"{{type: {SPARSE}, from_logits: true}}"))


@pytest.mark.parametrize(
    "layers",
    [
        "  a: {type: Dense, units: 3}\n  out: {type: Softmax}",
        "  a: {type: Dense, units: 3}\n  out: {type: Activation, activation: softmax}",
        "  a: {type: Dense, units: 3}\n  out: {type: ops.softmax}",
        "  a: {type: Dense, units: 3, activation: softmax}\n"
        "  out: {type: Reshape, target_shape: [3]}",
        "  a: {type: Reshape, target_shape: [1, 8]}\n"
        "  b: {type: TimeDistributed, layer: {type: Dense, units: 3, activation:"
        " softmax}}\n  out: {type: Reshape, target_shape: [3]}",
    ],
)
def test_a_softmax_counts_wherever_it_stands(layers: str) -> None:
    text = ending_in(layers, f"{{type: {SPARSE}, from_logits: true}}")
    assert blamed(text, "K702") == "true"
    assert not found(ending_in(layers, "sparse_categorical_crossentropy"))


def test_what_is_never_negative_is_divided_by_its_sum() -> None:
    layers = "  out: {type: Dense, units: 3, activation: softplus}"
    assert not found(ending_in(layers, "sparse_categorical_crossentropy"))
    assert blamed(ending_in(layers, "bce"), "K702") == "bce"


def test_nothing_is_said_of_numbers_that_no_layer_with_an_activation_gives() -> None:
    layers = "  a: {type: Dense, units: 3}\n  out: {type: Add, from: [a, a]}"
    assert not found(ending_in(layers, "bce"))


def test_nothing_is_said_of_a_loss_without_logits() -> None:
    assert not found(ending_in("  out: {type: Dense, units: 1}", "mse"))


@pytest.mark.keras
def test_the_activations_lie_where_the_rule_says() -> None:
    import keras
    import numpy as np

    from kspec.graph.lint.logits import POSITIVE, PROBABILITIES

    numbers = np.linspace(-20, 20, 201, dtype="float32")[None]
    for name in ACTIVATIONS.functions:
        activation: Any = keras.activations.get(name)
        given = np.asarray(activation(numbers))
        within = bool(given.min() >= 0 and given.max() <= 1)
        assert within == (name in PROBABILITIES), name
        assert (given.min() >= 0) == (name in PROBABILITIES | POSITIVE), name


def test_the_classifier_of_an_application_ends_in_its_own_argument() -> None:
    layers = (
        "  out: {type: applications.VGG16, weights: null, classes: 3,"
        " classifier_activation: softmax}"
    )
    section = training(f"{{type: {SPARSE}, from_logits: true}}", "rows.npz", IDS)
    (warning,) = found(spec(layers, "x: [224, 224, 3]", section))
    place = warning.related[0].span
    assert place
    assert (place.file, place.line) == ("s.yaml", 4)
    assert place.column == layers.index("softmax") + 1
