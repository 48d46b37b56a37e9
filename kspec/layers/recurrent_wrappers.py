"""A cell made into a layer, and a sequence read both ways."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Annotated, ClassVar, Literal, Self

from pydantic import model_validator

from kspec.layers.arguments import Bool, Choice
from kspec.layers.freezing import refuse_half_frozen
from kspec.layers.layer import Example, Family, Layer
from kspec.layers.nesting import Nested, nested, parts
from kspec.layers.recurrence import (
    INITIAL,
    Recurrent,
    features,
    fit_states,
    require_steps,
)
from kspec.layers.recurrent_cells import Cell, OneCellOrStack, StackedRNNCells
from kspec.layers.slips import written
from kspec.layers.spatial import conflict
from kspec.shape import Shape, ShapeError, Tensor, Weight, show

SEQUENCE = ((None, 6, 4),)
FLAT_STATES = "the states of cells like `LSTMCell` in a stack come as lists in a list"


class RNN(Recurrent):
    """A cell, or a stack of them, over every step of a sequence.

    Shapes: (batch, steps, features) → (batch, units), or (batch, steps, units) with
        `return_sequences`; then each state, with `return_state`.

    Args:
        zero_output_for_mask: zeros at masked steps, where the last output would stay.
    Source: keras.layers.RNN.
    """

    holds_layers: ClassVar[bool] = True
    examples: ClassVar[tuple[Example, ...]] = (
        Example({"cell": {"type": "LSTMCell", "units": 3}}, SEQUENCE),
        Example(
            {
                "cell": [
                    {"type": "GRUCell", "units": 3},
                    {"type": "SimpleRNNCell", "units": 2},
                ],
                "return_state": True,
            },
            SEQUENCE,
        ),
    )

    cell: Annotated[Cell | tuple[Cell, ...], OneCellOrStack]
    return_sequences: Bool = False
    return_state: Bool = False
    go_backwards: Bool = False
    stateful: Bool = False
    unroll: Bool = False
    zero_output_for_mask: Bool = False

    @model_validator(mode="after")
    def _fits_together(self) -> Self:
        refuse_half_frozen(self, "cell", self.whole)
        if self.return_state and self._has_pairs:
            raise conflict(
                "return_state",
                f"{FLAT_STATES}, which `from:` cannot name",
                hint="write one layer for each cell, each with `return_state: true`",
            )
        return self

    @property
    def whole(self) -> Cell:
        """The cell; a list of cells is a stack."""
        if isinstance(self.cell, tuple):
            return StackedRNNCells(cells=self.cell)
        return self.cell

    def step_of(self, x: Shape) -> Shape:
        features(x)
        if self.unroll:
            require_steps(x)
        return (x[0], self.whole.width)

    def state_count(self) -> int:
        return len(self.whole.state_widths)

    def states_of(self, x: Shape) -> tuple[Shape, ...]:
        return tuple((x[0], width) for width in self.whole.state_widths)

    def check_initial(self, x: Shape, initial: tuple[Shape, ...]) -> None:
        if self._has_pairs:
            raise ShapeError(
                f"takes no `{INITIAL}`: {FLAT_STATES}",
                hint="write one layer for each cell",
            )
        super().check_initial(x, initial)

    def weights_of(self, x: Shape, *_: Shape) -> tuple[Weight, ...]:
        return self.variables_of(Tensor(x))

    def variables_of(self, *inputs: Tensor) -> tuple[Weight, ...]:
        batch, _, *size = inputs[0].shape
        given = Tensor((batch, *size))
        return parts(("cell", self.whole, given), frozen=not self.trainable)

    def multiply_adds_of(self, x: Shape, *_: Shape) -> int:
        return self.whole.multiply_adds_of(x)

    def kept_of(self, x: Shape, *_: Shape) -> tuple[Shape, ...]:
        return self.whole.kept_of(x)

    @property
    def _has_pairs(self) -> bool:
        return isinstance(self.whole, StackedRNNCells) and self.whole.has_pairs


def refuses_both_ways(cls: type[Layer]) -> str | None:
    """Why a class cannot be read both ways, or None where it can."""
    if issubclass(cls, Recurrent):
        return None
    return "`SimpleRNN`, `LSTM`, `GRU`, `RNN` and `ConvLSTM1D` to `3D` are recurrent"


RecurrentLayer = Annotated[Recurrent, Nested("recurrent layer", refuses_both_ways)]
MergeMode = Annotated[Literal["sum", "mul", "ave", "concat"], Choice()]
COMMON = ("stateful", "return_sequences", "return_state")


class Bidirectional(Layer):
    """Reads a sequence forwards and backwards, each with weights of its own.

    Shapes: (batch, steps, features) → (batch, 2 · units), or (batch, steps, 2 · units);
        units instead of 2 · units where `merge_mode` is not `concat`.

    Args:
        merge_mode: how both outputs become one; null keeps two outputs.
        backward_layer: what reads backwards; without it a copy of `layer`.
    Source: keras.layers.Bidirectional; Schuster and Paliwal (1997).
    """

    family: ClassVar[Family] = "recurrent"
    holds_layers: ClassVar[bool] = True
    slots: ClassVar[tuple[str, ...]] = Recurrent.slots
    listed_slots: ClassVar[frozenset[str]] = Recurrent.listed_slots
    masks: ClassVar[tuple[str, ...]] = Recurrent.masks
    refused: ClassVar[Mapping[str, str]] = {
        "weights": "a spec holds no arrays; load them after building",
    }
    examples: ClassVar[tuple[Example, ...]] = (
        Example({"layer": {"type": "LSTM", "units": 3}}, SEQUENCE),
        Example(
            {
                "layer": {"type": "GRU", "units": 3, "return_sequences": True},
                "merge_mode": None,
            },
            SEQUENCE,
        ),
        Example(
            {
                "layer": {"type": "LSTM", "units": 3},
                "merge_mode": "sum",
                "backward_layer": {"type": "GRU", "units": 3, "go_backwards": True},
            },
            SEQUENCE,
        ),
    )

    layer: RecurrentLayer
    merge_mode: MergeMode | None = "concat"
    backward_layer: RecurrentLayer | None = None

    @model_validator(mode="after")
    def _fits_together(self) -> Self:
        for argument, layer in self._ways:
            refuse_half_frozen(self, argument, layer)
        other = self.backward_layer
        if self.layer.stateful and self.layer.return_state:
            raise conflict(
                "layer",
                "Keras fails on `stateful` and `return_state` together, read both ways",
                hint="leave out one of them",
            )
        if other is None:
            self._read_forwards()
        else:
            self._read_opposite_ways(other)
        return self

    def _read_forwards(self) -> None:
        if self.layer.go_backwards:
            raise conflict(
                "layer",
                "`layer` reads backwards, as its copy would",
                hint="leave out `go_backwards`; Bidirectional adds the other way",
            )

    def _read_opposite_ways(self, other: Recurrent) -> None:
        if self.layer.go_backwards == other.go_backwards:
            ways = "backwards" if other.go_backwards else "forwards"
            raise conflict(
                "backward_layer",
                f"`layer` and `backward_layer` both read {ways}",
                hint="write `go_backwards: true` on `backward_layer` alone",
            )
        for name in COMMON:
            ours, theirs = getattr(self.layer, name), getattr(other, name)
            if ours != theirs:
                raise conflict(
                    "backward_layer",
                    f"`{name}` has to be the same both ways, got {written(ours)} "
                    f"forwards and {written(theirs)} backwards",
                    hint=f"write `{name}: {written(ours)}` on `backward_layer`",
                )

    def outputs_of(self, *inputs: Tensor) -> tuple[Tensor, ...]:
        for argument, layer in self._ways:
            with nested(argument, layer):
                layer.outputs_of(inputs[0])
        return super().outputs_of(*inputs)

    def output_count(self) -> int:
        states = sum(layer.output_count() - 1 for _, layer in self._ways)
        return (2 if self.merge_mode is None else 1) + states

    def shape_of(self, x: Shape, *initial: Shape) -> Shape:
        return self.shapes_of(x, *initial)[0]

    def shapes_of(self, *inputs: Shape) -> tuple[Shape, ...]:
        x, *initial = inputs
        output, *states = self._same_both_ways(x)
        if initial:
            kept = (state for _, layer in self._ways for state in layer.states_of(x))
            fit_states(tuple(kept), tuple(initial))
        if self.merge_mode is None:
            return (output, output, *states, *states)
        return (self._merged(output), *states, *states)

    def _same_both_ways(self, x: Shape) -> tuple[Shape, ...]:
        """What each way gives, its output and its states."""
        given: list[tuple[Shape, ...]] = []
        for argument, layer in self._ways:
            with nested(argument, layer):
                given.append(layer.shapes_of(x))
        if given[0] != given[1]:
            shapes = " and ".join(", ".join(map(show, way)) for way in given)
            raise ShapeError(
                f"needs the same shapes from both ways, got {shapes}",
                hint="give both layers as many units",
                argument="backward_layer",
            )
        return given[0]

    def _merged(self, output: Shape) -> Shape:
        last = output[-1]
        twice = self.merge_mode == "concat" and last is not None
        return (*output[:-1], 2 * last) if twice and last else output

    def weights_of(self, x: Shape, *_: Shape) -> tuple[Weight, ...]:
        return self.variables_of(Tensor(x))

    def variables_of(self, *inputs: Tensor) -> tuple[Weight, ...]:
        (_, forward), (_, backward) = self._ways
        x = inputs[0]
        ways = (("forward", forward, x), ("backward", backward, x))
        return parts(*ways, frozen=not self.trainable)

    def multiply_adds_of(self, x: Shape, *_: Shape) -> int:
        return sum(layer.multiply_adds_of(x) for _, layer in self._ways)

    def kept_of(self, x: Shape, *_: Shape) -> tuple[Shape, ...]:
        """What both ways keep, and before they are merged their outputs."""
        kept = tuple(shape for _, layer in self._ways for shape in layer.kept_of(x))
        if self.merge_mode is None:
            return kept
        return (*kept, *(layer.shape_of(x) for _, layer in self._ways))

    @property
    def _ways(self) -> tuple[tuple[str, Recurrent], tuple[str, Recurrent]]:
        """The layer of each way and the argument that holds it."""
        if self.backward_layer is None:
            return ("layer", self.layer), ("layer", self.layer)
        return ("layer", self.layer), ("backward_layer", self.backward_layer)
