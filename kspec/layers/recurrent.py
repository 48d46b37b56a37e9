"""Recurrent layers, which read a sequence step by step.

With `return_state` they have several outputs: the sequence or the last step, then each
state.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Annotated, ClassVar, Literal

from kspec.layers.arguments import Bool, Check, Fraction, PositiveInt, Seed
from kspec.layers.layer import Example
from kspec.layers.objects.activations import Activation
from kspec.layers.objects.constraints import Constraint
from kspec.layers.objects.initializers import Initializer
from kspec.layers.objects.regularizers import Regularizer
from kspec.layers.recurrence import (
    Recurrent,
    features,
    gated_products,
    gated_weights,
    kept_gates,
    require_steps,
)
from kspec.shape import Shape, Weight, elements

SEQUENCE = ((None, 6, 4),)
EXAMPLES = (
    Example({"units": 3}, SEQUENCE),
    Example({"units": 3, "return_sequences": True}, ((None, None, 4),)),
    Example({"units": 3, "return_state": True}, SEQUENCE),
)

WhenPossible = Annotated[
    bool | Literal["auto"],
    Check(
        "`true`, `false` or `auto`",
        lambda v: type(v) is bool or v == "auto",
        {"enum": [True, False, "auto"]},
    ),
]


class _Gated(Recurrent):
    """One cell of units; its states are as wide as its output."""

    examples: ClassVar[tuple[Example, ...]] = EXAMPLES
    gates: ClassVar[int]
    states: ClassVar[int] = 1

    if TYPE_CHECKING:
        units: int
        use_bias: bool
        unroll: bool

    def step_of(self, x: Shape) -> Shape:
        features(x)
        if self.unroll:
            require_steps(x)
        return (x[0], self.units)

    def states_of(self, x: Shape) -> tuple[Shape, ...]:
        return ((x[0], self.units),) * self.states

    def weights_of(self, x: Shape, *_: Shape) -> tuple[Weight, ...]:
        return gated_weights(self, features(x))

    def state_count(self) -> int:
        return self.states

    def multiply_adds_of(self, x: Shape, *_: Shape) -> int:
        return gated_products(self, elements(x[:2]), features(x))

    def kept_of(self, x: Shape, *_: Shape) -> tuple[Shape, ...]:
        return kept_gates(self, x)

    def bias_shape(self) -> tuple[int, ...]:
        """The shape of the bias, where there is one."""
        return (self.gates * self.units,)


class SimpleRNN(_Gated):
    """Fully connected to its own last output.

    Shapes: (batch, steps, features) → (batch, units), or (batch, steps, units) with
        `return_sequences`; then the state, (batch, units), with `return_state`.
    Source: keras.layers.SimpleRNN.
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
    activity_regularizer: Regularizer | None = None
    kernel_constraint: Constraint | None = None
    recurrent_constraint: Constraint | None = None
    bias_constraint: Constraint | None = None
    dropout: Fraction = 0.0
    recurrent_dropout: Fraction = 0.0
    return_sequences: Bool = False
    return_state: Bool = False
    go_backwards: Bool = False
    stateful: Bool = False
    unroll: Bool = False
    seed: Seed = None


class LSTM(_Gated):
    """Long short-term memory: a cell state behind three gates.

    Shapes: (batch, steps, features) → (batch, units), or (batch, steps, units) with
        `return_sequences`; then two states, (batch, units), with `return_state`.
    Source: keras.layers.LSTM; Hochreiter and Schmidhuber (1997).
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
    activity_regularizer: Regularizer | None = None
    kernel_constraint: Constraint | None = None
    recurrent_constraint: Constraint | None = None
    bias_constraint: Constraint | None = None
    dropout: Fraction = 0.0
    recurrent_dropout: Fraction = 0.0
    seed: Seed = None
    return_sequences: Bool = False
    return_state: Bool = False
    go_backwards: Bool = False
    stateful: Bool = False
    unroll: Bool = False
    use_cudnn: WhenPossible = "auto"


class GRU(_Gated):
    """Gated recurrent unit: one state behind two gates.

    Shapes: (batch, steps, features) → (batch, units), or (batch, steps, units) with
        `return_sequences`; then the state, (batch, units), with `return_state`.
    Source: keras.layers.GRU; Cho et al. (2014).
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
    activity_regularizer: Regularizer | None = None
    kernel_constraint: Constraint | None = None
    recurrent_constraint: Constraint | None = None
    bias_constraint: Constraint | None = None
    dropout: Fraction = 0.0
    recurrent_dropout: Fraction = 0.0
    seed: Seed = None
    return_sequences: Bool = False
    return_state: Bool = False
    go_backwards: Bool = False
    stateful: Bool = False
    unroll: Bool = False
    reset_after: Bool = True
    use_cudnn: WhenPossible = "auto"

    def bias_shape(self) -> tuple[int, ...]:
        width = (self.gates * self.units,)
        return (2, *width) if self.reset_after else width
