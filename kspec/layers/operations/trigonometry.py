"""Angles, waves and their hyperbolic kin, element by element."""

from __future__ import annotations

from kspec.layers.dtypes import floated
from kspec.layers.operation import Operation
from kspec.layers.operations.elementwise import Elementwise, Fractional
from kspec.shape import Tensor


class Sin(Fractional):
    """The sine."""

    function = "sin"


class Cos(Fractional):
    """The cosine."""

    function = "cos"


class Tan(Fractional):
    """The tangent."""

    function = "tan"


class Arcsin(Fractional):
    """The angle of a sine."""

    function = "arcsin"


class Arccos(Fractional):
    """The angle of a cosine."""

    function = "arccos"


class Arctan(Fractional):
    """The angle of a tangent."""

    function = "arctan"


class Sinh(Fractional):
    """The hyperbolic sine."""

    function = "sinh"


class Cosh(Fractional):
    """The hyperbolic cosine."""

    function = "cosh"


class Tanh(Fractional):
    """The hyperbolic tangent, from -1 to 1."""

    function = "tanh"


class Arcsinh(Fractional):
    """The inverse of the hyperbolic sine."""

    function = "arcsinh"


class Arccosh(Fractional):
    """The inverse of the hyperbolic cosine."""

    function = "arccosh"


class Arctanh(Fractional):
    """The inverse of the hyperbolic tangent."""

    function = "arctanh"


class Sinc(Fractional):
    """The sine of π times each value, divided by that."""

    function = "sinc"


class Deg2rad(Elementwise):
    """Degrees as radians."""

    function = "deg2rad"

    def dtype_of(self, *inputs: Tensor) -> str:
        return "float64" if inputs[0].dtype == "int64" else floated(inputs[0].dtype)


class Rad2deg(Deg2rad):
    """Radians as degrees."""

    function = "rad2deg"


OPERATIONS: tuple[type[Operation], ...] = (
    Sin, Cos, Tan, Arcsin, Arccos, Arctan, Sinc,
    Sinh, Cosh, Tanh, Arcsinh, Arccosh, Arctanh, Deg2rad, Rad2deg,
)  # fmt: skip
"""Every operation of this file."""
