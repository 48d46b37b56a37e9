"""Cells, which read one step; they stand inside `RNN`."""

from __future__ import annotations

import itertools
from typing import TYPE_CHECKING, Annotated, ClassVar, Self, cast

from pydantic import model_validator

from kspec.layers.arguments import Bool, Fraction, PositiveInt, Seed
from kspec.layers.freezing import refuse_half_frozen
from kspec.layers.layer import Example, Family, Layer
from kspec.layers.nesting import Nested, NestedList, NestedOrList, parts
from kspec.layers.objects.activations import Activation
from kspec.layers.objects.constraints import Constraint
from kspec.layers.objects.initializers import Initializer
from kspec.layers.objects.regularizers import Regularizer
from kspec.layers.recurrence import (
    gated_products,
    gated_weights,
    kept_gates,
    known_features,
)
from kspec.shape import Shape, Tensor, Weight, elements

STEP = ((None, 4),)


class Cell(Layer):
    """Turns one step and the last states into an output and new states."""

    family: ClassVar[Family] = "recurrent"

    @property
    def width(self) -> int:
        """The number of features of its output."""
        raise NotImplementedError(type(self).__name__)

    @property
    def state_widths(self) -> tuple[int, ...]:
        """The number of features of each state."""
        raise NotImplementedError(type(self).__name__)

    def shape_of(self, x: Shape) -> Shape:
        return (x[0], self.width)


def refuses_as_cell(cls: type[Layer]) -> str | None:
    """Why a class is no cell, or None where it is one."""
    if issubclass(cls, Cell):
        return None
    if f"{cls.__name__}Cell" in (cell.__name__ for cell in CELLS):
        return f"`{cls.__name__}` is a whole layer; its cell is `{cls.__name__}Cell`"
    return "a cell reads one step: `LSTMCell`, `GRUCell` or `SimpleRNNCell`"


def refuses_in_stack(cls: type[Layer]) -> str | None:
    """Why a class cannot stand in a stack of cells, or None where it can."""
    if cls is StackedRNNCells:
        return "write the cells of both stacks in one list"
    return refuses_as_cell(cls)


OneCell = Nested("cell", refuses_as_cell)
Stack = NestedList(Nested("cell", refuses_in_stack))
OneCellOrStack = NestedOrList(OneCell, Stack)


class _GatedCell(Cell):
    examples: ClassVar[tuple[Example, ...]] = (Example({"units": 3}, STEP),)
    gates: ClassVar[int]
    states: ClassVar[int] = 1

    # Fields of the subclasses, where Keras's order of arguments is kept.
    if TYPE_CHECKING:
        units: int
        use_bias: bool

    @property
    def width(self) -> int:
        return self.units

    @property
    def state_widths(self) -> tuple[int, ...]:
        return (self.units,) * self.states

    def weights_of(self, x: Shape) -> tuple[Weight, ...]:
        return gated_weights(self, known_features(x[-1], x))

    def multiply_adds_of(self, x: Shape) -> int:
        return gated_products(self, elements(x[:-1]), known_features(x[-1], x))

    def kept_of(self, x: Shape) -> tuple[Shape, ...]:
        return kept_gates(self, x)

    def bias_shape(self) -> tuple[int, ...]:
        """The shape of the bias, where there is one."""
        return (self.gates * self.units,)


class SimpleRNNCell(_GatedCell):
    """The cell of `SimpleRNN`.

    Shapes: (batch, features) → (batch, units)
    Source: keras.layers.SimpleRNNCell.
    """

    gates: ClassVar[int] = 1

    units: PositiveInt
    activation: Activation | None = "tanh"
    use_bias: Bool = True
    kernel_initializer: Initializer = "glorot_uniform"
    recurrent_initializer: Initializer = "orthogonal"
    bias_initializer: Initializer = "zeros"
    kernel_regularizer: Regularizer | None = None
    recurrent_regularizer: Regularizer | None = None
    bias_regularizer: Regularizer | None = None
    kernel_constraint: Constraint | None = None
    recurrent_constraint: Constraint | None = None
    bias_constraint: Constraint | None = None
    dropout: Fraction = 0.0
    recurrent_dropout: Fraction = 0.0
    seed: Seed = None


