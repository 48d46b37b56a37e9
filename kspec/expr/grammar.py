"""What an expression may hold: operators, functions, words and limits.

A comparison may be chained and means what it means in Python: `0 < k <= n` is
`0 < k and k <= n`.
"""

from __future__ import annotations

import keyword
import math
from collections.abc import Callable
from dataclasses import dataclass
from typing import Any

MAX_CHARACTERS = 256
MAX_NODES = 64
MAX_NESTING = 16
MAX_NUMBER = 2**53
MAX_RESULT_BYTES = 4096

CONDITIONAL, OR, AND, NOT, COMPARISON, SUM, PRODUCT, SIGN, ATOM = range(1, 10)
"""How strongly operators bind, the weakest first."""

COMPARISONS = frozenset({"==", "!=", "<", "<=", ">", ">="})

INFIX: dict[str, int] = {
    "if": CONDITIONAL,
    "or": OR,
    "and": AND,
    **dict.fromkeys(COMPARISONS, COMPARISON),
    **dict.fromkeys(("+", "-"), SUM),
    **dict.fromkeys(("*", "/", "//", "%"), PRODUCT),
}


@dataclass(frozen=True, slots=True)
class Function:
    """A function that expressions may call: numbers in, a number out."""

    call: Callable[..., Any]
    python: str
    least: int = 1
    most: int | None = 1


FUNCTIONS: dict[str, Function] = {
    "min": Function(min, "min", 2, None),
    "max": Function(max, "max", 2, None),
    "abs": Function(abs, "abs"),
    "round": Function(round, "round"),
    "floor": Function(math.floor, "math.floor"),
    "ceil": Function(math.ceil, "math.ceil"),
    "int": Function(int, "int"),
}

CONSTANTS: dict[str, bool] = {"true": True, "false": False}

RESERVED = frozenset({*FUNCTIONS, *CONSTANTS, *keyword.kwlist})
"""Words that no parameter can have for its name."""

_TERNARY = "write `a if condition else b`"
_POWER = "there are no powers; multiply, such as `k * k`"
_VALUES = "values are numbers, texts, `true` and `false`"

REFUSED: dict[str, str] = {
    "**": _POWER,
    "^": _POWER,
    "&&": "write `and`",
    "&": "write `and`",
    "||": "write `or`",
    "|": "write `or`",
    "!": "write `not`",
    "~": "write `not`",
    "=": "write `==` to compare",
    "===": "write `==`",
    "!==": "write `!=`",
    "<>": "write `!=`",
    ":=": "write `==` to compare",
    "?": _TERNARY,
    ":": _TERNARY,
    "<<": "multiply by a power of two",
    ">>": "write `//` and a power of two",
    "@": "write `*` to multiply",
    ".": "there are no attributes; write the name of a parameter",
    "[": f"there are no lists or subscripts; {_VALUES}",
    "]": f"there are no lists or subscripts; {_VALUES}",
    "{": f"there are no mappings or sets; {_VALUES}",
    "}": f"there are no mappings or sets; {_VALUES}",
    "$": "inside `$(…)` a name stands alone, such as `k`",
}
"""Operators of other languages, each with what to write instead."""

WORDS: dict[str, str] = {
    "True": "write `true`",
    "False": "write `false`",
    "TRUE": "write `true`",
    "FALSE": "write `false`",
    "None": _VALUES,
    "null": _VALUES,
    "is": "write `==`",
    "in": "write `==` and `or`",
    "AND": "write `and`",
    "OR": "write `or`",
    "NOT": "write `not`",
    "then": _TERNARY,
    "elif": _TERNARY,
    "pow": _POWER,
    "mod": "write `%`",
    "div": "write `//`",
    "str": "a text is put together outside: `layer $(i)`",
    "float": "write `x * 1.0`",
    "sqrt": f"there are no roots; the functions are {', '.join(FUNCTIONS)}",
}
"""Words of other languages, each with what to write instead."""

LOOKALIKES: dict[str, str] = {
    "×": "*",
    "·": "*",
    "÷": "/",
    "∕": "/",
    "−": "-",
    "–": "-",
    "—": "-",
    "≤": "<=",
    "≥": ">=",
    "≠": "!=",
    "“": '"',
    "”": '"',
    "‘": "'",
    "’": "'",
    "、": ",",
}
"""Characters that editors and input methods put for operators."""
