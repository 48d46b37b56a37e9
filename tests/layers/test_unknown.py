"""Shapes that only the built model knows, and what follows from them."""

from __future__ import annotations

import copy
import pickle

import pytest

from kspec.layers.catalogue import CELLS, LAYERS
from kspec.layers.custom import (
    CustomLayer,
    layer_outputs,
    layer_products,
    layer_weights,
)
from kspec.layers.layer import Layer
from kspec.layers.wrappers import TimeDistributed
from kspec.shape import UNKNOWN, ShapeError, Tensor, elements, is_known, show

HIDDEN = Tensor(UNKNOWN)


class Mystery(CustomLayer):
    """A layer without rules."""

    implementation = "somewhere.Mystery"


class Twin(CustomLayer):
    """A layer with two outputs."""

    implementation = "somewhere.Twin"

    def output_count(self) -> int:
        return 2


def test_an_unknown_shape_is_like_no_other() -> None:
    assert UNKNOWN != ()
    assert UNKNOWN == copy.deepcopy(UNKNOWN) == pickle.loads(pickle.dumps(UNKNOWN))
    assert not is_known(UNKNOWN)
    assert (show(UNKNOWN), elements(UNKNOWN)) == ("?", 0)


@pytest.mark.parametrize("kind", LAYERS, ids=lambda kind: kind.kind())
def test_the_number_of_outputs_needs_no_shapes(kind: type[Layer]) -> None:
    for example in kind.examples:
        layer = kind.model_validate(example.arguments)
        tensors = [Tensor(shape, example.dtype) for shape in example.inputs]
        outputs = layer.outputs_of(*tensors)
        if kind.kind() == "ops.unstack" and "num" not in example.arguments:
            with pytest.raises(ShapeError, match="how many slices"):
                layer.output_count()
            continue
        assert layer.output_count() == len(outputs)


@pytest.mark.parametrize(
    "kind",
    [kind for kind in (*LAYERS, *CELLS) if kind.arity.most != 0],
    ids=lambda k: k.kind(),
)
def test_a_layer_after_an_unknown_shape_gives_unknown_shapes(kind: type[Layer]) -> None:
    example = kind.examples[-1]
    layer = kind.model_validate(example.arguments)
    inputs = [HIDDEN] * len(example.inputs)
    assert {tensor.shape for tensor in layer_outputs(layer, *inputs)} == {UNKNOWN}
    tensors = [Tensor(shape, example.dtype) for shape in example.inputs]
    unknown = [weight for weight in layer_weights(layer, *inputs) if weight.size == 0]
    if layer.variables_of(*tensors):
        assert unknown
    if layer.multiply_adds_of(*example.inputs):
        assert layer_products(layer, *(UNKNOWN for _ in inputs)) is None


def test_a_layer_without_rules_has_unknown_shapes_and_weights() -> None:
    (output,) = layer_outputs(Mystery(), Tensor((None, 8)))
    (weight,) = layer_weights(Mystery(), Tensor((None, 8)))
    assert not is_known(output.shape)
    assert not is_known(weight.shape)
    assert layer_products(Mystery(), (None, 8)) is None
    assert len(layer_outputs(Twin(), Tensor((None, 8)))) == 2


def test_a_layer_inside_another_may_have_no_rules() -> None:
    around = TimeDistributed(layer=Mystery())
    assert layer_outputs(around, Tensor((None, 5, 8)))[0].shape == UNKNOWN
    assert not is_known(layer_weights(around, Tensor((None, 5, 8)))[0].shape)
