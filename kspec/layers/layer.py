"""The interface of a layer: typed arguments, a shape rule, the shapes of its weights.

Everything else (checking, building, printing, drawing, decompiling) is generic over
these, so that a new layer touches one place: its class.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field, replace
from typing import Annotated, Any, ClassVar, Literal, Self

from pydantic import PrivateAttr

from kspec.layers.arguments import Arguments, Bool, Choice
from kspec.layers.calling import Calling, Training
from kspec.layers.defaults import changed, same
from kspec.shape import (
    Shape,
    ShapeError,
    Tensor,
    Weight,
    is_known,
    may_equal,
    show,
)

Family = Literal[
    "input",
    "core",
    "activation",
    "convolution",
    "pooling",
    "recurrent",
    "attention",
    "normalization",
    "regularization",
    "reshaping",
    "merging",
    "preprocessing",
    "operation",
    "model",
]


Takes = Literal["floats", "numbers", "anything"]

Policy = Annotated[
    Literal[
        "float32", "float16", "bfloat16", "float64", "mixed_float16", "mixed_bfloat16"
    ],
    Choice(),
]
"""The dtype of a layer; the mixed ones compute in 16 bits and keep weights in 32."""


@dataclass(frozen=True, slots=True)
class Arity:
    """How many tensors a layer takes: `most` None for any number.

    `listed` layers take them as one list, such as `Add()([a, b])`.
    """

    least: int = 1
    most: int | None = 1
    listed: bool = False


@dataclass(frozen=True, slots=True)
class Example:
    """Arguments and inputs on which a layer works; tests and docs use them.

    Args:
        dtype: of the inputs.
    """

    arguments: dict[str, Any] = field(hash=False)
    inputs: tuple[Shape, ...]
    dtype: str = "float32"


class MissingRule(Exception):
    """A layer has no rule for its shapes, its weights or its products."""


class Layer(Arguments):
    """A Keras layer: its arguments are the fields, in Keras's order and spelling.

    A subclass is named as in Keras and gives `shape_of` (`shapes_of` where it has
    several outputs), and `weights_of` where it has any. `trainable` turns to false
    every weight of a frozen layer; the rule itself need not look at it.
    """

    family: ClassVar[Family]
    arity: ClassVar[Arity] = Arity()
    slots: ClassVar[tuple[str, ...]] = ()
    """The tensor arguments of Keras's `call` that `from: {…}` may name, in order."""
    listed_slots: ClassVar[frozenset[str]] = frozenset()
    """Those slots that take a list of tensors, such as `initial_state`."""
    takes: ClassVar[Takes] = "numbers"
    """Which dtypes its inputs may have."""
    keeps_dtype: ClassVar[bool] = False
    """Whether integers, booleans and strings pass through with their own dtype."""
    refused: ClassVar[Mapping[str, str]] = {}
    """Arguments that Keras has and a spec does not take, each with the reason."""
    masks: ClassVar[tuple[str, ...]] = ()
    """The call's tensors that only `from: {…}` gives: which elements count."""
    calling: ClassVar[type[Calling]] = Training
    """The arguments of its call that are no tensors."""
    examples: ClassVar[tuple[Example, ...]] = ()
    holds_layers: ClassVar[bool] = False
    """Whether its weights belong to layers inside, which Keras's `trainable` argument
    leaves alone: it freezes them where it is set once they are made."""

    _call: Calling | None = PrivateAttr(default=None)

    dtype: Policy | None = None
    trainable: Bool = True

    @classmethod
    def kind(cls) -> str:
        """What a spec writes as `type:`."""
        return cls.__name__

    @classmethod
    def target(cls) -> str:
        """The dotted path of the Keras constructor."""
        return f"keras.layers.{cls.__name__}"

    @classmethod
    def argument_names(cls) -> tuple[str, ...]:
        """The arguments in the order of Keras's signature, those of all layers last."""
        own = [name for name in cls.model_fields if name not in Layer.model_fields]
        every = (*own, "trainable", "dtype")
        return tuple(name for name in every if name not in cls.refused)

    @property
    def call(self) -> Calling:
        """The arguments of the call that are no tensors; rules may depend on them."""
        return self._call or self.calling()

    def called(self, call: Calling) -> Self:
        """The layer as it works in a call with these arguments.

        Example:
        >>> from kspec.layers.attention import Attention
        >>> layer = Attention().called(Attention.calling(return_attention_scores=True))
        >>> layer.shapes_of((None, 6, 4), (None, 5, 4))
        ((None, 6, 4), (None, 6, 5))
        """
        copy = self.model_copy()
        copy._call = call
        return copy

    def changed(self) -> dict[str, Any]:
        """The given arguments that differ from what Keras takes without them.

        Example:
        >>> from kspec.layers.convolution import Conv2D
        >>> Conv2D(filters=8, kernel_size=3, strides=1, padding="same").changed()
        {'filters': 8, 'kernel_size': 3, 'padding': 'same'}
        """
        given = changed(self)
        return {
            name: given[name]
            for name in self.argument_names()
            if name in given and not same(given[name], self.implied(name))
        }

    def implied(self, name: str) -> Any:
        """What leaving an argument out comes to, where its default is null."""
        return {"dtype": "float32", "data_format": "channels_last"}.get(name)

    # Named `…_of` because Keras has arguments called `shape` and `weights`.

    def shape_of(self, *args: Any, **kwargs: Any) -> Shape:
        """The output's shape for inputs of these shapes, in order.

        Raises: ShapeError where the inputs do not fit.
        """
        raise MissingRule(self.kind())

    def shapes_of(self, *inputs: Shape) -> tuple[Shape, ...]:
        """The shape of every output, for a layer with several."""
        return (self.shape_of(*inputs),)

    def output_count(self) -> int:
        """How many outputs there are, whatever the inputs' shapes.

        Raises: ShapeError where these tell.
        """
        return 1

    def dtype_of(self, *inputs: Tensor) -> str:
        """The dtype of the outputs for these inputs; floats take the layer's own."""
        if self.keeps_dtype and inputs and "float" not in inputs[0].dtype:
            return inputs[0].dtype
        return (self.dtype or "float32").removeprefix("mixed_")

    def outputs_of(self, *inputs: Tensor) -> tuple[Tensor, ...]:
        """The tensors that the layer gives for these."""
        for tensor in inputs:
            self._check_dtype(tensor)
        dtype = self.dtype_of(*inputs)
        shapes = self.shapes_of(*(tensor.shape for tensor in inputs))
        return tuple(Tensor(shape, dtype) for shape in shapes)

    def weights_of(self, *_args: Any, **_kwargs: Any) -> tuple[Weight, ...]:
        """The layer's variables for inputs of these shapes, in Keras's order."""
        return ()

    def check_mask(self, name: str, mask: Tensor, *inputs: Shape) -> None:
        """Refuse a mask that does not say of each step whether it counts.

        Args:
            inputs: the shapes of the tensors that are no masks.

        Raises: ShapeError.
        """
        if all(map(is_known, (mask.shape, *inputs))):
            check_mask(name, mask, self.masked(name, *inputs))

    def masked(self, name: str, *inputs: Shape) -> Shape:
        """The shape of a mask, for the shapes of the tensors that are none."""
        return inputs[0][:2]

    def multiply_adds_of(self, *_args: Any, **_kwargs: Any) -> int:
        """The products that are added up, for inputs of these shapes.

        Those of kernels with their inputs and of matrices with each other. What takes
        a step for each element, such as a bias or an activation, counts nothing, and a
        dimension that is not known counts as one.
        """
        return 0

    def kept_of(self, *_args: Any, **_kwargs: Any) -> tuple[Shape, ...]:
        """The tensors beside the outputs that training keeps for the way back."""
        return ()

    def variables_of(self, *inputs: Tensor) -> tuple[Weight, ...]:
        """The weights with the layer's dtype, none trainable in a frozen layer."""
        dtype = self.dtype or "float32"
        dtype = "float32" if dtype.startswith("mixed_") else dtype
        return tuple(
            replace(
                weight,
                trainable=weight.trainable and self.trainable,
                dtype=dtype if weight.dtype == "float32" else weight.dtype,
            )
            for weight in self.weights_of(*(tensor.shape for tensor in inputs))
        )

    def _check_dtype(self, tensor: Tensor) -> None:
        if self.family != "operation" and not tensor.shape:
            raise ShapeError(
                "needs a batch of tensors, got a single number ()",
                hint="give the operation above `keepdims: true`, or an `axis`",
            )
        if self.takes == "floats" and "float" not in tensor.dtype:
            raise ShapeError(
                f"needs floating-point numbers, got {tensor.dtype}",
                hint="give the input `dtype: float32`, or put Rescaling before it",
            )
        if self.takes == "numbers" and tensor.dtype == "string":
            raise ShapeError(
                "needs numbers, got strings",
                hint="turn them into numbers under `train: data:`",
            )


def check_mask(name: str, mask: Tensor, wanted: Shape) -> None:
    """Refuse a mask of another shape or of no booleans.

    Raises: ShapeError.
    """
    if mask.dtype != "bool":
        raise ShapeError(
            f"needs booleans as `{name}`, got {mask.dtype}",
            hint="compare with a number, as in `{type: ops.not_equal, x2: 0}`",
        )
    if not may_equal(mask.shape, wanted):
        raise ShapeError(f"needs {show(wanted)} as `{name}`, got {show(mask.shape)}")
