"""Fully connected along any axes, which an equation names."""

from __future__ import annotations

import re
from collections.abc import Mapping
from dataclasses import dataclass
from typing import Annotated, Any, ClassVar, Self

from pydantic import model_validator

from kspec.layers.arguments import Check, is_int
from kspec.layers.core import FINE_TUNING
from kspec.layers.layer import Example, Family, Layer
from kspec.layers.objects.activations import Activation
from kspec.layers.objects.constraints import Constraint
from kspec.layers.objects.initializers import Initializer
from kspec.layers.objects.regularizers import Regularizer
from kspec.layers.spatial import conflict
from kspec.shape import Dim, Shape, ShapeError, Weight, elements, show

PLAIN = r"(?P<inputs>[a-zA-Z]+),(?P<kernel>[a-zA-Z]+)->(?P<outputs>[a-zA-Z]+)"
FORMS = (
    PLAIN,
    PLAIN.replace("(?P<inputs>", r"\.\.\.(?P<inputs>").replace("->", r"->\.\.\."),
    PLAIN.replace("+),", r"{2,})\.\.\.,") + r"\.\.\.",
)
PATTERN = "|".join(re.sub(r"\?P<\w+>", "", form) for form in FORMS)


@dataclass(frozen=True, slots=True)
class Equation:
    """The axes of an einsum by letter: of the inputs, the kernel and the outputs.

    Args:
        elided: where `...` stands, "first" or "last"; empty without it.
    """

    inputs: str
    kernel: str
    outputs: str
    elided: str = ""

    @property
    def repeated(self) -> str | None:
        """A letter that one side names twice."""
        sides = (self.inputs, self.kernel, self.outputs)
        return next((c for side in sides for c in side if side.count(c) > 1), None)

    @property
    def unknown(self) -> str | None:
        """A letter that nothing gives a size."""
        given = {*self.inputs, *self.kernel}
        sized = {*self.inputs, *self.outputs}
        lost = [*(c for c in self.outputs if c not in given)]
        return next(iter([*lost, *(c for c in self.kernel if c not in sized)]), None)


def equation(text: str) -> Equation | None:
    """The equation that a text writes, or None where it writes none.

    Example:
    >>> equation("...ab,bc->...ac")
    Equation(inputs='ab', kernel='bc', outputs='ac', elided='first')
    >>> equation("ab->ba") is None
    True
    """
    for form, elided in zip(FORMS, ("", "first", "last"), strict=True):
        found = re.fullmatch(form, text)
        if found:
            return Equation(**found.groupdict(), elided=elided)
    return None


def is_partial(value: Any) -> bool:
    """Whether the value is a list of dimensions."""
    return isinstance(value, tuple) and all(d is None or is_int(d, 1) for d in value)  # pyright: ignore


Letters = Annotated[
    str,
    Check(
        "an equation such as `ab,bc->ac`, or with `...` first or last on both sides",
        lambda v: isinstance(v, str) and equation(v) is not None,
        {"type": "string", "pattern": f"^({PATTERN})$"},
    ),
]
PartialShape = Annotated[
    int | tuple[int | None, ...],
    Check(
        "a positive integer, or a list of them with null for what the input says",
        lambda v: is_int(v, 1) or is_partial(v),
        {
            "anyOf": [
                {"type": "integer", "minimum": 1},
                {
                    "type": "array",
                    "items": {"type": ["integer", "null"], "minimum": 1},
                },
            ]
        },
    ),
]
AxisLetters = Annotated[
    str,
    Check(
        "letters of the equation",
        lambda v: isinstance(v, str) and re.fullmatch("[a-zA-Z]+", v) is not None,
        {"type": "string", "pattern": "^[a-zA-Z]+$"},
    ),
]


