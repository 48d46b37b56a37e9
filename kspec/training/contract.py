"""The data's side of the model: shapes, types and ranges that have to agree."""

from __future__ import annotations

import numpy as np

from kspec.errors import DataError, Diagnostic
from kspec.graph import Graph, Port
from kspec.layers.core import Embedding
from kspec.layers.objects.object import Object
from kspec.schema.places import Key
from kspec.schema.training import Train
from kspec.shape import Shape
from kspec.training.table import Array, Table, bad_value


def fitted(key: Key, values: Array, shape: Shape) -> Array:
    """The array in the shape that the model has, axes of length 1 added or removed.

    Shapes: `shape` without the batch.
    Raises: DataError K603.
    """
    rows = values.shape[1:]
    if _agree(rows, shape):
        return values
    if _agree((*rows, 1), shape):
        return values[..., None]
    if rows and rows[-1] == 1 and _agree(rows[:-1], shape):
        return values[..., 0]
    raise DataError(
        Diagnostic(
            "K603",
            f"a sample of `{key.name}` has the shape {list(rows)}, the model's is "
            f"{list(shape)}",
            key.span,
            hint="change the model's shape, the columns or the window",
        )
    )


def check_integers(key: Key, values: Array, table: Table) -> None:
    """Whether values that count or name something are whole numbers.

    Raises: DataError K604.
    """
    if values.dtype.kind == "f":
        whole = values == np.floor(values)
        if not whole.all():
            row = tuple(np.argwhere(~whole)[0])
            raise bad_value(table, key, int(row[0]), "a whole number", values[row])


def check_integers_fit(key: Key, values: Array, dtype: str) -> None:
    """Whether integers lie in the range of a dtype, which would wrap them around.

    Raises: DataError K605.
    """
    bounds = np.iinfo(dtype)
    low, high = int(values.min()), int(values.max())
    if low < bounds.min or high > bounds.max:
        message = f"`{key.name}` holds {low} to {high}, which {dtype} cannot hold"
        hint = "give the input a wider dtype, or number ids by `ids: true`"
        raise DataError(Diagnostic("K605", message, key.span, hint=hint))


def check_ids(graph: Graph, key: Key, values: Array) -> None:
    """Whether the embeddings of an input have a row for each id.

    Raises: DataError K605.
    """
    for vertex in graph.vertices:
        if isinstance(vertex.layer, Embedding) and vertex.inputs == (Port(key.name),):
            end = vertex.layer.input_dim
            what = f"`{vertex.name}` has rows for the ids 0 to {end - 1}"
            needed = int(values.max()) + 1
            hint = f"give it `input_dim: {needed}`, or number the ids by `ids: true`"
            _check_range(key, values, end, what, hint)


def check_classes(key: Key, values: Array, classes: int) -> None:
    """Whether class numbers fit an output of so many units.

    Raises: DataError K605.
    """
    what = f"the output has units for the classes 0 to {classes - 1}"
    hint = "number the classes by `ids: true`, or give the output more units"
    _check_range(key, values, classes, what, hint)


def is_sparse(train: Train, name: str) -> bool:
    """Whether an output's loss takes class numbers instead of vectors."""
    loss = train.loss[name] if isinstance(train.loss, dict) else train.loss
    word = type(loss).__name__ if isinstance(loss, Object) else loss
    return word.lower().replace("_", "").startswith("sparse")


def _agree(rows: tuple[int, ...], shape: Shape) -> bool:
    return len(rows) == len(shape) and all(
        dim is None or dim == row for row, dim in zip(rows, shape, strict=True)
    )


def _check_range(key: Key, values: Array, end: int, what: str, hint: str) -> None:
    low, high = int(values.min()), int(values.max())
    if low < 0 or high >= end:
        message = f"`{key.name}` holds {low} to {high}; {what}"
        raise DataError(Diagnostic("K605", message, key.span, hint=hint))
