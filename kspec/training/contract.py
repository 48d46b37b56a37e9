"""The model's side of the data: shapes, types and ranges that have to agree."""

from __future__ import annotations

from dataclasses import asdict, dataclass
from typing import Any

import numpy as np

from kspec.errors import DataError, Diagnostic
from kspec.graph import Graph, Port
from kspec.layers.core import Embedding
from kspec.schema.places import Key
from kspec.shape import Shape, is_known
from kspec.training.table import Array


@dataclass(frozen=True)
class Range:
    """The whole numbers that the model has room for.

    Args:
        low: the smallest.
        high: the largest.
        why: what sets the limits, as a clause.
        hint: what to do about a number beyond them.
    """

    low: int
    high: int
    why: str
    hint: str

    @property
    def wanted(self) -> str:
        """Completes "has to be …"."""
        return f"a whole number from {self.low} to {self.high}, as {self.why}"

    def to_json(self) -> dict[str, Any]:
        """The range as plain data."""
        return asdict(self)


def range_of_input(graph: Graph, name: str, dtype: str) -> Range | None:
    """The numbers that an input of whole numbers takes: those of its embeddings."""
    if "int" not in dtype:
        return None
    ends = {
        vertex.layer.input_dim: vertex.name
        for vertex in graph.vertices
        if isinstance(vertex.layer, Embedding) and vertex.inputs == (Port(name),)
    }
    if ends:
        end = min(ends)
        why = f"`{ends[end]}` has rows for the ids 0 to {end - 1}"
        hint = "give it a larger `input_dim`, or number the ids by `ids: true`"
        return Range(0, end - 1, why, hint)
    bounds = np.iinfo(dtype)
    hint = "give the input a wider dtype, or number ids by `ids: true`"
    why = f"{dtype} cannot hold others"
    return Range(int(bounds.min), int(bounds.max), why, hint)


def range_of_classes(classes: int) -> Range:
    """The class numbers that fit an output of so many units."""
    return Range(
        0,
        classes - 1,
        f"the output has units for the classes 0 to {classes - 1}",
        "number the classes by `ids: true`, or give the output more units",
    )


def fitted(key: Key, values: Array, shape: Shape) -> Array:
    """The array in the shape that the model has, axes of length 1 added or removed.

    Shapes: `shape` without the batch.
    Raises: DataError K603.
    """
    return values.reshape(len(values), *shape_fitted(key, values.shape[1:], shape))


def shape_fitted(key: Key, rows: tuple[int, ...], shape: Shape) -> tuple[int, ...]:
    """The shape of a sample with the axes of length 1 that the model has.

    Raises: DataError K603.
    """
    if _agree(rows, shape):
        return rows
    if _agree((*rows, 1), shape):
        return (*rows, 1)
    if rows and rows[-1] == 1 and _agree(rows[:-1], shape):
        return rows[:-1]
    raise DataError(
        Diagnostic(
            "K603",
            f"a sample of `{key.name}` has the shape {list(rows)}, the model's is "
            f"{list(shape)}",
            key.span,
            hint="change the model's shape, the columns or the window",
        )
    )


def _agree(rows: tuple[int, ...], shape: Shape) -> bool:
    if not is_known(shape) or len(rows) != len(shape):
        return not is_known(shape)
    return all(dim in (None, row) for row, dim in zip(rows, shape, strict=True))
