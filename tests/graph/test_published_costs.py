"""Multiply-adds and parameters of known models are the published ones."""

from __future__ import annotations

import json
from typing import Any

import pytest

from kspec import loads, show
from kspec.layers.catalogue import find
from kspec.summary import count

pytestmark = pytest.mark.keras

PUBLISHED = {
    # He et al. (2015) and the Keras page; one 224 × 224 image, the classifier included.
    "VGG16": (138_357_544, "15.47 G"),
    # He et al. (2015) give 3.8 G: the stride stands in the first convolution of a
    # block, as in Keras. With the stride in the second one, as elsewhere, it is 4.09 G.
    "ResNet50": (25_636_712, "3.858 G"),
    # Sandler et al. (2018): 300 M multiply-adds, 3.4 M parameters without statistics.
    "MobileNetV2": (3_538_984, "300.8 M"),
}


def spec_of(model: Any) -> str:
    """A spec of a Keras model whose layers take tensors alone."""
    inputs, layers = {}, {}
    for layer in model.layers:
        cls = find(type(layer).__name__)
        if cls is None:
            inputs[layer.name] = {"shape": list(layer.output.shape[1:])}
            continue
        given = layer.input if isinstance(layer.input, list) else [layer.input]
        config = layer.get_config()
        plain = {k: config.get(k) for k in cls.argument_names() if k != "dtype"}
        layers[layer.name] = {
            "type": cls.kind(),
            **{
                k: v
                for k, v in plain.items()
                if v is not None and v != {} and not isinstance(v, dict)
            },
            "from": [tensor._keras_history.operation.name for tensor in given],
        }
    return json.dumps({"kspec": 1, "inputs": inputs, "layers": layers})


@pytest.mark.parametrize("name", PUBLISHED)
def test_a_known_model_costs_what_its_authors_say(name: str) -> None:
    import keras

    with keras.StatelessScope(initialize_variables=False):
        model = getattr(keras.applications, name)(weights=None)
    summary = show(loads(spec_of(model)), cost=True)
    assert summary.costs
    found = summary.params, count(summary.costs.multiply_adds)
    assert found == PUBLISHED[name]
    assert summary.params == model.count_params()
