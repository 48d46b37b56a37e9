"""Penalties on weights and outputs. Source: keras.regularizers."""

from __future__ import annotations

from typing import Annotated, ClassVar, Literal

from kspec.layers.arguments import Choice, NonNegativeFloat
from kspec.layers.objects.object import Object, Vocabulary


class _Regularizer(Object):
    module: ClassVar[str] = "keras.regularizers"


class L1(_Regularizer):
    """`l1` times the sum of absolute values."""

    names: ClassVar[tuple[str, ...]] = ("l1",)

    l1: NonNegativeFloat = 0.01


class L2(_Regularizer):
    """`l2` times the sum of squares."""

    names: ClassVar[tuple[str, ...]] = ("l2",)

    l2: NonNegativeFloat = 0.01


class L1L2(_Regularizer):
    """The sum of both; by name it is `l1l2`, with both factors 0."""

    names: ClassVar[tuple[str, ...]] = ("l1l2",)

    l1: NonNegativeFloat = 0.0
    l2: NonNegativeFloat = 0.0


class OrthogonalRegularizer(_Regularizer):
    """Pulls the rows (or columns) of a matrix towards right angles.

    Args:
        factor: the factor of the penalty.
        mode: whether rows or columns are pulled apart.
    """

    names: ClassVar[tuple[str, ...]] = ("orthogonal_regularizer",)

    factor: NonNegativeFloat = 0.01
    mode: Annotated[Literal["rows", "columns"], Choice()] = "rows"


REGULARIZERS = Vocabulary(
    "regularizer",
    (L1, L2, L1L2, OrthogonalRegularizer),
    refused={"Regularizer": "it is the base class, which penalizes nothing"},
)
Regularizer = Annotated[str | Object, REGULARIZERS]
