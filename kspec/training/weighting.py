"""What each example counts in the loss: the weights of classes and of samples."""

from __future__ import annotations

from typing import Any

import numpy as np

from kspec.errors import DataError, Diagnostic, Span
from kspec.graph import Graph
from kspec.schema.training import Train, is_sparse
from kspec.training.table import Array


def class_weights(
    train: Train, graph: Graph, targets: dict[str, Array], span: Span | None = None
) -> dict[str, Array]:
    """The weight of each class, for the outputs that weigh theirs.

    `balanced` gives each class the same share in the loss: rows / (classes · its rows).

    Args:
        targets: the encoded targets of the training part.

    Raises: DataError K607 where an output tells no classes, or has another number.
    """
    given = train.class_weight
    if given is None:
        return {}
    by_output: dict[str, Any] = (
        given if isinstance(given, dict) else _for_the_only(graph, given, span)
    )
    found: dict[str, Array] = {}
    for name, weights in by_output.items():
        numbers, classes = _classes(train, graph, name, targets[name], span)
        if weights == "balanced":
            counts = np.bincount(numbers, minlength=classes)
            found[name] = len(numbers) / (classes * np.maximum(counts, 1))
        elif len(weights) != classes:
            raise _no_class_weights(
                f"`class_weight` has {len(weights)} numbers for the {classes} classes "
                f"of `{name}`",
                span,
            )
        else:
            found[name] = np.asarray(weights)
    return found


def weights_of_rows(per_class: Array, target: Array) -> Array:
    """The weight of each row by its class.

    Example:
    >>> weights_of_rows(np.array([1.0, 3.0]), np.array([[1, 0], [0, 1]])).tolist()
    [1.0, 3.0]
    """
    return per_class[class_numbers(target)].astype(np.float32)


def class_numbers(target: Array) -> Array:
    """The classes of one-hot vectors, of sparse targets or of zeros and ones."""
    if target.ndim > 1 and target.shape[-1] > 1:
        return target.argmax(-1)
    return target.reshape(len(target)).astype(np.int64)


def _for_the_only(graph: Graph, given: Any, span: Span | None) -> dict[str, Any]:
    first, *others = graph.outputs.names
    if others:
        message = "`class_weight` of a model with several outputs has to name one"
        raise _no_class_weights(message, span, hint=f"write `{{{first}: …}}`")
    return {first: given}


def _classes(
    train: Train, graph: Graph, name: str, target: Array, span: Span | None
) -> tuple[Array, int]:
    port = graph.outputs.ports[graph.outputs.names.index(name)]
    shape = graph.tensor(port).shape
    units = (shape[-1] if shape else None) or 1
    vectors = int(np.prod(target.shape[1:])) == units > 1
    zeros_and_ones = units == 1 and bool(np.isin(target, (0, 1)).all())
    if target.ndim > 2 or not (is_sparse(train, name) or vectors or zeros_and_ones):
        raise _no_class_weights(f"`{name}` does not tell classes", span)
    return class_numbers(target), max(units, 2)


def _no_class_weights(
    message: str, span: Span | None, hint: str | None = None
) -> DataError:
    return DataError(Diagnostic("K607", message, span, hint=hint))
