"""Recurrence: what all layers share that read a sequence step by step.

They may be given their first states, and may give their last ones.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, ClassVar, Protocol

from kspec.layers.layer import Family, Layer
from kspec.shape import Dim, Shape, ShapeError, Weight, may_equal, show

INITIAL = "initial_state"


class Recurrent(Layer):
    """Reads a sequence step by step; a subclass says what one step gives and keeps."""

    family: ClassVar[Family] = "recurrent"
    slots: ClassVar[tuple[str, ...]] = ("sequences", INITIAL)
    listed_slots: ClassVar[frozenset[str]] = frozenset({INITIAL})

    masks: ClassVar[tuple[str, ...]] = ("mask",)

    # Fields of the subclasses, where Keras's order of arguments is kept.
    if TYPE_CHECKING:
        return_sequences: bool
        return_state: bool
        go_backwards: bool
        stateful: bool

    def step_of(self, x: Shape) -> Shape:
        """The shape of the output after one step, for a sequence.

        Raises: ShapeError where the input is no sequence that the layer can read.
        """
        raise NotImplementedError(type(self).__name__)

    def states_of(self, x: Shape) -> tuple[Shape, ...]:
        """The shape of each state that the layer keeps, for a sequence."""
        raise NotImplementedError(type(self).__name__)

    def state_count(self) -> int:
        """How many states the layer keeps."""
        raise NotImplementedError(type(self).__name__)

    def output_count(self) -> int:
        return 1 + (self.state_count() if self.return_state else 0)

    def shape_of(self, x: Shape, *initial: Shape) -> Shape:
        step = self.step_of(x)
        if self.stateful:
            require_batch(x)
        if initial:
            self.check_initial(x, initial)
        return (*x[:2], *step[1:]) if self.return_sequences else step

    def shapes_of(self, *inputs: Shape) -> tuple[Shape, ...]:
        output = self.shape_of(*inputs)
        states = self.states_of(inputs[0]) if self.return_state else ()
        return (output, *states)

    def check_initial(self, x: Shape, initial: tuple[Shape, ...]) -> None:
        """Refuse first states that are not those that the layer keeps.

        Raises: ShapeError for a wrong number of them or a wrong shape.
        """
        fit_states(self.states_of(x), initial)


def fit_states(kept: tuple[Shape, ...], given: tuple[Shape, ...]) -> None:
    """Refuse states that are not those that are kept.

    Raises: ShapeError for a wrong number of them or a wrong shape.
    """
    shapes = ", ".join(map(show, kept))
    if len(kept) != len(given):
        count = "one tensor" if len(kept) == 1 else f"{len(kept)} tensors"
        raise ShapeError(
            f"`{INITIAL}` takes {count}, {shapes}, got {len(given)}",
            hint="one tensor for each state, as `return_state: true` gives them",
        )
    for at, (wanted, found) in enumerate(zip(kept, given, strict=True)):
        if not may_equal(wanted, found):
            raise ShapeError(
                f"`{INITIAL}` {at} is {show(found)}; the layer keeps {show(wanted)}",
                hint="the layer that gives it needs as many units",
            )


def require_batch(x: Shape) -> None:
    """Refuse a batch of unknown size, whose states cannot be kept.

    Raises: ShapeError, which blames `stateful`.
    """
    if x[0] is None:
        raise ShapeError(
            f"`stateful: true` needs a fixed batch, got {show(x)}",
            hint="give the input a `batch_size`",
            argument="stateful",
        )


def require_steps(x: Shape) -> None:
    """Refuse a sequence of unknown length, which cannot be unrolled.

    Raises: ShapeError, which blames `unroll`.
    """
    if x[1] is None:
        raise ShapeError(
            f"`unroll: true` needs a known number of steps, got {show(x)}",
            hint="give the input's first dimension a number",
            argument="unroll",
        )


def features(x: Shape) -> int:
    """The number of features of each step.

    Raises: ShapeError where the input is no sequence or it is unknown.
    """
    if len(x) != 3:
        raise ShapeError(
            f"needs a sequence, (batch, steps, features), got {show(x)}",
            hint=sequence_hint(x),
        )
    return known_features(x[2], x)


def known_features(size: Dim, x: Shape) -> int:
    """The number of features, on which weights depend.

    Raises: ShapeError where it is unknown.
    """
    if size is None:
        raise ShapeError(
            f"needs a known number of features, got {show(x)}",
            hint="give the input's last dimension a number",
        )
    return size


def sequence_hint(x: Shape) -> str:
    """What would turn a tensor of another rank into a sequence."""
    if len(x) < 3:
        return (
            "for a series of numbers, Reshape to [steps, 1]; after a recurrent "
            "layer, `return_sequences: true` there"
        )
    return "Reshape to [steps, features]"


class Gated(Protocol):
    """One cell; `gates` blocks of its kernels stand side by side."""

    gates: ClassVar[int]
    states: ClassVar[int]

    @property
    def units(self) -> int: ...
    @property
    def use_bias(self) -> bool: ...

    def bias_shape(self) -> tuple[int, ...]:
        """The shape of the bias, where there is one."""
        ...


def gated_weights(cell: Gated, inputs: int) -> tuple[Weight, ...]:
    """The kernel on the inputs, the kernel on the state, and the bias."""
    width = cell.gates * cell.units
    kernels = (
        Weight("kernel", (inputs, width)),
        Weight("recurrent_kernel", (cell.units, width)),
    )
    bias = (Weight("bias", cell.bias_shape()),) if cell.use_bias else ()
    return (*kernels, *bias)


def gated_products(cell: Gated, steps: int, inputs: int) -> int:
    """The multiply-adds of a cell: each step meets both kernels."""
    return steps * (inputs + cell.units) * cell.gates * cell.units


def kept_gates(cell: Gated, x: Shape) -> tuple[Shape, ...]:
    """What training keeps of each step: every gate and every state."""
    return ((*x[:-1], (cell.gates + cell.states) * cell.units),)
