"""Files to specs, and specs to canonical YAML and back."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import pytest
from hypothesis import given

from kspec import UsageError, bundled, dump, load, loads
from kspec.schema import with_train
from tests.specs import specs, text_of

SPECS = sorted(bundled.directory().glob("*.yaml"))


@given(plain=specs())
def test_a_spec_is_read_back_as_it_was(plain: dict[str, Any]) -> None:
    spec = loads(text_of(plain))
    assert loads(dump(spec)) == spec


@given(plain=specs())
def test_the_canonical_form_is_a_fixed_point(plain: dict[str, Any]) -> None:
    text = dump(loads(text_of(plain)))
    assert dump(loads(text)) == text


@pytest.mark.parametrize("path", SPECS, ids=lambda path: path.stem)
def test_a_bundled_spec_is_read_back_as_it_was(path: Path) -> None:
    spec = load(path)
    text = dump(spec)
    assert loads(text) == spec
    assert dump(loads(text)) == text


def test_a_file_that_does_not_exist_is_a_wrong_call() -> None:
    with pytest.raises(UsageError, match="nowhere"):
        load("nowhere.yaml")


def test_formulas_are_written_back() -> None:
    text = (
        "kspec: 1\nparams: {k: 4}\ninputs: {x: [3]}\n"
        "layers: {y: {type: Dense, units: $(k + 1), caption: a$(k)}}\n"
    )
    assert "units: $(k + 1)" in dump(loads(text))
    assert "a$(k)" in dump(loads(text))


def test_a_value_of_the_training_can_be_replaced() -> None:
    spec = with_train(load(bundled.path("hankou_lstm")), "epochs", 3)
    assert spec.train is not None
    assert spec.train.epochs == 3
    assert loads(dump(spec)) == spec
    untrained = load(bundled.path("mlp"))
    assert with_train(untrained, "epochs", 3) == untrained
