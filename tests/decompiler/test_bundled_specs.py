"""The bundled specs are built, and come back from their models."""

from __future__ import annotations

import re

import pytest

from kspec import Spec, build, bundled, code, decompile, load
from kspec.graph import compile_spec
from tests.decompiler.roundtrip import there_and_back

pytestmark = pytest.mark.keras

LARGEST = 10_000_000
"""Parameters of a model at most; the larger ones are compared by `make roundtrip`."""

SMALL = [
    name
    for name in bundled.names()
    if compile_spec(load(bundled.path(name))).params <= LARGEST
]
TOLD_OTHERWISE = {
    "siamese": "a Keras model has no name for the second call of a layer",
    "transformer_encoder": "Keras works out the axes and the features of an attention",
}
"""Bundled specs whose models tell some of it in other words, and why."""


@pytest.mark.parametrize("name", SMALL)
def test_a_bundled_spec_comes_back(name: str) -> None:
    there_and_back(build(load(bundled.path(name))))


@pytest.mark.parametrize("name", SMALL)
def test_a_bundled_spec_that_comes_back_has_the_same_code(name: str) -> None:
    spec = load(bundled.path(name))
    back = decompile(build(spec))
    assert (statements(back) == statements(spec)) == (name not in TOLD_OTHERWISE)


def statements(spec: Spec) -> list[str]:
    """The code without what a model does not keep: captions, and how a size is written.

    One for each dimension and one for all are the same to Keras.
    """
    text = re.sub(r"\((\d+)(?:, \1)+\)", r"\1", code(spec, flat=True))
    lines = (line.partition("  # ")[0].rstrip() for line in text.splitlines())
    return [line for line in lines if line]
