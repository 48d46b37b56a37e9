"""The bundled specs are built, and come back from their models."""

from __future__ import annotations

import pytest

from kspec import build, bundled, load
from kspec.graph import compile_spec
from tests.decompiler.roundtrip import there_and_back

pytestmark = pytest.mark.keras

LARGEST = 10_000_000
"""Parameters of a model at most; the larger ones are compared by `make roundtrip`."""


@pytest.mark.parametrize("name", bundled.names())
def test_a_bundled_spec_comes_back(name: str) -> None:
    spec = load(bundled.path(name))
    if compile_spec(spec).params <= LARGEST:
        there_and_back(build(spec))
