"""What Python itself makes of an expression, with kspec's types and bounds.

Python parses, orders, chains and short-circuits; its operands are replaced with
ones that refuse what kspec refuses.
"""

from __future__ import annotations

import ast
import math
import operator
from collections.abc import Callable, Mapping
from typing import Any

from kspec.expr import Value

LIMIT = 2**53


class Refused(Exception):
    """Not a value in kspec, whatever it is in Python."""


class Operand:
    """A value that checks what is done to it."""

    def __init__(self, value: Any) -> None:
        if type(value) in (int, float) and not abs(value) <= LIMIT:
            raise Refused(value)
        self.value = value

    def __bool__(self) -> bool:
        if type(self.value) is not bool:
            raise Refused(self.value)
        return self.value

    def __hash__(self) -> int:
        return hash(self.value)


def numeric(function: Callable[..., Any]) -> Callable[..., Operand]:
    def call(*operands: Operand) -> Operand:
        values = [operand.value for operand in operands]
        if any(type(value) not in (int, float) for value in values):
            raise Refused(values)
        return Operand(function(*values))

    return call


def equality(function: Callable[..., bool]) -> Callable[..., Operand]:
    def call(left: Operand, right: Operand) -> Operand:
        kinds = {
            "number" if type(v) in (int, float) else type(v).__name__
            for v in (left.value, right.value)
        }
        if len(kinds) > 1:
            raise Refused(kinds)
        return Operand(function(left.value, right.value))

    return call


ARITHMETIC = ("add", "sub", "mul", "truediv", "floordiv", "mod", "neg", "pos")
ORDER = ("lt", "le", "gt", "ge")

for name in (*ARITHMETIC, *ORDER):
    setattr(Operand, f"__{name}__", numeric(getattr(operator, name)))
for name in ("eq", "ne"):
    setattr(Operand, f"__{name}__", equality(getattr(operator, name)))

FUNCTIONS: dict[str, Callable[..., Any]] = {
    "min": min,
    "max": max,
    "abs": abs,
    "round": round,
    "floor": math.floor,
    "ceil": math.ceil,
    "int": int,
}


class _Wrapped(ast.NodeTransformer):
    def visit_Constant(self, node: ast.Constant) -> ast.expr:
        return _call("operand", node)

    def visit_UnaryOp(self, node: ast.UnaryOp) -> ast.expr:
        self.generic_visit(node)
        return _call("operand", node) if isinstance(node.op, ast.Not) else node

    def visit_BoolOp(self, node: ast.BoolOp) -> ast.expr:
        self.generic_visit(node)
        node.values = [_call("boolean", value) for value in node.values]
        return node


def _call(function: str, argument: ast.expr) -> ast.expr:
    return ast.Call(ast.Name(function, ast.Load()), [argument], [])


def _boolean(operand: Operand) -> Operand:
    bool(operand)
    return operand


def python_value(source: str, names: Mapping[str, Value]) -> Value:
    """The value of the expression.

    Raises: SyntaxError, ZeroDivisionError or Refused where it has none.
    """
    tree = _Wrapped().visit(ast.parse(f"({source})", mode="eval"))
    code = compile(ast.fix_missing_locations(tree), "<expression>", "eval")
    functions = {name: numeric(call) for name, call in FUNCTIONS.items()}
    values = {"true": True, "false": False, **names}
    scope = {
        "__builtins__": {},
        "operand": Operand,
        "boolean": _boolean,
        **functions,
    }
    return eval(code, scope, _Values(values)).value


class _Values(dict[str, Any]):
    """Names become operands when they are used, so that only these are checked."""

    def __getitem__(self, name: str) -> Operand:
        return Operand(super().__getitem__(name))
