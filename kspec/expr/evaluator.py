"""The value of a formula.

Numbers are integers and floats, never booleans; texts can be compared for equality
and chosen between, nothing else. Only the branch that counts is evaluated.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping
from typing import Any

from kspec.errors import did_you_mean
from kspec.expr.errors import ExprError
from kspec.expr.formula import Expression, Formula, Template
from kspec.expr.grammar import FUNCTIONS, MAX_NUMBER, MAX_RESULT_BYTES, WORDS
from kspec.expr.tree import (
    Arithmetic,
    Call,
    Comparison,
    Conditional,
    Constant,
    Logic,
    Name,
    Tree,
    Value,
)

Number = int | float
Names = Mapping[str, Value]

_SIGNS: dict[str, Callable[[Any], Any]] = {"-": lambda x: -x, "+": lambda x: x}
_ARITHMETIC: dict[str, Callable[[Any, Any], Any]] = {
    "+": lambda x, y: x + y,
    "-": lambda x, y: x - y,
    "*": lambda x, y: x * y,
    "/": lambda x, y: x / y,
    "//": lambda x, y: x // y,
    "%": lambda x, y: x % y,
}
_COMPARISONS: dict[str, Callable[[Any, Any], bool]] = {
    "==": lambda x, y: x == y,
    "!=": lambda x, y: x != y,
    "<": lambda x, y: x < y,
    "<=": lambda x, y: x <= y,
    ">": lambda x, y: x > y,
    ">=": lambda x, y: x >= y,
}


def evaluate(formula: Formula, names: Names) -> Value:
    """The value: typed for an expression, a text for a template.

    Raises: ExprError, its offset counted in the string that was parsed.

    Example:
    >>> from kspec.expr.formula import parse
    >>> evaluate(parse("$(k // 4)"), {"k": 130})
    32
    >>> evaluate(parse("hidden $(k), deep: $(k > 64)"), {"k": 128})
    'hidden 128, deep: true'
    """
    if isinstance(formula, Expression):
        return _value(formula.tree, names)
    return _filled(formula, names)


def _filled(template: Template, names: Names) -> str:
    filled: list[str] = []
    room = MAX_RESULT_BYTES
    for part in template.parts:
        text = part if isinstance(part, str) else shown(_value(part.tree, names))
        filled.append(text)
        room -= len(text.encode("utf-8", "surrogatepass"))
        if room < 0:
            offset = 0 if isinstance(part, str) else part.tree.offset
            message = f"expected a text of at most {MAX_RESULT_BYTES} bytes, got more"
            raise ExprError(message, offset)
    return "".join(filled)


def shown(value: Value) -> str:
    """The value as a template writes it.

    Example:
    >>> shown(True), shown(1e-3), shown("relu")
    ('true', '0.001', 'relu')
    """
    if isinstance(value, bool):
        return "true" if value else "false"
    return value if isinstance(value, str) else repr(value)


def _value(tree: Tree, names: Names) -> Value:
    match tree:
        case Constant():
            return tree.value
        case Name():
            return _named(tree, names)
        case Arithmetic() | Call():
            return _computed(tree, names)
        case Comparison():
            return _compared(tree, names)
        case Logic():
            return _logic(tree, names)
        case Conditional():
            holds = _boolean(tree.condition, names, "if")
            return _value(tree.body if holds else tree.orelse, names)


def _named(tree: Name, names: Names) -> Value:
    if tree.name not in names:
        hint = did_you_mean(tree.name, names) or WORDS.get(tree.name)
        raise ExprError(f"unknown name `{tree.name}`", tree.offset, hint)
    value = names[tree.name]
    if isinstance(value, str | bool):
        return value
    if type(value) in (int, float):
        return _bounded(value, tree.offset)
    message = f"expected `{tree.name}` to be a number, a text, true or false"
    raise ExprError(f"{message}, got {_brief(value)}", tree.offset)


def _computed(tree: Arithmetic | Call, names: Names) -> Number:
    match tree:
        case Call(word, operands):
            function = FUNCTIONS[word].call
        case Arithmetic(word, operands):
            function = (_SIGNS if len(operands) == 1 else _ARITHMETIC)[word]
    numbers = [_number(operand, names, word) for operand in operands]
    try:
        return _bounded(function(*numbers), tree.offset)
    except ZeroDivisionError:
        raise ExprError(f"`{word}` by zero", tree.offset) from None


def _compared(tree: Comparison, names: Names) -> bool:
    first, *rest = tree.operands
    left = _value(first, names)
    for symbol, operand, offset in zip(tree.operators, rest, tree.offsets, strict=True):
        right = _value(operand, names)
        _check_comparable(symbol, left, right, offset)
        if not _COMPARISONS[symbol](left, right):
            return False
        left = right
    return True


def _check_comparable(symbol: str, left: Value, right: Value, offset: int) -> None:
    kinds = {_kind(left), _kind(right)}
    got = f"got {_brief(left)} and {_brief(right)}"
    if symbol not in ("==", "!=") and kinds != {"number"}:
        raise ExprError(f"`{symbol}` compares numbers, {got}", offset)
    if len(kinds) > 1:
        raise ExprError(f"`{symbol}` compares values of one type, {got}", offset)


def _logic(tree: Logic, names: Names) -> bool:
    first = _boolean(tree.operands[0], names, tree.operator)
    if tree.operator == "not":
        return not first
    decided = first is (tree.operator == "or")
    return first if decided else _boolean(tree.operands[1], names, tree.operator)


def _boolean(tree: Tree, names: Names, word: str) -> bool:
    value = _value(tree, names)
    if isinstance(value, bool):
        return value
    message = f"`{word}` takes true or false, got {_brief(value)}"
    raise ExprError(message, tree.offset, "compare it, such as `k > 0`")


def _number(tree: Tree, names: Names, word: str) -> Number:
    value = _value(tree, names)
    if isinstance(value, bool | str):
        raise ExprError(f"`{word}` takes numbers, got {_brief(value)}", tree.offset)
    return value


def _bounded(value: Number, offset: int) -> Number:
    if not -MAX_NUMBER <= value <= MAX_NUMBER:
        raise ExprError(f"expected a number within ±2^53, got {_brief(value)}", offset)
    return value


def _kind(value: Value) -> str:
    if isinstance(value, bool):
        return "bool"
    return "text" if isinstance(value, str) else "number"


def _brief(value: object) -> str:
    """The value for a message; an integer may be too long for `repr`."""
    if isinstance(value, bool):
        return shown(value)
    if isinstance(value, int) and abs(value) > MAX_NUMBER**2:
        return f"an integer of {value.bit_length()} bits"
    text = repr(value)
    return text if len(text) <= 40 else f"{text[:39]}…"
