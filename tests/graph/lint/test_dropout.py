"""K707: a dropout of the output."""

from __future__ import annotations

import pytest

from tests.graph.lint.linting import blamed, found, spec

DENSE = "{type: Dense, units: 3}"
DROP = "{type: Dropout, rate: 0.5}"


@pytest.mark.parametrize(
    "layers",
    [
        f"  a: {DENSE}\n  drop: {DROP}",
        f"  a: {DENSE}\n  drop: {DROP}\n  out: {{type: Softmax}}",
        f"  a: {DENSE}\n  drop: {{type: AlphaDropout, rate: 0.5}}\n"
        "  out: {type: Reshape, target_shape: [3, 1]}",
    ],
)
def test_nothing_learns_behind_the_last_dropout(layers: str) -> None:
    assert blamed(spec(layers), "K707") == "drop"


@pytest.mark.parametrize(
    "layers",
    [
        f"  drop: {DROP}\n  a: {DENSE}",
        f"  a: {DENSE}\n  drop: {DROP}\n  out: {{type: Add, from: [a, drop]}}",
        f"  a: {DENSE}\n  drop: {DROP}\n  out: {{type: LayerNormalization}}",
    ],
)
def test_a_dropout_before_other_layers_is_fine(layers: str) -> None:
    assert not found(spec(layers))


def test_a_dropout_before_two_outputs_is_told_once() -> None:
    layers = (
        f"  a: {DENSE}\n  drop: {DROP}\n"
        "  b: {type: ReLU, from: drop}\n  c: {type: Softmax, from: drop}"
    )
    assert blamed(spec(layers, more="outputs: [b, c]"), "K707") == "drop"
