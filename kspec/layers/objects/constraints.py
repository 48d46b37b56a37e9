"""Weight constraints. Source: keras.constraints."""

from __future__ import annotations

from typing import Annotated, ClassVar

from kspec.layers.arguments import Axes, Fraction, NonNegativeFloat
from kspec.layers.objects.object import Object, Vocabulary


class _Constraint(Object):
    module: ClassVar[str] = "keras.constraints"


class MaxNorm(_Constraint):
    """Scales weights so that their norm is at most `max_value`.

    Args:
        max_value: the largest norm.
    """

    names: ClassVar[tuple[str, ...]] = ("max_norm",)

    max_value: NonNegativeFloat = 2
    axis: Axes = 0


class MinMaxNorm(_Constraint):
    """Scales weights so that their norm lies between two values.

    Args:
        max_value: the largest norm.
        rate: how far weights move there at each step; 1 is all the way.
    """

    names: ClassVar[tuple[str, ...]] = ("min_max_norm",)

    min_value: NonNegativeFloat = 0.0
    max_value: NonNegativeFloat = 1.0
    rate: Fraction = 1.0
    axis: Axes = 0


class NonNeg(_Constraint):
    """Turns negative weights to zero."""

    names: ClassVar[tuple[str, ...]] = ("non_neg",)


class UnitNorm(_Constraint):
    """Scales weights to a norm of one."""

    names: ClassVar[tuple[str, ...]] = ("unit_norm",)

    axis: Axes = 0


CONSTRAINTS = Vocabulary(
    "constraint",
    (MaxNorm, MinMaxNorm, NonNeg, UnitNorm),
    refused={"Constraint": "it is the base class, which constrains nothing"},
)
Constraint = Annotated[str | Object, CONSTRAINTS]
