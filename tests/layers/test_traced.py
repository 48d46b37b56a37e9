"""What preprocessing layers announce is what a traced step of training computes.

Keras's shapes of these layers come from formulas beside their computation, so that
these may differ; the oracle of the other tests asks for the formulas alone.
"""

from __future__ import annotations

from typing import Any

import pytest

from kspec.layers.layer import Layer
from kspec.shape import Tensor
from tests.layers.differential import construct
from tests.layers.draws import images, preprocessing

pytestmark = pytest.mark.keras

KINDS = sorted({*images.DRAWS, *preprocessing.DRAWS}, key=lambda kind: kind.__name__)


def sample(tensor: Tensor) -> Any:
    """A batch of three that fits, with 40 in place of other unknown sizes."""
    import numpy as np

    batch, *rest = tensor.shape
    shape = (3 if batch is None else batch, *(40 if d is None else d for d in rest))
    return np.full(shape, "a" if tensor.dtype == "string" else 1).astype(
        np.object_ if tensor.dtype == "string" else tensor.dtype
    )


def traced(kind: type[Layer], arguments: dict[str, Any], inputs: list[Tensor]) -> Any:
    """The output of a model with this layer alone, computed as `fit` would."""
    import keras
    import tensorflow as tf

    tensors = [keras.Input(batch_shape=t.shape, dtype=t.dtype) for t in inputs]
    layer = construct(kind, arguments)
    output = layer(tensors) if kind.arity.listed else layer(*tensors)
    model = keras.Model(tensors, output)
    step = tf.function(
        lambda *given: model(list(given), training=True),
        input_signature=[tf.TensorSpec(t.shape, t.dtype) for t in inputs],
    )
    return step(*map(sample, inputs))


@pytest.mark.parametrize("kind", KINDS, ids=lambda kind: kind.__name__)
def test_the_examples_compute_what_they_announce(kind: type[Layer]) -> None:
    for example in kind.examples:
        inputs = [Tensor(shape, example.dtype) for shape in example.inputs]
        layer = kind.model_validate(example.arguments)
        given = {name: getattr(layer, name) for name in layer.model_fields_set}
        (announced,) = layer.outputs_of(*inputs)
        computed = tuple(traced(kind, given, inputs).shape)
        assert len(computed) == len(announced.shape)
        for size, dim in zip(computed, announced.shape, strict=True):
            assert dim is None or size == dim
