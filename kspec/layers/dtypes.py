"""Dtypes: which of them an operation takes, and which one its result has.

Keras's rules on TensorFlow, where 64 bits stay 64 bits but for `uint64`. Source:
keras.src.backend.common.dtypes.
"""

from __future__ import annotations

import functools
from dataclasses import dataclass

from kspec.shape import ShapeError

_HIGHER: dict[str, tuple[str, ...]] = {
    "bool": ("int",),
    "int": ("uint8", "int8"),
    "uint8": ("int16", "uint16"),
    "uint16": ("int32", "uint32"),
    "uint32": ("int64", "uint64"),
    "uint64": ("float",),
    "int8": ("int16",),
    "int16": ("int32",),
    "int32": ("int64",),
    "int64": ("float",),
    "float": ("bfloat16", "float16"),
    "bfloat16": ("float32",),
    "float16": ("float32",),
    "float32": ("float64",),
    "float64": (),
}
"""The next higher dtypes of each; `int` and `float` are those of plain numbers."""

_RESOLVED = {"int": "int32", "float": "float32", "uint64": "uint32"}


@functools.cache
def promoted(*dtypes: str) -> str:
    """The dtype of a result of tensors of these; `int` and `float` are constants.

    Example:
    >>> promoted("int32", "float16"), promoted("uint8", "int")
    ('float16', 'uint8')
    >>> promoted("float16", "bfloat16"), promoted("uint64", "uint64")
    ('float32', 'uint32')
    """
    common = frozenset[str].intersection(*map(_reachable, dtypes))
    (least,) = {dtype for dtype in common if common <= _reachable(dtype)}
    return _RESOLVED.get(least, least)


def floated(*dtypes: str) -> str:
    """The dtype of a result that has a fraction: integers become `float32`.

    Example:
    >>> floated("int64"), floated("bool", "float16")
    ('float32', 'float16')
    """
    return promoted(*dtypes, "float")


def widened(dtype: str) -> str:
    """The dtype of a sum: small integers are added up in 32 bits.

    Example:
    >>> widened("bool"), widened("uint8"), widened("int64"), widened("float16")
    ('int32', 'uint32', 'int64', 'float16')
    """
    if dtype in ("bool", "int8", "int16"):
        return "int32"
    return "uint32" if dtype in ("uint8", "uint16") else dtype


@functools.cache
def _reachable(dtype: str) -> frozenset[str]:
    return frozenset({dtype}).union(*map(_reachable, _HIGHER[dtype]))


@dataclass(frozen=True, slots=True)
class Kinds:
    """Dtypes that an operation takes, and what they are called in messages."""

    noun: str
    members: frozenset[str]

    def require(self, dtype: str) -> None:
        """Refuse a dtype that does not belong here.

        Raises: ShapeError.
        """
        if dtype in self.members:
            return
        common = next(d for d in ("float32", "int32", "bool") if d in self.members)
        raise ShapeError(
            f"needs {self.noun}, got {dtype}",
            hint=f"put `{{type: ops.cast, dtype: {common}}}` before it",
        )


_FLOATS = frozenset({"float16", "bfloat16", "float32", "float64"})
_SIGNED = frozenset({"int8", "int16", "int32", "int64"})
_UNSIGNED = frozenset({"uint8", "uint16", "uint32", "uint64"})

FLOATS = Kinds("floating-point numbers", _FLOATS)
INTEGERS = Kinds("integers", _SIGNED | _UNSIGNED)
INDICES = Kinds(
    "indices, which are int16, int32 or int64", frozenset({"int16", "int32", "int64"})
)
SIGNED = Kinds("signed numbers", _SIGNED | _FLOATS)
NUMBERS = Kinds("numbers", _SIGNED | _UNSIGNED | _FLOATS)
ANY = Kinds("numbers or booleans", NUMBERS.members | {"bool"})


def check_constant(value: float, dtype: str, argument: str) -> None:
    """Refuse a constant that a tensor of integers cannot hold.

    Raises: ShapeError.
    """
    if dtype not in INTEGERS.members:
        return
    bits = int(dtype.lstrip("uint"))
    high = 2**bits if dtype in _UNSIGNED else 2 ** (bits - 1)
    low = 0 if dtype in _UNSIGNED else -high
    if isinstance(value, int) and low <= value < high:
        return
    raise ShapeError(
        f"`{argument}` is {value}, and {dtype} holds integers from {low} to {high - 1}",
        hint="put `{type: ops.cast, dtype: float32}` before it",
        argument=argument,
    )
