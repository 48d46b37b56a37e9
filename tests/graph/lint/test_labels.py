"""K706: more classes than units."""

from __future__ import annotations

import os

import numpy as np
import pytest

from kspec.graph.lint.labels import CLASSES
from kspec.known import find
from kspec.training.datasets import BUNDLED
from kspec.training.sources import read_known
from kspec.training.table import loaded
from tests.conftest import NO_DATA
from tests.graph.lint.linting import blamed, found, spec, training


def classified(
    units: int,
    target: str,
    source: str = "mnist-5k",
    loss: str = "sparse_categorical_crossentropy",
) -> str:
    layer = f"  out: {{type: Dense, units: {units}, activation: softmax}}"
    return spec(layer, inputs="x: [8]", more=training(loss, source, target))


def test_the_classes_of_a_known_dataset_need_a_unit_each() -> None:
    assert blamed(classified(9, "{column: label}"), "K706") == "9"
    assert not found(classified(10, "{column: label}"))


def test_one_hot_labels_are_numbered_too() -> None:
    target, loss = "{column: label, one_hot: true}", "categorical_crossentropy"
    assert blamed(classified(9, target, loss=loss), "K706") == "9"
    assert not found(classified(10, target, loss=loss))


def test_listed_ids_count_from_where_the_spec_says() -> None:
    assert not found(classified(3, "{ids: {values: [a, b, c]}}", "rows.csv"))
    from_one = classified(3, "{ids: {first: 1, values: [a, b, c]}}", "rows.csv")
    assert blamed(from_one, "K706") == "3"


def test_ids_of_an_unknown_file_are_at_least_the_first() -> None:
    text = classified(3, "{ids: {first: 3}}", "rows.csv")
    (warning,) = found(text)
    assert warning.hint == "give it at least 4 units"
    assert not found(classified(4, "{ids: {first: 3}}", "rows.csv"))


def test_nothing_is_said_of_labels_that_only_the_data_tell() -> None:
    assert not found(classified(3, "{}", "rows.csv"))
    assert not found(classified(3, "{column: userId, ids: true}", "movielens-small"))


@pytest.mark.parametrize(("name", "column"), CLASSES)
def test_the_classes_are_those_of_the_dataset(name: str, column: str) -> None:
    known = find(name)
    assert known
    if not os.environ.get("KSPEC_DATA") and known.files[0].path not in BUNDLED:
        pytest.skip(NO_DATA)
    labels: set[int] = set()
    for piece in read_known(known).pieces:
        for table in piece.tables():
            labels.update(np.unique(loaded(table.columns[column])).tolist())
    assert labels == set(range(CLASSES[name, column]))
