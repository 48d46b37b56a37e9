"""Operations that change the dtype, or keep the shape and little else."""

from __future__ import annotations

from collections.abc import Mapping
from typing import ClassVar

from kspec.layers.arguments import Float
from kspec.layers.dtypes import NUMBERS, check_constant
from kspec.layers.layer import Example
from kspec.layers.operation import NO_WEIGHTS, Operation
from kspec.layers.operations.arguments import Numeric
from kspec.layers.operations.elementwise import Elementwise
from kspec.shape import Tensor


class Typed(Elementwise):
    """A result whose dtype is an argument.

    Args:
        dtype: of the result; null for that of the input.
    """

    refused: ClassVar[Mapping[str, str]] = {"trainable": NO_WEIGHTS}
    examples: ClassVar[tuple[Example, ...]] = (
        Example({}, ((None, 4),)),
        Example({"dtype": "int32"}, ((None, 4),)),
    )

    # An operation computes in no precision of its own, so that this is no policy.
    dtype: Numeric | None = None  # pyright: ignore[reportIncompatibleVariableOverride]

    def dtype_of(self, *inputs: Tensor) -> str:
        return self.dtype or inputs[0].dtype


class Cast(Elementwise):
    """The values as another dtype.

    Args:
        dtype: of the result.
    """

    function = "cast"
    refused: ClassVar[Mapping[str, str]] = {"trainable": NO_WEIGHTS}
    examples: ClassVar[tuple[Example, ...]] = (
        Example({"dtype": "float32"}, ((None, 4),), "int32"),
        Example({"dtype": "int32"}, ((None, 4),)),
    )

    dtype: Numeric  # pyright: ignore

    def dtype_of(self, *inputs: Tensor) -> str:
        return self.dtype


class SaturateCast(Cast):
    """The values as another dtype, within the bounds of that."""

    function = "saturate_cast"

    def check_dtypes(self, *inputs: Tensor) -> None:
        NUMBERS.require(inputs[0].dtype)


class OnesLike(Typed):
    """Ones in the shape of the input."""

    function = "ones_like"


class ZerosLike(Typed):
    """Zeros in the shape of the input."""

    function = "zeros_like"


class FullLike(Typed):
    """One value in the shape of the input.

    Args:
        fill_value: the value.
    """

    function = "full_like"
    examples: ClassVar[tuple[Example, ...]] = (
        Example({"fill_value": 0.5}, ((None, 4),)),
    )

    fill_value: Float

    def check_dtypes(self, *inputs: Tensor) -> None:
        super().check_dtypes(*inputs)
        check_constant(self.fill_value, self.dtype_of(*inputs), "fill_value")


class Copy(Elementwise):
    """The same values."""

    function = "copy"


class StopGradient(Elementwise):
    """The same values, through which training does not change what is above."""

    function = "stop_gradient"
    slots: ClassVar[tuple[str, ...]] = ("variable",)


OPERATIONS: tuple[type[Operation], ...] = (
    Cast,
    SaturateCast,
    OnesLike,
    ZerosLike,
    FullLike,
    Copy,
    StopGradient,
)
"""Every operation of this file."""
