"""K708: a bias before batch normalization."""

from __future__ import annotations

import pytest

from tests.graph.lint.linting import blamed, found, spec

NORM = "\n  norm: {type: BatchNormalization}"
IMAGE = "x: [9, 9, 3]"
CONV = "type: Conv2D, filters: 4, kernel_size: 3"


def test_the_layer_is_blamed_or_its_argument() -> None:
    assert blamed(spec("  a: {type: Dense, units: 3}" + NORM), "K708") == "a"
    text = spec("  a: {type: Dense, units: 3, use_bias: true}" + NORM)
    assert blamed(text, "K708") == "true"


@pytest.mark.parametrize(
    "layer",
    [
        CONV,
        "type: Conv2DTranspose, filters: 4, kernel_size: 3",
        "type: SeparableConv2D, filters: 4, kernel_size: 3",
        "type: DepthwiseConv2D, kernel_size: 3",
    ],
)
def test_all_convolutions_are_told(layer: str) -> None:
    assert blamed(spec(f"  a: {{{layer}}}{NORM}", IMAGE), "K708") == "a"


@pytest.mark.parametrize(
    "layers",
    [
        f"  a: {{{CONV}, use_bias: false}}{NORM}",
        f"  a: {{{CONV}, activation: relu}}{NORM}",
        f"  a: {{{CONV}}}\n  relu: {{type: ReLU}}{NORM}",
        f"  a: {{{CONV}}}\n  norm: {{type: LayerNormalization}}",
        f"  a: {{{CONV}}}\n  norm: {{type: BatchNormalization, trainable: false}}",
        f"  a: {{{CONV}}}\n  norm: {{type: BatchNormalization, axis: 1}}",
        f"  a: {{{CONV}}}{NORM}\n  out: {{type: Add, from: [a, norm]}}",
        f"  a: {{{CONV}}}{NORM}\noutputs: [a, norm]",
    ],
)
def test_a_bias_that_something_sees_is_fine(layers: str) -> None:
    assert not found(spec(layers, IMAGE))


def test_the_axis_of_the_channels_may_be_the_first() -> None:
    conv = f"  a: {{{CONV}, data_format: channels_first}}\n"
    text = spec(conv + "  norm: {type: BatchNormalization, axis: 1}", "x: [3, 9, 9]")
    assert blamed(text, "K708") == "a"
    assert not found(spec(conv + NORM.strip("\n"), "x: [3, 9, 9]"))
