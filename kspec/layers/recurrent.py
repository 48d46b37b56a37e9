"""Recurrent layers, which read a sequence step by step.

With `return_state` they have several outputs: the sequence or the last step, then each
state.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Annotated, ClassVar, Literal

from kspec.layers.arguments import Bool, Check, Fraction, PositiveInt, Seed
from kspec.layers.layer import Example, Family, Layer
from kspec.layers.objects.activations import Activation
from kspec.layers.objects.constraints import Constraint
from kspec.layers.objects.initializers import Initializer
from kspec.layers.objects.regularizers import Regularizer
from kspec.shape import Shape, ShapeError, Weight, show

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


class _Recurrent(Layer):
    """One cell; `gates` blocks of its kernels stand side by side."""

    family: ClassVar[Family] = "recurrent"
    examples: ClassVar[tuple[Example, ...]] = EXAMPLES
    gates: ClassVar[int]
    states: ClassVar[int] = 1

    # Fields of the subclasses, where Keras's order of arguments is kept.
    if TYPE_CHECKING:
        units: int
        use_bias: bool
        return_sequences: bool
        return_state: bool
        stateful: bool
        unroll: bool

    def shape_of(self, x: Shape) -> Shape:
        self._require(x)
        kept = x[:2] if self.return_sequences else x[:1]
        return (*kept, self.units)

    def shapes_of(self, *inputs: Shape) -> tuple[Shape, ...]:
        output = self.shape_of(*inputs)
        state = (output[0], self.units)
        return (output, *(state,) * (self.states if self.return_state else 0))

    def weights_of(self, x: Shape) -> tuple[Weight, ...]:
        width = self.gates * self.units
        kernels = (
            Weight("kernel", (features(x), width)),
            Weight("recurrent_kernel", (self.units, width)),
        )
        bias = (Weight("bias", self.bias_shape()),) if self.use_bias else ()
        return (*kernels, *bias)

    def bias_shape(self) -> tuple[int, ...]:
        """The shape of the bias, where there is one."""
        return (self.gates * self.units,)

    def _require(self, x: Shape) -> None:
        features(x)
        if self.stateful and x[0] is None:
            raise ShapeError(
                f"`stateful: true` needs a fixed batch, got {show(x)}",
                hint="give the input a `batch_size`",
                argument="stateful",
            )
        if self.unroll and x[1] is None:
            raise ShapeError(
                f"`unroll: true` needs a known number of steps, got {show(x)}",
                hint="give the input's first dimension a number",
                argument="unroll",
            )


class SimpleRNN(_Recurrent):
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


class LSTM(_Recurrent):
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


class GRU(_Recurrent):
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


def features(x: Shape) -> int:
    """The number of features of each step.

    Raises: ShapeError where the input is no sequence or it is unknown.
    """
    if len(x) != 3:
        raise ShapeError(
            f"needs a sequence, (batch, steps, features), got {show(x)}",
            hint=sequence_hint(x),
        )
    if x[2] is None:
        raise ShapeError(
            f"needs a known number of features, got {show(x)}",
            hint="give the input's last dimension a number",
        )
    return x[2]


def sequence_hint(x: Shape) -> str:
    """What would turn a tensor of another rank into a sequence."""
    if len(x) < 3:
        return (
            "for a series of numbers, Reshape to [steps, 1]; after a recurrent "
            "layer, `return_sequences: true` there"
        )
    return "Reshape to [steps, features]"
