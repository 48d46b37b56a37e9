"""Columns of lists: each brought to the length that the model's input has."""

from __future__ import annotations

import numpy as np

from kspec.training.table import Array


def are_sequences(values: Array) -> bool:
    """Whether the cells are lists, such as the word numbers of texts."""
    first = values.flat[0] if values.dtype.kind == "O" and values.size else None
    return is_list(first)


def padded(values: Array, length: int | None) -> Array:
    """The lists in an array: zeros before a short one, of a long one its end.

    Args:
        length: that of all; None for that of the longest. Cells that are no list are
            missing.

    Shapes: (rows) → (rows, length)

    Example:
    >>> lists = np.empty(2, object)
    >>> lists[:] = [[1, 2, 3], [4]]
    >>> padded(lists, 2).tolist()
    [[2.0, 3.0], [0.0, 4.0]]
    """
    sizes = [len(v) if is_list(v) else 0 for v in values]
    length = max(sizes, default=0) if length is None else length
    found = np.zeros((len(values), length))
    for at, value in enumerate(values):
        if not is_list(value):
            found[at] = np.nan
        elif len(value) and length:
            kept = np.asarray(value[-length:], np.float64)
            found[at, length - len(kept) :] = kept
    return found


def is_list(value: object) -> bool:
    """Whether a cell is a list."""
    return isinstance(value, list | tuple | np.ndarray)
