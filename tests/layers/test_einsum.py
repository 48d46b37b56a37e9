"""Einsum layers: shapes and weights worked out by hand, equations that say nothing."""

from __future__ import annotations

from typing import Any

import pytest

from kspec.layers.einsum import EinsumDense
from kspec.layers.validation import validate
from kspec.shape import Shape, ShapeError
from tests.layers.shapes import refusal, shape


@pytest.mark.parametrize(
    ("equation", "sizes", "bias", "given", "expected", "weights"),
    [
        ("ab,bc->ac", 8, None, (None, 4), (None, 8), [(4, 8)]),
        ("ab,bc->ac", [8], "c", (None, 4), (None, 8), [(4, 8), (8,)]),
        ("abc,cd->abd", [None, 8], "d", (None, 6, 4), (None, None, 8), [(4, 8), (8,)]),
        ("abc,cd->abd", [6, 8], "b", (2, 6, 4), (2, 6, 8), [(4, 8), (6, 1)]),
        ("abc,bd->adc", [8, 4], None, (None, 6, 4), (None, 8, 4), [(6, 8)]),
        ("...x,xy->...y", 8, "y", (None, 6, 4), (None, 6, 8), [(4, 8), (8,)]),
        ("...ab,bc->...ac", 8, None, (2, 4), (2, 8), [(4, 8)]),
        ("ab...,bc->ac...", 8, "c", (2, 4, 5, 6), (2, 8, 5, 6), [(4, 8), (8, 1, 1)]),
        ("ab,b->a", [], None, (None, 4), (None,), [(4,)]),
    ],
)
def test_the_equation_says_the_shapes(
    equation: str,
    sizes: Any,
    bias: str | None,
    given: Shape,
    expected: Shape,
    weights: list[Shape],
) -> None:
    arguments = {"equation": equation, "output_shape": sizes, "bias_axes": bias}
    assert shape("EinsumDense", arguments, given) == expected
    made = EinsumDense.model_validate(arguments).weights_of(given)
    assert [weight.shape for weight in made] == weights


@pytest.mark.parametrize(
    ("values", "path", "message"),
    [
        (
            {"equation": "ab,bc"},
            "equation",
            '`equation` is "ab,bc"; expected an equation such as `ab,bc->ac`, or with '
            "`...` first or last on both sides",
        ),
        (
            {"equation": "abb,bc->ac"},
            "equation",
            "`equation` names the axis `b` twice on one side",
        ),
        (
            {"equation": "ab,bc->ad"},
            "equation",
            "nothing gives the axis `d` of `equation` a size",
        ),
        (
            {"equation": "ab,bc->ca"},
            "equation",
            "`equation` moves the batch, `a`, which comes first in the output too",
        ),
        (
            {"equation": "ab,bc->ac", "bias_axes": "b"},
            "bias_axes",
            "`bias_axes` names `b`, which is no axis of the output, `ac`",
        ),
    ],
)
def test_an_equation_that_says_nothing_is_told(
    values: dict[str, Any], path: str, message: str
) -> None:
    _, (fault,) = validate(EinsumDense, {"output_shape": 3, **values})
    assert (fault.path, fault.message) == ((path,), message)


@pytest.mark.parametrize(
    ("equation", "sizes", "given", "message", "argument"),
    [
        (
            "ab,bc->ac",
            8,
            (None, 6, 4),
            "`equation` names 2 axes of the input, got (None, 6, 4)",
            "equation",
        ),
        (
            "...ab,bc->...ac",
            8,
            (None,),
            "`equation` names 2 axes of the input or more, got (None,)",
            "equation",
        ),
        (
            "...x,xy->...y",
            8,
            (4,),
            "`equation` leaves no axis of (4,) for the batch",
            "equation",
        ),
        (
            "...x,xy->...y",
            8,
            (None, 5, 6, 4),
            "`...` stands for (5, 6) after the batch, whose order Keras turns round in "
            "its shapes",
            "equation",
        ),
        (
            "abc,cd->abd",
            8,
            (None, 6, 4),
            "`output_shape` needs 2 dimensions, one for each letter of `bd`, got 1",
            "output_shape",
        ),
        (
            "abc,cd->abd",
            [5, 8],
            (None, 6, 4),
            "`output_shape` says 5 along `b`, which is 6 in the input, (None, 6, 4)",
            "output_shape",
        ),
    ],
)
def test_an_input_that_the_equation_does_not_fit_is_shown(
    equation: str, sizes: Any, given: Shape, message: str, argument: str
) -> None:
    arguments = {"equation": equation, "output_shape": sizes}
    error = refusal("EinsumDense", arguments, given)
    assert (error.message, error.argument) == (message, argument)


def test_a_size_that_weights_depend_on_has_to_be_known() -> None:
    arguments = {"equation": "ab,bc->ac", "output_shape": 8}
    with pytest.raises(ShapeError) as caught:
        EinsumDense.model_validate(arguments).weights_of((None, None))
    assert caught.value.message == "needs a known size along `b`, got (None, None)"


@pytest.mark.keras
def test_keras_turns_the_elided_axes_round_in_its_shapes_alone() -> None:
    import keras

    layer = keras.layers.EinsumDense("...x,xy->...y", 8)
    assert layer.compute_output_shape((2, 5, 6, 4)) == (2, 6, 5, 8)
    assert layer(keras.ops.ones((2, 5, 6, 4))).shape == (2, 5, 6, 8)
