"""Einstein's summation: products and sums that a formula of letters describes."""

from __future__ import annotations

import re
from typing import Annotated, Any, ClassVar

from kspec.layers.arguments import Check
from kspec.layers.dtypes import NUMBERS, Kinds, promoted
from kspec.layers.layer import Arity, Example
from kspec.layers.operation import Operation
from kspec.shape import Dim, Shape, ShapeError, Tensor, elements, show

_FORM = re.compile(r"[a-z]*(,[a-z]*)*->[a-z]*")


def is_subscripts(value: Any) -> bool:
    """Whether a text says which letters each input has and which the output has.

    Example:
    >>> is_subscripts("bij,bjk->bik"), is_subscripts("ii->i"), is_subscripts("ij->k")
    (True, False, False)
    """
    if not isinstance(value, str) or not _FORM.fullmatch(value):
        return False
    operands, output = value.split("->")
    parts = [*operands.split(","), output]
    once = all(len(set(part)) == len(part) for part in parts)
    return once and set(output) <= set(operands)


Subscripts = Annotated[
    str,
    Check(
        'letters for the axes, such as "bij,bjk->bik"',
        is_subscripts,
        {"type": "string", "pattern": f"^{_FORM.pattern}$"},
    ),
]


class Einsum(Operation):
    """The sum of products over the letters that the output does not have.

    Args:
        subscripts: a small letter for each axis of each input, an arrow, the output's.
    """

    function = "einsum"
    slots: ClassVar[tuple[str, ...]] = ()
    leading: ClassVar[tuple[str, ...]] = ("subscripts",)
    arity: ClassVar[Arity] = Arity(1, None)
    accepts: ClassVar[Kinds] = NUMBERS
    examples: ClassVar[tuple[Example, ...]] = (
        Example({"subscripts": "bij,bjk->bik"}, ((None, 6, 4), (None, 4, 3))),
        Example({"subscripts": "bi->b"}, ((None, 4),)),
    )

    subscripts: Subscripts

    def dtype_of(self, *inputs: Tensor) -> str:
        dtypes = {tensor.dtype for tensor in inputs}
        return "int32" if dtypes == {"int8"} else promoted(*dtypes)

    def shape_of(self, *inputs: Shape) -> Shape:
        output = self.subscripts.split("->")[1]
        sizes = self._sizes(inputs)
        return tuple(sizes[letter] for letter in output)

    def multiply_adds_of(self, *inputs: Shape) -> int:
        """The product of all letters, for the second input and each one after it."""
        return elements(tuple(self._sizes(inputs).values())) * (len(inputs) - 1)

    def _sizes(self, inputs: tuple[Shape, ...]) -> dict[str, Dim]:
        parts = self.subscripts.split("->")[0].split(",")
        if len(parts) != len(inputs):
            raise ShapeError(
                f"`subscripts` has letters for {len(parts)} inputs, got {len(inputs)}",
                argument="subscripts",
            )
        sizes: dict[str, Dim] = {}
        for letters, x in zip(parts, inputs, strict=True):
            self._measure(letters, x, sizes)
        return sizes

    def _measure(self, letters: str, x: Shape, sizes: dict[str, Dim]) -> None:
        if len(letters) != len(x):
            raise ShapeError(
                f"`{letters}` has {len(letters)} letters, and {show(x)} has {len(x)} "
                "axes",
                argument="subscripts",
            )
        for letter, dim in zip(letters, x, strict=True):
            known = sizes.setdefault(letter, dim)
            if None not in (known, dim) and known != dim:
                raise ShapeError(
                    f"`{letter}` is {known} in one input and {dim} in another",
                    argument="subscripts",
                )
            sizes[letter] = dim if known is None else known


OPERATIONS: tuple[type[Operation], ...] = (Einsum,)
"""Every operation of this file."""
