"""Layers are stored in the order in which Keras lists them."""

from __future__ import annotations

import pytest
from hypothesis import given, settings

from kspec import bundled
from kspec.comparison.storage import keras_layers
from kspec.graph import compile_spec
from tests.comparison.variants import Plain, explicit, spec_of
from tests.specs import offline


@pytest.mark.keras
@settings(max_examples=40)
@given(explicit())
def test_the_order_is_that_of_the_models_layers(plain: Plain) -> None:
    from kspec import build

    spec = spec_of(plain)
    listed = [layer.name for layer in build(spec).layers]
    ordered = [vertex.name for vertex in keras_layers(compile_spec(spec))]
    assert ordered == listed


@pytest.mark.keras
@pytest.mark.parametrize("name", bundled.names())
def test_the_order_holds_for_bundled_specs(name: str) -> None:
    from kspec import build

    spec = offline(bundled.path(name))
    listed = [layer.name for layer in build(spec).layers]
    assert [v.name for v in keras_layers(compile_spec(spec))] == listed
