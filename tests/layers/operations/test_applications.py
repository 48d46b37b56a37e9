"""Whatever functions the models of keras.applications call, a spec can name."""

from __future__ import annotations

import inspect
from collections.abc import Iterator
from typing import Any

import pytest

from kspec.layers.operations import OPERATIONS

pytestmark = pytest.mark.keras

WITHOUT_SPACES = {kind.function.replace("_", ""): kind for kind in OPERATIONS}
"""The operations by what Keras's classes are called, without capitals."""


def functions(model: Any) -> Iterator[Any]:
    """The operations of a model, nested ones too, that are no layers."""
    import keras

    for node in getattr(model, "operations", None) or model.layers:
        if isinstance(node, keras.Model):
            yield from functions(node)
        elif not isinstance(node, keras.Layer):
            yield node


def test_every_function_in_the_applications_is_an_operation() -> None:
    import keras

    built = 0
    found: set[str] = set()
    for make in vars(keras.applications).values():
        if inspect.isfunction(make):
            with keras.StatelessScope(initialize_variables=False):
                model = make(weights=None)
            found |= {type(node).__name__ for node in functions(model)}
            built += 1
    assert built >= 38
    assert found
    unknown = [name for name in found if name.lower() not in WITHOUT_SPACES]
    assert not unknown
