"""Categories as numbers and vectors, without a vocabulary."""

# Instances are frozen, so that narrowing a field is sound.
# pyright: reportIncompatibleVariableOverride=false

from __future__ import annotations

from collections.abc import Mapping
from typing import Annotated, Any, ClassVar, Literal, Self

from pydantic import model_validator

from kspec.layers.arguments import Check, Choice, PositiveInt, is_int, per_axis
from kspec.layers.encoding import NO_SPARSE, NO_TRAINABLE, OutputMode, counted, one_hot
from kspec.layers.layer import Arity, Example, Family, Layer, Takes
from kspec.layers.slips import written
from kspec.layers.spatial import conflict
from kspec.shape import Shape, ShapeError, Tensor, show

Salt = Annotated[int | tuple[int, int], per_axis(2, low=0)]
HashPolicy = Annotated[
    Literal[
        "int32", "int64", "float32", "float16", "bfloat16", "float64", "mixed_float16",
        "mixed_bfloat16",
    ],
    Choice(),
]  # fmt: skip
HALF = ("float16", "bfloat16", "mixed_float16", "mixed_bfloat16")


class CategoryEncoding(Layer):
    """Vectors for ids that count from 0: one for each id, or for each example.

    Shapes: (batch, …) → (batch, …, num_tokens) with `one_hot`, a last dimension of 1
        giving way; (batch, ids) → (batch, num_tokens) otherwise
    Args:
        num_tokens: the number of ids.
        output_mode: `one_hot` gives a vector for each id; `multi_hot` marks and `count`
            counts the ids of an example.
    Source: keras.layers.CategoryEncoding.
    """

    family: ClassVar[Family] = "preprocessing"
    refused: ClassVar[Mapping[str, str]] = NO_SPARSE
    examples: ClassVar[tuple[Example, ...]] = (
        Example({"num_tokens": 4}, ((None, 3),)),
        Example({"num_tokens": 4, "output_mode": "one_hot"}, ((None, 5),)),
    )

    num_tokens: PositiveInt | None = None
    output_mode: Annotated[Literal["one_hot", "multi_hot", "count"], Choice()] = (
        "multi_hot"
    )

    @model_validator(mode="after")
    def _fits_together(self) -> Self:
        if self.num_tokens is None:
            raise conflict(
                "num_tokens",
                "`CategoryEncoding` needs `num_tokens`",
                hint="write the largest id, plus 1",
            )
        if self.output_mode != "one_hot" and self.dtype in HALF:
            raise conflict(
                "dtype",
                f"TensorFlow has no kernel for `{self.output_mode}` in {self.dtype}",
                hint="leave `dtype` out",
            )
        return self

    def shape_of(self, x: Shape) -> Shape:
        depth = self.num_tokens or 0
        if self.output_mode == "one_hot":
            return one_hot(x, depth)
        return counted(x, depth, self.output_mode)


