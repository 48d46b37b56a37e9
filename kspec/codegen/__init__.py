"""The code writer: a plan as a readable Keras module."""

from __future__ import annotations

from dataclasses import replace
from typing import Literal

from kspec.codegen.experiment import experiment
from kspec.codegen.lines import Link as Link
from kspec.codegen.lines import Printed as Printed
from kspec.codegen.module import module as module
from kspec.codegen.module import printed as printed
from kspec.graph import compile_spec
from kspec.plan import lower
from kspec.schema import Spec

Style = Literal["auto", "sequential", "functional"]


def code(
    spec: Spec, *, style: Style = "auto", flat: bool = False, train: bool = False
) -> str:
    """The Keras code of a spec: a module that defines `build_model()`.

    A block is a function, a repeat a loop, a formula stays a formula.

    Args:
        style: whether a plain chain of layers is printed as a sequential model; as
            the spec says where it is `auto`.
        flat: whether blocks, repeats and formulas are worked out: a statement a layer.
        train: whether the data, the fit and the result are there too, as `kspec train`
            has them.

    Raises: GraphError K2xx, K207 for the sequential style of what is no chain;
        UsageError K920 where there is no `train:`, K925 where plain code has no form
        for a part of it.

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
    return module_of(spec, style=style, flat=flat, train=train).text


def module_of(spec: Spec, *, style: Style, flat: bool, train: bool) -> Printed:
    """The module of a spec, linked to its layers.

    Raises: as `code`.
    """
    styled = spec if style == "auto" else replace(spec, mode=style)
    graph = compile_spec(styled)
    beside = experiment(spec, graph) if train else None
    return printed(lower(graph), flat=flat, experiment=beside)
