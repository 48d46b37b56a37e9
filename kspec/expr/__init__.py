"""Expressions `$(…)`: parse, evaluate, print as Python.

Example:
>>> formula = parse("$(k // 4 if deep else k)")
>>> evaluate(formula, {"k": 128, "deep": True})
32
>>> to_python(formula)
'k // 4 if deep else k'
"""

from __future__ import annotations

from kspec.expr.errors import ExprError as ExprError
from kspec.expr.evaluator import evaluate as evaluate
from kspec.expr.formula import Expression as Expression
from kspec.expr.formula import Formula as Formula
from kspec.expr.formula import Template as Template
from kspec.expr.formula import escape as escape
from kspec.expr.formula import names_of as names_of
from kspec.expr.formula import parse as parse
from kspec.expr.grammar import RESERVED as RESERVED
from kspec.expr.python import needs_math as needs_math
from kspec.expr.python import to_python as to_python
from kspec.expr.tree import Value as Value