class LSTMCell(_GatedCell):
    """The cell of `LSTM`; it keeps two states.

    Shapes: (batch, features) → (batch, units)
    Source: keras.layers.LSTMCell.
    """

    gates: ClassVar[int] = 4
    states: ClassVar[int] = 2

    units: PositiveInt
    activation: Activation | None = "tanh"
    recurrent_activation: Activation | None = "sigmoid"
    use_bias: Bool = True
    kernel_initializer: Initializer = "glorot_uniform"
    recurrent_initializer: Initializer = "orthogonal"
    bias_initializer: Initializer = "zeros"
    unit_forget_bias: Bool = True
    kernel_regularizer: Regularizer | None = None
    recurrent_regularizer: Regularizer | None = None
    bias_regularizer: Regularizer | None = None
    kernel_constraint: Constraint | None = None
    recurrent_constraint: Constraint | None = None
    bias_constraint: Constraint | None = None
    dropout: Fraction = 0.0
    recurrent_dropout: Fraction = 0.0
    seed: Seed = None


class GRUCell(_GatedCell):
    """The cell of `GRU`.

    Shapes: (batch, features) → (batch, units)
    Source: keras.layers.GRUCell.
    """

    gates: ClassVar[int] = 3

    units: PositiveInt
    activation: Activation | None = "tanh"
    recurrent_activation: Activation | None = "sigmoid"
    use_bias: Bool = True
    kernel_initializer: Initializer = "glorot_uniform"
    recurrent_initializer: Initializer = "orthogonal"
    bias_initializer: Initializer = "zeros"
    kernel_regularizer: Regularizer | None = None
    recurrent_regularizer: Regularizer | None = None
    bias_regularizer: Regularizer | None = None
    kernel_constraint: Constraint | None = None
    recurrent_constraint: Constraint | None = None
    bias_constraint: Constraint | None = None
    dropout: Fraction = 0.0
    recurrent_dropout: Fraction = 0.0
    reset_after: Bool = True
    seed: Seed = None

    def bias_shape(self) -> tuple[int, ...]:
        width = (self.gates * self.units,)
        return (2, *width) if self.reset_after else width


class StackedRNNCells(Cell):
    """Cells on top of each other: each reads the output of the one before it.

    Shapes: (batch, features) → (batch, units of the last cell)
    Source: keras.layers.StackedRNNCells.
    """

    holds_layers: ClassVar[bool] = True
    examples: ClassVar[tuple[Example, ...]] = (
        Example(
            {
                "cells": [
                    {"type": "LSTMCell", "units": 3},
                    {"type": "GRUCell", "units": 2},
                ]
            },
            STEP,
        ),
    )

    cells: Annotated[tuple[Cell, ...], Stack]

    @model_validator(mode="after")
    def _is_not_half_frozen(self) -> Self:
        refuse_half_frozen(self, "cells", *self.cells)
        return self

    @property
    def width(self) -> int:
        return self.cells[-1].width

    @property
    def state_widths(self) -> tuple[int, ...]:
        return tuple(width for cell in self.cells for width in cell.state_widths)

    @property
    def has_pairs(self) -> bool:
        """Whether a cell keeps several states, which Keras hands out as a list."""
        return any(len(cell.state_widths) > 1 for cell in self.cells)

    def weights_of(self, x: Shape) -> tuple[Weight, ...]:
        return self.variables_of(Tensor(x))

    def variables_of(self, *inputs: Tensor) -> tuple[Weight, ...]:
        (x,) = inputs
        return parts(
            *(
                (f"cells/{at}", cast("Layer", cell), Tensor(below))
                for at, (cell, below) in enumerate(self._each(x.shape))
            ),
            frozen=not self.trainable,
        )

    def multiply_adds_of(self, x: Shape) -> int:
        return sum(cell.multiply_adds_of(below) for cell, below in self._each(x))

    def kept_of(self, x: Shape) -> tuple[Shape, ...]:
        kept = (cell.kept_of(below) for cell, below in self._each(x))
        return tuple(itertools.chain.from_iterable(kept))

    def _each(self, x: Shape) -> tuple[tuple[Cell, Shape], ...]:
        """Each cell and the shape that it reads."""
        below = (x, *((*x[:-1], cell.width) for cell in self.cells))
        return tuple(zip(self.cells, below, strict=False))


CELLS: tuple[type[Cell], ...] = (SimpleRNNCell, LSTMCell, GRUCell, StackedRNNCells)
