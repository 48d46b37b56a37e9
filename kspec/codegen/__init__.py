"""The code writer: a plan as a readable Keras module."""

from __future__ import annotations

from kspec.codegen.module import module as module
from kspec.graph import compile_spec
from kspec.plan import lower
from kspec.schema import Spec


def code(spec: Spec) -> str:
    """The Keras code of a spec: a module that defines `build_model()`.

    Raises: GraphError K2xx.

    Example:
    >>> from kspec import loads
    >>> text = "{kspec: 1, inputs: {x: [8]}, layers: {y: {type: Dense, units: 2}}}"
    >>> print(code(loads(text)))  # doctest: +NORMALIZE_WHITESPACE
    \"\"\"The model `spec`, in Keras.\"\"\"
    import keras
    from keras import layers
    <BLANKLINE>
    def build_model() -> keras.Model:
        \"\"\"Build the model, its weights new.\"\"\"
        return keras.Sequential(
            [
                keras.Input(shape=(8,), name="x"),
                layers.Dense(2, name="y"),
            ],
            name="spec",
        )
    """
    return module(lower(compile_spec(spec)))
