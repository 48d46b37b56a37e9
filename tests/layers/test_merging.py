"""Merging layers: shapes that broadcast, join and meet; messages that show both."""

from __future__ import annotations

import pytest

from kspec.layers.layer import Layer
from kspec.layers.merging import Add, Concatenate, Dot, Subtract
from kspec.shape import Shape, ShapeError, Tensor

GROW = "a Dense, convolution or reshaping layer can make the shapes equal"


@pytest.mark.parametrize(
    ("layer", "inputs", "output"),
    [
        (Add(), [(None, 4), (None, 4)], (None, 4)),
        (Add(), [(2, 4), (None, 4)], (2, 4)),
        (Add(), [(None, 6, 4), (None, 1, 4), (None, 4)], (None, 6, 4)),
        (Add(), [(None, 4), (None, 6, 4)], (None, 6, 4)),
        (Add(), [(None, None), (None, 4)], (None, None)),
        (Add(), [(None,), (None, 4)], (None, 4)),
        (Concatenate(), [(None, 4), (None, 3), (None, 2)], (None, 9)),
        (Concatenate(), [(None, 4), (None, None)], (None, None)),
        (Concatenate(axis=1), [(None, 6, 4), (None, 2, 4)], (None, 8, 4)),
        (Concatenate(axis=-2), [(None, 6, 4), (None, 2, None)], (None, 8, 4)),
        (Dot(axes=1), [(None, 4), (None, 4)], (None, 1)),
        (Dot(axes=-1), [(None, 6, 4), (None, 4)], (None, 6)),
        (Dot(axes=(2, 1)), [(None, 3, 4), (None, 4, 5)], (None, 3, 5)),
    ],
)
def test_the_shapes_of_several_inputs_become_one(
    layer: Layer, inputs: list[Shape], output: Shape
) -> None:
    assert layer.shape_of(*inputs) == output


@pytest.mark.parametrize(
    ("layer", "inputs", "message", "hint"),
    [
        (
            Add(),
            [(None, 4), (None, 3)],
            "cannot merge (None, 4) and (None, 3): 4 and 3 differ",
            GROW,
        ),
        (
            Subtract(),
            [(None, 8, 8, 3), (None, 4, 4, 3)],
            "cannot merge (None, 8, 8, 3) and (None, 4, 4, 3): 8 and 4 differ",
            GROW,
        ),
        (
            Add(),
            [(2, 4), (None, 4), (3, 4)],
            "cannot merge the batches of (3, 4) and (2, 4)",
            None,
        ),
        (
            Concatenate(),
            [(None, 6, 4), (None, 5, 4)],
            "cannot concatenate (None, 6, 4) and (None, 5, 4) along axis -1",
            "along axis 1 they would fit",
        ),
        (
            Concatenate(),
            [(None, 4), (None, 5, 4)],
            "cannot concatenate (None, 4) and (None, 5, 4) along axis -1",
            "the number of dimensions has to be the same: Reshape or Flatten one",
        ),
        (
            Concatenate(),
            [(None, 6, 4), (None, 5, 3)],
            "cannot concatenate (None, 6, 4) and (None, 5, 3) along axis -1",
            "the sizes along all other axes have to be the same",
        ),
        (
            Concatenate(axis=2),
            [(None, 4), (None, 4)],
            "`axis` is 2, and (None, 4) has the axes -2 to 1",
            None,
        ),
        (
            Dot(axes=1),
            [(None, 4), (None, 3)],
            "needs equal sizes along axis 1 of (None, 4) and axis 1 of (None, 3), "
            "got 4 and 3",
            None,
        ),
        (
            Dot(axes=(0, 1)),
            [(3, 4), (3, 3)],
            "cannot multiply along axis 0, the batch, of (3, 4) and (3, 3)",
            None,
        ),
        (
            Dot(axes=(1, 2)),
            [(None, 4), (None, 4)],
            "`axes` is 2, and (None, 4) has the axes -2 to 1",
            None,
        ),
    ],
)
def test_inputs_that_do_not_fit_are_both_shown(
    layer: Layer, inputs: list[Shape], message: str, hint: str | None
) -> None:
    with pytest.raises(ShapeError) as caught:
        layer.shape_of(*inputs)
    assert (caught.value.message, caught.value.hint) == (message, hint)


def test_a_difference_has_two_sides_and_a_sum_any_number() -> None:
    assert (Subtract.arity.least, Subtract.arity.most) == (2, 2)
    assert (Add.arity.least, Add.arity.most) == (2, None)
    assert Add.arity.listed
    assert Dot.arity.listed


def test_booleans_cannot_be_added_but_they_can_be_joined() -> None:
    truth = Tensor((None, 4), "bool")
    with pytest.raises(ShapeError, match="needs numbers, got bool"):
        Add().outputs_of(truth, truth)
    assert Concatenate().outputs_of(truth, truth)[0].shape == (None, 8)
