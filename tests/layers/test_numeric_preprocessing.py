"""Scaling, normalizing and sorting in bins: shapes, weights, and what does not fit."""

from __future__ import annotations

from typing import Any

import pytest

from kspec.layers.numeric_preprocessing import Discretization, Normalization
from kspec.layers.validation import validate
from kspec.shape import Shape
from tests.layers.shapes import refusal, shape

BINS = {"bin_boundaries": [0.0, 1.0]}


@pytest.mark.parametrize(
    ("kind", "arguments", "given", "expected"),
    [
        ("Rescaling", {"scale": 2}, (None, 8, 3), (None, 8, 3)),
        ("Normalization", {}, (None, None, 3), (None, None, 3)),
        ("Normalization", {"mean": [1, 2], "variance": [1, 2]}, (2, 2), (2, 2)),
        ("Discretization", BINS, (None, 4), (None, 4)),
        ("Discretization", {**BINS, "output_mode": "one_hot"}, (None, 4), (None, 4, 3)),
        ("Discretization", {**BINS, "output_mode": "one_hot"}, (None, 1), (None, 3)),
        ("Discretization", {**BINS, "output_mode": "count"}, (2, 5, 4), (2, 4, 3)),
    ],
)
def test_numbers_keep_their_shape_until_they_become_vectors(
    kind: str, arguments: dict[str, Any], given: Shape, expected: Shape
) -> None:
    assert shape(kind, arguments, given) == expected


@pytest.mark.parametrize(
    ("axis", "given", "kept"),
    [(-1, (None, 5, 3), (3,)), (None, (None, 5), ()), ([2, 1], (None, 5, 3), (5, 3))],
)
def test_without_a_mean_there_are_weights_for_one_along_the_axis(
    axis: Any, given: Shape, kept: tuple[int, ...]
) -> None:
    weights = Normalization.model_validate({"axis": axis}).weights_of(given)
    assert [(w.name, w.shape) for w in weights] == [
        ("mean", kept),
        ("variance", kept),
        ("count", ()),
    ]
    assert not any(w.trainable for w in weights)


def test_a_given_mean_is_no_weight() -> None:
    assert Normalization(mean=1.0, variance=2.0).weights_of((None, 3)) == ()


@pytest.mark.parametrize(
    ("kind", "arguments", "argument", "message"),
    [
        (Normalization, {"mean": 1}, "mean", "`mean` needs `variance`"),
        (Normalization, {"variance": 1}, "variance", "`variance` needs `mean`"),
        (
            Normalization,
            {"mean": [1, 2], "variance": 1},
            "variance",
            "`mean` has the shape (2,), and `variance` ()",
        ),
        (
            Normalization,
            {"mean": [1, 2], "variance": [1, 2], "axis": None},
            "mean",
            "`mean` has the shape (2,), and `axis` names 0 axes",
        ),
        (
            Normalization,
            {"mean": [1, [2]], "variance": 1},
            "mean",
            "`mean` is [1, [2]]; expected a number, or a list with one for each "
            "element of the axis",
        ),
        (
            Discretization,
            {},
            "bin_boundaries",
            "`Discretization` needs `bin_boundaries`",
        ),
        (
            Discretization,
            {"bin_boundaries": [1, 0]},
            "bin_boundaries",
            "`bin_boundaries` is [1, 0]; expected a list of numbers in ascending order",
        ),
        (
            Discretization,
            {"num_bins": 3, **BINS},
            "num_bins",
            "`Discretization` takes no `num_bins` in a spec",
        ),
    ],
)
def test_numbers_that_do_not_go_together_are_refused(
    kind: Any, arguments: dict[str, Any], argument: str, message: str
) -> None:
    (fault,) = validate(kind, arguments)[1]
    assert fault.path == (argument,)
    assert fault.message == message


def test_a_mean_for_another_number_of_elements_is_refused() -> None:
    error = refusal("Normalization", {"mean": [1, 2], "variance": [1, 2]}, (None, 3))
    assert error.message == (
        "`mean` has the shape (2,), and the axis of (None, 3) (3,)"
    )
    assert error.argument == "mean"
    assert error.hint == "give one number, or 3"


def test_bins_of_a_batch_without_elements_are_not_counted() -> None:
    error = refusal("Discretization", {**BINS, "output_mode": "count"}, (None,))
    assert error.message == "needs 2 dimensions or more for `count`, got (None,)"
