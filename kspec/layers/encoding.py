"""Categories as vectors: the shapes of one-hot, multi-hot and counted outputs."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Annotated, Literal

from kspec.layers.arguments import Choice
from kspec.shape import Shape, ShapeError, show

OutputMode = Annotated[Literal["int", "one_hot", "multi_hot", "count"], Choice()]

NO_SPARSE: Mapping[str, str] = {"sparse": "layers take dense tensors"}
NO_TRAINABLE: Mapping[str, str] = {
    "trainable": "Keras takes none here: it has no weights"
}


def one_hot(x: Shape, depth: int) -> Shape:
    """The shape with a vector for each element; a last dimension of 1 gives way to it.

    Example:
    >>> one_hot((None, 3), 4), one_hot((None, 1), 4), one_hot((None,), 4)
    ((None, 3, 4), (None, 4), (None, 4))

    Raises: ShapeError where the last dimension is unknown, so that nothing says which.
    Source: keras.src.utils.numerical_utils.encode_categorical_inputs.
    """
    if len(x) > 1 and x[-1] is None:
        raise ShapeError(
            f"needs a known last dimension for `one_hot`, got {show(x)}",
            hint="1 gives way to the vectors, and other sizes stay beside them",
            argument="output_mode",
        )
    return (*x[:-1], depth) if len(x) > 1 and x[-1] == 1 else (*x, depth)


def counted(x: Shape, depth: int, mode: str) -> Shape:
    """The shape with one vector for all elements of an example.

    Example:
    >>> counted((None, 3), 4, "count")
    (None, 4)

    Raises: ShapeError where the elements do not stand along one axis.
    """
    if len(x) != 2:
        hint = "put Reshape before it, or write `output_mode: one_hot`"
        raise ShapeError(
            f"needs 2 dimensions (batch, elements) for `{mode}`, got {show(x)}",
            hint="give the input `shape: [1]`" if len(x) == 1 else hint,
            argument="output_mode",
        )
    return (x[0], depth)


def encoded(x: Shape, depth: int, mode: str) -> Shape:
    """The shape of the ids themselves, or of the vectors that stand for them."""
    if mode == "int":
        return x
    return one_hot(x, depth) if mode == "one_hot" else counted(x, depth, mode)