class Hashing(Layer):
    """A bin for every text or number, by its hash: no vocabulary, and collisions.

    Shapes: (batch, …) → (batch, …) with `int`; (batch, …, 1) → (batch, …, num_bins)
        with `one_hot`; (batch, elements) → (batch, num_bins) otherwise
    Args:
        num_bins: the number of bins, which includes the one of `mask_value`.
        mask_value: the text or number that alone gets bin 0.
        salt: a key for the hash, which makes it another one.
        output_mode: `int` gives the bin, `one_hot` a vector for each; `multi_hot` marks
            and `count` counts the bins of an example.
        dtype: the dtype of the output, int64 for bins.
    Source: keras.layers.Hashing.
    """

    family: ClassVar[Family] = "preprocessing"
    takes: ClassVar[Takes] = "anything"
    refused: ClassVar[Mapping[str, str]] = NO_SPARSE
    examples: ClassVar[tuple[Example, ...]] = (
        Example({"num_bins": 8}, ((None, 3),), "string"),
        Example({"num_bins": 8, "output_mode": "one_hot"}, ((None, 1),), "int32"),
    )

    num_bins: PositiveInt
    mask_value: (
        Annotated[
            int | str,
            Check(
                "a text or an integer",
                lambda v: isinstance(v, str) or is_int(v),
                {"anyOf": [{"type": "string"}, {"type": "integer"}]},
            ),
        ]
        | None
    ) = None
    salt: Salt | None = None
    output_mode: OutputMode = "int"
    dtype: HashPolicy | None = None

    @model_validator(mode="after")
    def _fits_together(self) -> Self:
        if self.output_mode == "int" and self.dtype not in (None, "int32", "int64"):
            raise conflict(
                "dtype",
                f"bins are integers, got {self.dtype}",
                hint="write `int32` or `int64`, or another `output_mode`",
            )
        return self

    def implied(self, name: str) -> Any:
        if name == "dtype" and self.output_mode == "int":
            return "int64"
        return super().implied(name)

    def shape_of(self, x: Shape) -> Shape:
        if self.output_mode == "int":
            return x
        if self.output_mode != "one_hot":
            return counted(x, self.num_bins, self.output_mode)
        if len(x) < 2 or x[-1] != 1 or (len(x) > 2 and x[-2] in (None, 1)):
            raise ShapeError(
                f"needs a last dimension of 1 for `one_hot`, got {show(x)}",
                hint="take `output_mode: int`, and CategoryEncoding after it",
                argument="output_mode",
            )
        return (*x[:-1], self.num_bins)

    def dtype_of(self, *inputs: Tensor) -> str:
        """The whole of `dtype`: a mixed one gives float32 here."""
        dtype = self.dtype or self.implied("dtype")
        return "float32" if dtype.startswith("mixed_") else dtype

    def _check_dtype(self, tensor: Tensor) -> None:
        mask = self.mask_value
        if mask is None or self.num_bins == 1:
            return
        fitting = tensor.dtype == "string" if isinstance(mask, str) else None
        if fitting is None:
            fitting = tensor.dtype not in ("string", "bool")
        if not fitting:
            raise ShapeError(
                f"`mask_value` is {written(mask)}, and the input holds {tensor.dtype}",
                hint="give a text for strings, and an integer for numbers",
                argument="mask_value",
            )


class HashedCrossing(Layer):
    """A bin for every pair of values of two inputs, by its hash.

    Shapes: (batch,), (batch,) → (batch,), or (batch, 1) of each; with `one_hot`
        (batch, num_bins)

    Args:
        num_bins: the number of bins.
        output_mode: `int` gives the bin, `one_hot` a vector.
        dtype: the dtype of the output, int64 for bins.
    Source: keras.layers.HashedCrossing.
    """

    family: ClassVar[Family] = "preprocessing"
    arity: ClassVar[Arity] = Arity(2, 2, listed=True)
    takes: ClassVar[Takes] = "anything"
    refused: ClassVar[Mapping[str, str]] = {**NO_SPARSE, **NO_TRAINABLE}
    examples: ClassVar[tuple[Example, ...]] = (
        Example({"num_bins": 8}, ((None, 1), (None, 1)), "string"),
        Example({"num_bins": 8, "output_mode": "one_hot"}, ((None,), (None,)), "int32"),
    )

    num_bins: PositiveInt
    output_mode: Annotated[Literal["int", "one_hot"], Choice()] = "int"
    dtype: HashPolicy | None = None

    def implied(self, name: str) -> Any:
        if name == "dtype" and self.output_mode == "int":
            return "int64"
        return super().implied(name)

    def shape_of(self, x: Shape, y: Shape) -> Shape:
        if x != y:
            raise ShapeError(f"needs two equal shapes, got {show(x)} and {show(y)}")
        if len(x) != 1 and (len(x) != 2 or x[1] != 1):
            raise ShapeError(
                f"needs inputs of shape (batch,) or (batch, 1), got {show(x)}",
                hint="give the inputs `shape: [1]`",
            )
        if self.output_mode == "int":
            return x
        if x == (1,):
            raise ShapeError(
                "needs a second dimension for `one_hot` in a batch of 1, got (1,)",
                hint="give the inputs `shape: [1]`",
                argument="output_mode",
            )
        return (x[0], self.num_bins)

    def dtype_of(self, *inputs: Tensor) -> str:
        return (self.dtype or self.implied("dtype")).removeprefix("mixed_")

    def _check_dtype(self, tensor: Tensor) -> None:
        if "float" in tensor.dtype or tensor.dtype == "bool":
            raise ShapeError(
                f"needs integers or strings, got {tensor.dtype}",
                hint="give the input `dtype: int32` or `dtype: string`",
            )
