"""Formula → Python source that has the same value."""

from __future__ import annotations

from collections.abc import Callable, Collection
from dataclasses import dataclass

from kspec.expr.evaluator import shown
from kspec.expr.formula import Expression, Formula, Template, expressions
from kspec.expr.grammar import (
    AND,
    ATOM,
    COMPARISON,
    CONDITIONAL,
    FUNCTIONS,
    INFIX,
    NOT,
    OR,
    SIGN,
)
from kspec.expr.tree import (
    Arithmetic,
    Call,
    Comparison,
    Conditional,
    Constant,
    Logic,
    Name,
    Tree,
    walk,
)


def _unchanged(name: str) -> str:
    return name


def to_python(
    formula: Formula,
    rename: Callable[[str], str] = _unchanged,
    *,
    booleans: Collection[str] = (),
) -> str:
    r"""Python source of a formula: an expression, or an f-string for a template.

    Args:
        rename: the Python name of each of the formula's names.
        booleans: the names that hold true or false, which a template writes small.

    Example:
    >>> from kspec.expr.formula import parse
    >>> to_python(parse("$((n + 1) * ceil(k / 4))"))
    '(n + 1) * math.ceil(k / 4)'
    >>> to_python(parse("hidden $(k // 4)"))
    'f"hidden {k // 4}"'
    >>> to_python(parse("deep: $(deep)"), booleans={"deep"})
    'f"deep: {\'true\' if deep else \'false\'}"'
    """
    if isinstance(formula, Expression):
        return _Printer(rename).printed(formula.tree)
    return _interpolated(formula, _Printer(rename, quote="'"), booleans)


def needs_math(formula: Formula) -> bool:
    """Whether the Python source of a formula uses the module `math`.

    Example:
    >>> from kspec.expr.formula import parse
    >>> needs_math(parse("$(floor(k / 4))")), needs_math(parse("$(k // 4)"))
    (True, False)
    """
    nodes = (node for part in expressions(formula) for node in walk(part.tree))
    calls = (node.function for node in nodes if isinstance(node, Call))
    return any(FUNCTIONS[name].python.startswith("math.") for name in calls)


@dataclass(frozen=True, slots=True)
class _Printer:
    rename: Callable[[str], str]
    quote: str = '"'

    def printed(self, tree: Tree, power: int = CONDITIONAL) -> str:
        """The source, in parentheses where it binds less than `power`."""
        text = self._bare(tree)
        return text if _power(tree) >= power else f"({text})"

    def _bare(self, tree: Tree) -> str:
        match tree:
            case Constant(value):
                return (
                    _quoted(value, self.quote)
                    if isinstance(value, str)
                    else repr(value)
                )
            case Name(name):
                return self.rename(name)
            case Call(function, arguments):
                listed = ", ".join(self.printed(argument) for argument in arguments)
                return f"{FUNCTIONS[function].python}({listed})"
            case Conditional():
                return self._conditional(tree)
            case Comparison():
                return self._comparison(tree)
            case Arithmetic() | Logic():
                return self._operation(tree)

    def _conditional(self, tree: Conditional) -> str:
        body, condition = self.printed(tree.body, OR), self.printed(tree.condition, OR)
        return f"{body} if {condition} else {self.printed(tree.orelse)}"

    def _comparison(self, tree: Comparison) -> str:
        first, *rest = (
            self.printed(operand, COMPARISON + 1) for operand in tree.operands
        )
        pairs = zip(tree.operators, rest, strict=True)
        return " ".join([first, *(f"{symbol} {operand}" for symbol, operand in pairs)])

    def _operation(self, tree: Arithmetic | Logic) -> str:
        power = _power(tree)
        if len(tree.operands) == 1:
            space = " " if tree.operator == "not" else ""
            return f"{tree.operator}{space}{self.printed(tree.operands[0], power)}"
        left, right = tree.operands
        operands = self.printed(left, power), self.printed(right, power + 1)
        return f" {tree.operator} ".join(operands)


def _power(tree: Tree) -> int:
    match tree:
        case Conditional():
            return CONDITIONAL
        case Comparison():
            return COMPARISON
        case Arithmetic(operator, operands):
            return SIGN if len(operands) == 1 else INFIX[operator]
        case Logic(operator):
            return {"or": OR, "and": AND, "not": NOT}[operator]
        case _:
            return ATOM


def _interpolated(
    template: Template, printer: _Printer, booleans: Collection[str]
) -> str:
    fields = [
        printer.printed(_as_text(part.tree, booleans)) for part in expressions(template)
    ]
    if not fields:
        return _quoted("".join(p for p in template.parts if isinstance(p, str)))
    # Before Python 3.12 the fields of an f-string hold neither its quote nor `\`.
    if any('"' in field or "\\" in field for field in fields):
        body = _body(template, ["{}"] * len(fields))
        return f'"{body}".format({", ".join(fields)})'
    return f'f"{_body(template, [f"{{{field}}}" for field in fields])}"'


def _body(template: Template, fields: list[str]) -> str:
    remaining = iter(fields)
    return "".join(
        _characters(part).replace("{", "{{").replace("}", "}}")
        if isinstance(part, str)
        else next(remaining)
        for part in template.parts
    )


def _as_text(tree: Tree, booleans: Collection[str]) -> Tree:
    """The tree with `'true'` and `'false'` in place of the booleans it may give."""
    match tree:
        case Conditional(body, condition, orelse):
            return Conditional(
                _as_text(body, booleans), condition, _as_text(orelse, booleans)
            )
        case Constant(bool() as value):
            return Constant(shown(value))
        case Comparison() | Logic():
            return Conditional(Constant("true"), tree, Constant("false"))
        case Name(name) if name in booleans:
            return Conditional(Constant("true"), tree, Constant("false"))
        case _:
            return tree


def _quoted(text: str, quote: str = '"') -> str:
    """A string literal, in the given quotes unless the text has them."""
    other = "'" if quote == '"' else '"'
    return repr(text) if quote in text else quote + repr(other + text)[2:]


def _characters(text: str) -> str:
    """What stands between the double quotes of a string literal."""
    return '\\"'.join(repr("'" + piece)[2:-1] for piece in text.split('"'))
