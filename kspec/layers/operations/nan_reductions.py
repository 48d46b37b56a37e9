"""Reductions that leave NaN out."""

from __future__ import annotations

from typing import ClassVar

from kspec.layers.dtypes import FLOATS, Kinds, promoted, widened
from kspec.layers.operation import Operation
from kspec.layers.operations.ordering import Cumprod, Cumsum
from kspec.layers.operations.reductions import (
    Amax,
    Argmax,
    Argmin,
    Mean,
    Median,
    Reduction,
    Std,
    Sum,
    Var,
)
from kspec.shape import Tensor


class Nansum(Sum):
    """The sum, NaN left out."""

    function = "nansum"


class Nanmean(Mean):
    """The mean, NaN left out."""

    function = "nanmean"


class Nanmax(Amax):
    """The largest, NaN left out."""

    function = "nanmax"

    def dtype_of(self, *inputs: Tensor) -> str:
        return promoted(inputs[0].dtype)


class Nanmin(Nanmax):
    """The smallest, NaN left out."""

    function = "nanmin"


class Nanprod(Reduction):
    """The product, NaN left out."""

    function = "nanprod"

    def dtype_of(self, *inputs: Tensor) -> str:
        return widened(inputs[0].dtype)


class Nanstd(Std):
    """The standard deviation, NaN left out."""

    function = "nanstd"


class Nanvar(Var):
    """The variance, NaN left out."""

    function = "nanvar"


class Nanmedian(Median):
    """The middle value, NaN left out."""

    function = "nanmedian"
    accepts: ClassVar[Kinds] = FLOATS


class Nanargmax(Argmax):
    """Where the largest element stands, NaN left out."""

    function = "nanargmax"


class Nanargmin(Argmin):
    """Where the smallest element stands, NaN left out."""

    function = "nanargmin"


class Nancumsum(Cumsum):
    """The sum of each element and those before it, NaN left out."""

    function = "nancumsum"


class Nancumprod(Cumprod):
    """The product of each element and those before it, NaN left out."""

    function = "nancumprod"


OPERATIONS: tuple[type[Operation], ...] = (
    Nansum, Nanmean, Nanmax, Nanmin, Nanprod, Nanstd, Nanvar,
    Nanmedian, Nanargmax, Nanargmin, Nancumsum, Nancumprod,
)  # fmt: skip
"""Every operation of this file."""
