"""Core layers: inputs, dense and embedding layers, activations by name."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Annotated, ClassVar, Literal

from kspec.layers.arguments import (
    Bool,
    Check,
    Choice,
    DType,
    Float,
    PositiveFloat,
    PositiveInt,
    is_int,
)
from kspec.layers.calling import Calling, Reversing
from kspec.layers.layer import Arity, Example, Family, Layer, Takes
from kspec.layers.objects.activations import Activation as ActivationName
from kspec.layers.objects.constraints import Constraint
from kspec.layers.objects.initializers import Initializer
from kspec.layers.objects.regularizers import Regularizer
from kspec.shape import Shape, ShapeError, Tensor, Weight, elements, show

Dimensions = Annotated[
    tuple[int | None, ...],
    Check(
        "a list of dimensions without the batch, each a positive integer or null",
        lambda v: isinstance(v, tuple) and all(d is None or is_int(d, 1) for d in v),  # pyright: ignore
        {"type": "array", "items": {"type": ["integer", "null"], "minimum": 1}},
    ),
]

Floats = Annotated[Literal["float32", "float16", "bfloat16", "float64"], Choice()]

FINE_TUNING: Mapping[str, str] = {
    "lora_rank": "low-rank adaptation changes a trained layer; a spec is a new one",
    "lora_alpha": "low-rank adaptation changes a trained layer; a spec is a new one",
    "quantization_config": "quantization follows training; a spec comes before",
}
"""Arguments of Keras that concern a layer that has been trained, and why not here."""


class Input(Layer):
    """A tensor that the model is given; `shape` leaves the batch out.

    Args:
        dtype: what its elements are; float32 where null.
    Source: keras.Input.
    """

    family: ClassVar[Family] = "input"
    arity: ClassVar[Arity] = Arity(0, 0)
    refused: ClassVar[Mapping[str, str]] = {
        "batch_shape": "write `shape` and `batch_size`",
        "ragged": "only TensorFlow has ragged tensors",
        "sparse": "layers take dense tensors",
        "tensor": "a spec holds no tensors",
        "optional": "a model needs all its inputs",
        "trainable": "an input has no weights",
    }
    examples: ClassVar[tuple[Example, ...]] = (Example({"shape": (8,)}, ()),)

    shape: Dimensions
    batch_size: PositiveInt | None = None
    dtype: DType | None = None  # pyright: ignore[reportIncompatibleVariableOverride]

    @classmethod
    def target(cls) -> str:
        return "keras.Input"

    def shape_of(self) -> Shape:
        return (self.batch_size, *self.shape)


class Dense(Layer):
    """Fully connected: `activation(x @ kernel + bias)`.

    Shapes: (batch, …, d) → (batch, …, units)
    Source: keras.layers.Dense.
    """

    family: ClassVar[Family] = "core"
    refused: ClassVar[Mapping[str, str]] = FINE_TUNING
    examples: ClassVar[tuple[Example, ...]] = (
        Example({"units": 8}, ((None, 4),)),
        Example({"units": 8, "use_bias": False}, ((None, 5, None, 4),)),
    )

    units: PositiveInt
    activation: ActivationName | None = None
    use_bias: Bool = True
    kernel_initializer: Initializer = "glorot_uniform"
    bias_initializer: Initializer = "zeros"
    kernel_regularizer: Regularizer | None = None
    bias_regularizer: Regularizer | None = None
    activity_regularizer: Regularizer | None = None
    kernel_constraint: Constraint | None = None
    bias_constraint: Constraint | None = None

    def shape_of(self, x: Shape) -> Shape:
        last_dimension(x)
        return (*x[:-1], self.units)

    def weights_of(self, x: Shape) -> tuple[Weight, ...]:
        kernel = Weight("kernel", (last_dimension(x), self.units))
        return (kernel, Weight("bias", (self.units,)))[: 1 + self.use_bias]

    def multiply_adds_of(self, x: Shape) -> int:
        return elements(x) * self.units


class Embedding(Layer):
    """A vector for each integer from 0 to `input_dim` - 1.

    Shapes: (batch, …) → (batch, …, output_dim)
    Source: keras.layers.Embedding.
    """

    family: ClassVar[Family] = "core"
    refused: ClassVar[Mapping[str, str]] = {
        **FINE_TUNING,
        "weights": "a spec holds no arrays; load them after building",
    }
    examples: ClassVar[tuple[Example, ...]] = (
        Example({"input_dim": 100, "output_dim": 8}, ((None, 5),)),
        Example({"input_dim": 2, "output_dim": 1, "mask_zero": True}, ((None, None),)),
    )

    input_dim: PositiveInt
    output_dim: PositiveInt
    embeddings_initializer: Initializer = "uniform"
    embeddings_regularizer: Regularizer | None = None
    embeddings_constraint: Constraint | None = None
    mask_zero: Bool = False

    def shape_of(self, x: Shape) -> Shape:
        return (*x, self.output_dim)

    def weights_of(self, *_: Shape) -> tuple[Weight, ...]:
        return (Weight("embeddings", (self.input_dim, self.output_dim)),)


class ReversibleEmbedding(Layer):
    """An embedding that `call: {reverse: true}` turns into a score for each integer.

    Shapes: (batch, …) → (batch, …, output_dim)

    Args:
        tie_weights: whether both ways share one matrix.
        reverse_dtype: the dtype of the way back.
        logit_soft_cap: bounds the scores of the way back.
    Source: keras.layers.ReversibleEmbedding; Press and Wolf (2016).
    """

    family: ClassVar[Family] = "core"
    calling: ClassVar[type[Calling]] = Reversing
    examples: ClassVar[tuple[Example, ...]] = (
        Example({"input_dim": 100, "output_dim": 8}, ((None, 5),)),
        Example({"input_dim": 9, "output_dim": 4, "tie_weights": False}, ((None, 5),)),
    )

    input_dim: PositiveInt
    output_dim: PositiveInt
    tie_weights: Bool = True
    embeddings_initializer: Initializer = "uniform"
    embeddings_regularizer: Regularizer | None = None
    embeddings_constraint: Constraint | None = None
    mask_zero: Bool = False
    reverse_dtype: Floats | None = None
    logit_soft_cap: PositiveFloat | None = None

    @property
    def reverses(self) -> bool:
        """Whether this call turns vectors into scores."""
        return isinstance(self.call, Reversing) and self.call.reverse

    def shape_of(self, x: Shape) -> Shape:
        if not self.reverses:
            return (*x, self.output_dim)
        if last_dimension(x) != self.output_dim:
            raise ShapeError(
                f"needs vectors of {self.output_dim} numbers for the way back, got "
                f"{show(x)}",
                argument="output_dim",
            )
        return (*x[:-1], self.input_dim)

    def dtype_of(self, *inputs: Tensor) -> str:
        back = self.reverse_dtype if self.reverses else None
        return back or super().dtype_of(*inputs)

    def multiply_adds_of(self, x: Shape) -> int:
        return elements(x) * self.input_dim if self.reverses else 0

    def weights_of(self, *_: Shape) -> tuple[Weight, ...]:
        there = Weight("embeddings", (self.input_dim, self.output_dim))
        back = Weight("reverse_embeddings", (self.output_dim, self.input_dim))
        return (there,) if self.tie_weights else (there, back)


class Activation(Layer):
    """An activation function by name.

    Source: keras.layers.Activation.
    """

    family: ClassVar[Family] = "activation"
    examples: ClassVar[tuple[Example, ...]] = (
        Example({"activation": "relu"}, ((None, 4),)),
    )

    activation: ActivationName

    def shape_of(self, x: Shape) -> Shape:
        return x


class Identity(Layer):
    """The input, unchanged.

    Source: keras.layers.Identity.
    """

    family: ClassVar[Family] = "core"
    takes: ClassVar[Takes] = "anything"
    keeps_dtype: ClassVar[bool] = True
    examples: ClassVar[tuple[Example, ...]] = (Example({}, ((None, 4),)),)

    def shape_of(self, x: Shape) -> Shape:
        return x


class Masking(Layer):
    """Marks the steps where every feature equals `mask_value` as absent.

    Shapes: (batch, steps, …) → the same
    Source: keras.layers.Masking.
    """

    family: ClassVar[Family] = "core"
    examples: ClassVar[tuple[Example, ...]] = (
        Example({"mask_value": -1}, ((None, 5, 3),)),
    )

    mask_value: Float = 0.0

    def shape_of(self, x: Shape) -> Shape:
        return x


def last_dimension(x: Shape) -> int:
    """The size of the last axis, which has to be known.

    Raises: ShapeError where there is none or it is unknown.
    """
    if len(x) < 2:
        raise ShapeError(
            f"needs 2 or more dimensions (batch, …, features), got {show(x)}",
            hint="an input's `shape` leaves the batch out: `[1]` is one number each",
        )
    if x[-1] is None:
        raise ShapeError(
            f"needs a known last dimension, got {show(x)}",
            hint="its weights depend on it: give the input's last dimension a number",
        )
    return x[-1]
