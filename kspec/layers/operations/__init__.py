"""The functions of `keras.ops` that a spec can name, a file for each kind."""

from __future__ import annotations

from kspec.layers.operation import Operation
from kspec.layers.operations import (
    activations,
    arithmetic,
    casting,
    comparisons,
    einsum,
    elementwise,
    indexing,
    joining,
    linear_algebra,
    matrices,
    nan_reductions,
    ordering,
    reductions,
    repetition,
    reshaping,
    trigonometry,
)

OPERATIONS: tuple[type[Operation], ...] = (
    *arithmetic.OPERATIONS,
    *elementwise.OPERATIONS,
    *trigonometry.OPERATIONS,
    *comparisons.OPERATIONS,
    *activations.OPERATIONS,
    *reductions.OPERATIONS,
    *nan_reductions.OPERATIONS,
    *casting.OPERATIONS,
    *reshaping.OPERATIONS,
    *repetition.OPERATIONS,
    *matrices.OPERATIONS,
    *joining.OPERATIONS,
    *indexing.OPERATIONS,
    *ordering.OPERATIONS,
    *linear_algebra.OPERATIONS,
    *einsum.OPERATIONS,
)
"""Every operation, a kind at a time."""
