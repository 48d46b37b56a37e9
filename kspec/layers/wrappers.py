"""Layers around other layers: at every step, or with their kernel normalized."""

from __future__ import annotations

from typing import Annotated, ClassVar, Self

from pydantic import model_validator

from kspec.layers.arguments import PositiveInt
from kspec.layers.convolution import Conv1D, Conv2D, Conv3D
from kspec.layers.core import Dense, Embedding, ReversibleEmbedding
from kspec.layers.einsum import EinsumDense
from kspec.layers.freezing import refuse_half_frozen
from kspec.layers.layer import Example, Family, Layer, Takes
from kspec.layers.nesting import Nested, nested, parts
from kspec.layers.separable_convolution import DepthwiseConv1D, DepthwiseConv2D
from kspec.layers.transposed_convolution import (
    Conv1DTranspose,
    Conv2DTranspose,
    Conv3DTranspose,
)
from kspec.shape import Shape, ShapeError, Tensor, Weight, elements, show

NORMALIZABLE: tuple[type[Layer], ...] = (
    Dense,
    EinsumDense,
    Embedding,
    ReversibleEmbedding,
    Conv1D,
    Conv2D,
    Conv3D,
    Conv1DTranspose,
    Conv2DTranspose,
    Conv3DTranspose,
    DepthwiseConv1D,
    DepthwiseConv2D,
)
"""The layers that have one `kernel`, or `embeddings`."""


def refuses_at_each_step(cls: type[Layer]) -> str | None:
    """Why a class cannot stand in `TimeDistributed`, or None where it can."""
    if cls.family == "operation":
        return "a function is no layer"
    if cls.arity.listed or (cls.arity.least, cls.arity.most) != (1, 1):
        return f"`{cls.kind()}` takes several tensors, and each step is one"
    if cls.__name__.endswith("Cell") or cls.__name__ == "StackedRNNCells":
        return "a cell stands inside `RNN`"
    return None


def refuses_to_normalize(cls: type[Layer]) -> str | None:
    """Why a class cannot stand in `SpectralNormalization`, or None where it can."""
    if cls in NORMALIZABLE:
        return None
    return f"`{cls.kind()}` has no `kernel` and no `embeddings` to normalize"


class _Wrapper(Layer):
    holds_layers: ClassVar[bool] = True

    layer: Layer

    @model_validator(mode="after")
    def _is_not_half_frozen(self) -> Self:
        refuse_half_frozen(self, "layer", self.layer)
        return self

    def weights_of(self, x: Shape) -> tuple[Weight, ...]:
        return self.variables_of(Tensor(x))


class TimeDistributed(_Wrapper):
    """The same layer, with the same weights, at every step of a sequence.

    Shapes: (batch, steps, …) → (batch, steps, …)
    Source: keras.layers.TimeDistributed.
    """

    family: ClassVar[Family] = "recurrent"
    takes: ClassVar[Takes] = "anything"
    masks: ClassVar[tuple[str, ...]] = ("mask",)
    examples: ClassVar[tuple[Example, ...]] = (
        Example({"layer": {"type": "Dense", "units": 3}}, ((None, 6, 4),)),
        Example(
            {"layer": {"type": "Conv2D", "filters": 2, "kernel_size": 3}},
            ((None, None, 8, 8, 1),),
        ),
    )

    layer: Annotated[Layer, Nested("layer of one tensor", refuses_at_each_step)]

    def outputs_of(self, *inputs: Tensor) -> tuple[Tensor, ...]:
        (x,) = inputs
        step = Tensor(each_step(x.shape), x.dtype)
        with nested("layer", self.layer):
            given = self.layer.outputs_of(step)
        if len(given) != 1:
            raise ShapeError(
                f"takes a layer with one output; `{self.layer.kind()}` gives "
                f"{len(given)} here",
                hint="leave out `return_state`",
                argument="layer",
            )
        if "float" not in given[0].dtype:
            raise ShapeError(
                f"`{self.layer.kind()}` gives {given[0].dtype} for {x.dtype}, where "
                "Keras expects floating-point numbers",
                hint="give the input `dtype: float32`",
                argument="layer",
            )
        return super().outputs_of(*inputs)

    def shape_of(self, x: Shape) -> Shape:
        with nested("layer", self.layer):
            batch, *rest = self.layer.shape_of(each_step(x))
        return (batch, x[1], *rest)

    def variables_of(self, *inputs: Tensor) -> tuple[Weight, ...]:
        (x,) = inputs
        step = Tensor(each_step(x.shape), x.dtype)
        return parts(("", self.layer, step), frozen=not self.trainable)

    def multiply_adds_of(self, x: Shape) -> int:
        return elements(x[1:2]) * self.layer.multiply_adds_of(each_step(x))

    def kept_of(self, x: Shape) -> tuple[Shape, ...]:
        kept = self.layer.kept_of(each_step(x))
        return tuple((*shape[:1], x[1], *shape[1:]) for shape in kept)


class SpectralNormalization(_Wrapper):
    """The layer, its kernel divided by its largest singular value in training.

    Frozen, it still divides the kernel in each step of training, as Keras has it.

    Shapes: those of the layer
    Args:
        power_iterations: how often the estimate of that value is improved each step.
    Source: keras.layers.SpectralNormalization; Miyato et al. (2018).
    """

    family: ClassVar[Family] = "normalization"
    takes: ClassVar[Takes] = "floats"
    examples: ClassVar[tuple[Example, ...]] = (
        Example({"layer": {"type": "Dense", "units": 3}}, ((None, 4),)),
        Example(
            {
                "layer": {"type": "Conv2D", "filters": 2, "kernel_size": 3},
                "power_iterations": 2,
            },
            ((None, 8, 8, 1),),
        ),
    )

    layer: Annotated[Layer, Nested("layer with a kernel", refuses_to_normalize)]
    power_iterations: PositiveInt = 1

    def shape_of(self, x: Shape) -> Shape:
        with nested("layer", self.layer):
            return self.layer.shape_of(x)

    def variables_of(self, *inputs: Tensor) -> tuple[Weight, ...]:
        frozen = not self.trainable
        kernel, *rest = parts(("", self.layer, inputs[0]), frozen=frozen)
        size = (1, kernel.shape[-1])
        vector = Weight("vector_u", size, trainable=False, dtype=kernel.dtype)
        return (kernel, vector, *rest)

    def multiply_adds_of(self, x: Shape) -> int:
        return self.layer.multiply_adds_of(x)


def each_step(x: Shape) -> Shape:
    """The shape of one step of a sequence.

    Raises: ShapeError where there are fewer than 3 dimensions.
    """
    if len(x) < 3:
        raise ShapeError(
            f"needs 3 or more dimensions, (batch, steps, …), got {show(x)}",
            hint="Reshape to [steps, 1] for one number a step",
        )
    return (x[0], *x[2:])