class EinsumDense(Layer):
    """Fully connected along the axes that an equation leaves out of its result.

    Shapes: as the equation says; the batch comes first
    Args:
        equation: the input's axes, the kernel's and the output's, a letter each.
        output_shape: the output's dimensions without the batch and those under `...`.
        bias_axes: the letters of the output along which the bias differs.
    Source: keras.layers.EinsumDense.
    """

    family: ClassVar[Family] = "core"
    refused: ClassVar[Mapping[str, str]] = {
        **FINE_TUNING,
        "gptq_unpacked_column_size": FINE_TUNING["quantization_config"],
    }
    examples: ClassVar[tuple[Example, ...]] = (
        Example({"equation": "ab,bc->ac", "output_shape": 8}, ((None, 4),)),
        Example(
            {"equation": "abc,cd->abd", "output_shape": [None, 8], "bias_axes": "d"},
            ((None, 6, 4),),
        ),
        Example(
            {"equation": "...x,xy->...y", "output_shape": 8, "bias_axes": "y"},
            ((None, 6, 4),),
        ),
    )

    equation: Letters
    output_shape: PartialShape
    activation: Activation | None = None
    bias_axes: AxisLetters | None = None
    kernel_initializer: Initializer = "glorot_uniform"
    bias_initializer: Initializer = "zeros"
    kernel_regularizer: Regularizer | None = None
    bias_regularizer: Regularizer | None = None
    kernel_constraint: Constraint | None = None
    bias_constraint: Constraint | None = None

    @model_validator(mode="after")
    def _names_its_axes(self) -> Self:
        wrong = self._equation_fault()
        if wrong:
            raise conflict("equation", wrong)
        for letter in self.bias_axes or "":
            if letter not in self.axes.outputs:
                raise conflict(
                    "bias_axes",
                    f"`bias_axes` names `{letter}`, which is no axis of the output, "
                    f"`{self.axes.outputs}`",
                )
        return self

    def _equation_fault(self) -> str | None:
        axes = self.axes
        if axes.repeated:
            return f"`equation` names the axis `{axes.repeated}` twice on one side"
        if axes.unknown:
            return f"nothing gives the axis `{axes.unknown}` of `equation` a size"
        if axes.elided != "first" and axes.inputs[0] != axes.outputs[0]:
            return (
                f"`equation` moves the batch, `{axes.inputs[0]}`, which comes first in "
                "the output too"
            )
        return None

    @property
    def axes(self) -> Equation:
        """The axes of the equation."""
        found = equation(self.equation)
        assert found
        return found

    def shape_of(self, x: Shape) -> Shape:
        return self._sized(x)[1]

    def weights_of(self, x: Shape) -> tuple[Weight, ...]:
        sizes, output = self._sized(x)
        kernel = tuple(self._size(sizes, letter, x) for letter in self.axes.kernel)
        weights = (Weight("kernel", kernel),)
        if self.bias_axes is None:
            return weights
        return (*weights, Weight("bias", self._bias(sizes, output, x)))

    def multiply_adds_of(self, x: Shape) -> int:
        """Each element of the input meets each axis of the kernel that it lacks."""
        kernel, *_ = self.weights_of(x)
        sizes = zip(self.axes.kernel, kernel.shape, strict=True)
        beyond = [size for letter, size in sizes if letter not in self.axes.inputs]
        return elements(x) * elements(tuple(beyond))

    def _sized(self, x: Shape) -> tuple[dict[str, Dim], Shape]:
        """The size of each axis, the output's first, and the whole output."""
        axes = self.axes
        hidden = self._hidden(x)
        output = self._output(x, hidden)
        first = hidden if axes.elided == "first" else 0
        given = dict(zip(axes.inputs, x[first:], strict=False))
        made = dict(zip(axes.outputs, output[first:], strict=False))
        for letter in given.keys() & made.keys():
            if made[letter] is not None and made[letter] != given[letter]:
                raise ShapeError(
                    f"`output_shape` says {made[letter]} along `{letter}`, which is "
                    f"{given[letter]} in the input, {show(x)}",
                    hint=f"write null for `{letter}`, or what the input has",
                    argument="output_shape",
                )
        return {**given, **made}, output

    def _hidden(self, x: Shape) -> int:
        """How many axes `...` stands for."""
        axes = self.axes
        count = len(x) - len(axes.inputs)
        if count < 0 or (count and not axes.elided):
            least = " or more" if axes.elided else ""
            raise ShapeError(
                f"`equation` names {len(axes.inputs)} axes of the input{least}, got "
                f"{show(x)}",
                argument="equation",
            )
        if axes.elided == "first" and not count and axes.inputs[0] != axes.outputs[0]:
            raise ShapeError(
                f"`equation` leaves no axis of {show(x)} for the batch",
                argument="equation",
            )
        return count

    def _output(self, x: Shape, hidden: int) -> Shape:
        axes = self.axes
        size = self.output_shape
        named = (size,) if isinstance(size, int) else size
        batch_is_hidden = axes.elided == "first" and hidden > 0
        wanted = len(axes.outputs) - (not batch_is_hidden)
        if len(named) != wanted:
            letters = axes.outputs[len(axes.outputs) - wanted :]
            raise ShapeError(
                f"`output_shape` needs {wanted} dimensions, one for each letter of "
                f"`{letters}`, got {len(named)}",
                argument="output_shape",
            )
        if axes.elided == "last":
            return (x[0], *named, *x[len(axes.inputs) :])
        return (x[0], *self._between(x, hidden), *named)

    def _between(self, x: Shape, hidden: int) -> Shape:
        """The axes under a leading `...` after the batch, as Keras tells them."""
        between = x[1:hidden] if self.axes.elided == "first" else ()
        if between != between[::-1]:
            raise ShapeError(
                f"`...` stands for {show(between)} after the batch, whose order Keras "
                "turns round in its shapes",
                hint="write a letter for each axis",
                argument="equation",
            )
        return between

    def _bias(self, sizes: dict[str, Dim], output: Shape, x: Shape) -> tuple[int, ...]:
        axes, along = self.axes, self.bias_axes or ""
        first = min(axes.outputs.index(letter) for letter in along)
        shape = tuple(
            self._size(sizes, letter, x) if letter in along else 1
            for letter in axes.outputs[first:]
        )
        after = len(output) - len(axes.outputs) if axes.elided == "last" else 0
        return (*shape, *(1,) * after)

    def _size(self, sizes: dict[str, Dim], letter: str, x: Shape) -> int:
        size = sizes[letter]
        if size is None:
            raise ShapeError(
                f"needs a known size along `{letter}`, got {show(x)}",
                hint=f"its weights depend on it: give `{letter}` a number in "
                "`output_shape`, or in the input",
                argument="output_shape",
            )
        return size
