"""K704: a softmax over one number."""

from __future__ import annotations

import pytest

from tests.graph.lint.linting import blamed, found, spec, training


@pytest.mark.parametrize(
    ("layers", "blame"),
    [
        ("  out: {type: Dense, units: 1, activation: softmax}", "softmax"),
        ("  a: {type: Dense, units: 1}\n  out: {type: Softmax}", "out"),
        ("  a: {type: Dense, units: 1}\n  out: {type: ops.softmax}", "out"),
        (
            "  a: {type: Reshape, target_shape: [1, 8]}\n"
            "  out: {type: Softmax, axis: 1}",
            "out",
        ),
    ],
)
def test_a_softmax_over_one_number_is_told(layers: str, blame: str) -> None:
    assert blamed(spec(layers), "K704") == blame


@pytest.mark.parametrize(
    "layers",
    [
        "  out: {type: Dense, units: 1, activation: sigmoid}",
        "  out: {type: Dense, units: 2, activation: softmax}",
        "  a: {type: Reshape, target_shape: [8, 1]}\n  out: {type: Softmax, axis: 1}",
        "  a: {type: Reshape, target_shape: [8, 1]}\n"
        "  out: {type: Softmax, axis: [1, 2]}",
    ],
)
def test_another_is_not(layers: str) -> None:
    assert not found(spec(layers))


def test_what_follows_from_it_is_not_told_again() -> None:
    layer = "  out: {type: Dense, units: 1, activation: softmax}"
    for loss in ("binary_crossentropy", "categorical_crossentropy"):
        assert blamed(spec(layer, more=training(loss)), "K704") == "softmax"
