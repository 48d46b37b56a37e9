"""Operations: functions of `keras.ops` as nodes of the graph, such as `ops.add`.

A tensor argument may be given a constant instead: `{type: ops.multiply, x2: 0.5}`.
"""

from __future__ import annotations

from collections.abc import Mapping
from typing import ClassVar

from kspec.layers.layer import Family, Layer

NO_WEIGHTS = "an operation has no weights"


class Operation(Layer):
    """A function of `keras.ops`: its fields are the arguments that are not tensors.

    A subclass sets `function`, the name in `keras.ops`, and `slots`, its tensor
    arguments. A field of a slot's name lets a constant stand in the tensor's place.
    """

    family: ClassVar[Family] = "operation"
    function: ClassVar[str]
    refused: ClassVar[Mapping[str, str]] = {
        "trainable": NO_WEIGHTS,
        "dtype": "an operation takes the dtype of its tensors; use `ops.cast`",
    }

    @classmethod
    def kind(cls) -> str:
        return f"ops.{cls.function}"

    @classmethod
    def target(cls) -> str:
        return f"keras.ops.{cls.function}"
