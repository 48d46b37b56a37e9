"""Operations: functions of `keras.ops` as nodes of the graph, such as `ops.add`.

A tensor argument may be given a constant instead: `{type: ops.multiply, x2: 0.5}`.
"""

from __future__ import annotations

import itertools
from collections.abc import Container, Mapping, Sequence
from typing import Any, ClassVar

from kspec.layers.calling import Calling
from kspec.layers.dtypes import ANY, Kinds, check_constant, promoted
from kspec.layers.layer import Family, Layer
from kspec.shape import Tensor

NO_WEIGHTS = "an operation has no weights"


class Operation(Layer):
    """A function of `keras.ops`: its fields are the arguments that are not tensors.

    A subclass sets `function`, the name in `keras.ops`, and `slots`, its tensor
    arguments. A field of a slot's name lets a constant stand in the tensor's place.
    """

    family: ClassVar[Family] = "operation"
    function: ClassVar[str]
    slots: ClassVar[tuple[str, ...]] = ("x",)
    leading: ClassVar[tuple[str, ...]] = ()
    """The arguments that stand before the tensors in Keras's signature."""
    calling: ClassVar[type[Calling]] = Calling
    accepts: ClassVar[Kinds] = ANY
    """The dtypes that it computes in."""
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

    def implied(self, name: str) -> Any:
        return type(self).model_fields[name].get_default()

    def is_in_order(self, given: Container[str]) -> bool:
        """Whether no constant stands between tensors.

        Args:
            given: the arguments; those of a slot's name are constants.
        """
        runs = itertools.groupby(self.slots, given.__contains__)
        return sum(1 for is_constant, _ in runs if not is_constant) < 2

    def unnamed(self, given: Sequence[str]) -> tuple[int, int]:
        """How many arguments stand before the tensors, and how many need no name.

        Args:
            given: the arguments, in order.

        Example:
        >>> from kspec.layers.operations.arithmetic import Subtract
        >>> Subtract(x1=1).unnamed(["x1"]), Subtract(x2=1).unnamed(["x2"])
        ((1, 1), (0, 1))
        """
        if not self.is_in_order(given):
            return 0, 0
        ahead = [*itertools.takewhile(given.__contains__, self.slots)]
        behind = [slot for slot in self.slots[len(ahead) :] if slot in given]
        fields = type(self).model_fields
        required = [key for key, info in fields.items() if info.is_required()]
        order = [*ahead, *behind, *(key for key in required if key not in self.slots)]
        equal = itertools.takewhile(
            lambda pair: pair[0] == pair[1], zip(given, order, strict=False)
        )
        return len(ahead) + len(self.leading), sum(1 for _ in equal)

    @property
    def constants(self) -> dict[str, int | float]:
        """The numbers that stand in a tensor's place, by slot."""
        given = [slot for slot in self.slots if slot in self.model_fields_set]
        return {slot: getattr(self, slot) for slot in given}

    def promoted(self, *inputs: Tensor) -> str:
        """The common dtype of the inputs and constants."""
        dtypes = [tensor.dtype for tensor in inputs]
        numbers = [type(value).__name__ for value in self.constants.values()]
        return promoted(*dtypes, *numbers) if dtypes[1:] or numbers else dtypes[0]

    def dtype_of(self, *inputs: Tensor) -> str:
        return self.promoted(*inputs)

    def outputs_of(self, *inputs: Tensor) -> tuple[Tensor, ...]:
        for tensor in inputs:
            self._check_dtype(tensor)
        self.check_dtypes(*inputs)
        shapes = self.shapes_of(*(tensor.shape for tensor in inputs))
        dtypes = self.dtypes_of(*inputs)
        dtypes *= len(shapes) if len(dtypes) == 1 else 1
        return tuple(map(Tensor, shapes, dtypes))

    def dtypes_of(self, *inputs: Tensor) -> tuple[str, ...]:
        """The dtype of each output, or one for all."""
        return (self.dtype_of(*inputs),)

    def check_dtypes(self, *inputs: Tensor) -> None:
        """Refuse inputs and constants that it cannot compute with.

        Raises: ShapeError.
        """
        common = self.promoted(*inputs)
        self.accepts.require(common)
        for slot, value in self.constants.items():
            check_constant(value, common, slot)
