"""Tokens → tree: a precedence parser over a closed grammar.

Nesting, nodes and characters are bounded, so that no text can exhaust the stack.
"""

from __future__ import annotations

import keyword
import re
from typing import TypeVar

from kspec.errors import did_you_mean
from kspec.expr.errors import ExprError
from kspec.expr.grammar import (
    COMPARISON,
    COMPARISONS,
    CONDITIONAL,
    CONSTANTS,
    FUNCTIONS,
    INFIX,
    MAX_CHARACTERS,
    MAX_NESTING,
    MAX_NODES,
    MAX_NUMBER,
    NOT,
    OR,
    SIGN,
    WORDS,
)
from kspec.expr.tokens import Token, tokens
from kspec.expr.tree import (
    Arithmetic,
    Call,
    Comparison,
    Conditional,
    Constant,
    Logic,
    Name,
    Tree,
)

_INTEGER = re.compile(r"0|[1-9][0-9]*")
_FLOAT = re.compile(
    r"(?:(?:0|[1-9][0-9]*)\.[0-9]*|\.[0-9]+|(?:0|[1-9][0-9]*)(?=[eE]))(?:[eE][+-]?[0-9]+)?"
)
_T = TypeVar("_T", bound=Tree)


def parse_tree(text: str, start: int, end: int) -> Tree:
    """The tree of the expression `text[start:end]`.

    Raises: ExprError.

    Example:
    >>> parse_tree("k + 1", 0, 5)
    Arithmetic(operator='+', operands=(Name(name='k'), Constant(value=1)))
    """
    if end - start > MAX_CHARACTERS:
        message = f"expected at most {MAX_CHARACTERS} characters, got {end - start}"
        raise ExprError(message, start, "name a part of it under `params`")
    if not text[start:end].strip(" \t\r\n"):
        raise ExprError("the expression is empty", start)
    return _Parser(text, start, end).tree()


class _Parser:
    def __init__(self, text: str, start: int, end: int) -> None:
        self._tokens = tokens(text, start, end)
        self._token = next(self._tokens)
        self._nesting = 0
        self._nodes = 0

    def tree(self) -> Tree:
        tree = self._expression()
        if self._token.kind != "end":
            raise self._unexpected("an operator")
        return tree

    def _expression(self, power: int = CONDITIONAL) -> Tree:
        left = self._operand(power)
        while INFIX.get(self._token.text, 0) >= power:
            left = self._infix(left)
        return left

    def _infix(self, left: Tree) -> Tree:
        if self._token.text == "if":
            return self._conditional(left)
        if self._token.text in COMPARISONS:
            return self._comparison(left)
        _, operator, offset = self._advance()
        right = self._expression(INFIX[operator] + 1)
        node = Logic if operator in ("and", "or") else Arithmetic
        return self._counted(node(operator, (left, right), offset))

    def _conditional(self, body: Tree) -> Tree:
        offset = self._advance().offset
        condition = self._expression(OR)
        self._expect("else", hint="write `a if condition else b`")
        orelse = self._nested(CONDITIONAL)
        return self._counted(Conditional(body, condition, orelse, offset))

    def _comparison(self, first: Tree) -> Tree:
        operators: list[Token] = []
        operands = [first]
        while self._token.text in COMPARISONS:
            operators.append(self._advance())
            operands.append(self._expression(COMPARISON + 1))
        _, symbols, offsets = zip(*operators, strict=True)
        return self._counted(Comparison(symbols, tuple(operands), offsets))

    def _operand(self, power: int) -> Tree:
        match self._token:
            case Token("number"):
                return self._counted(_number(self._advance()))
            case Token("text", quoted, offset):
                self._advance()
                return self._counted(Constant(quoted[1:-1], offset))
            case Token("name"):
                return self._word(power)
            case Token("operator", "("):
                return self._parenthesized()
            case Token("operator", "-" | "+" as sign, offset):
                self._advance()
                return self._counted(Arithmetic(sign, (self._nested(SIGN),), offset))
            case _:
                raise self._unexpected("a value")

    def _word(self, power: int) -> Tree:
        word = self._token.text
        if word == "not":
            return self._negation(power)
        if keyword.iskeyword(word):
            raise self._unexpected("a value")
        _, _, offset = self._advance()
        if word in CONSTANTS:
            return self._counted(Constant(CONSTANTS[word], offset))
        if self._token.text == "(":
            return self._call(word, offset)
        if word in FUNCTIONS:
            raise ExprError(f"`{word}` is a function", offset, f"write `{word}(…)`")
        return self._counted(Name(word, offset))

    def _negation(self, power: int) -> Tree:
        offset = self._advance().offset
        if power > NOT:
            message = "`not` after an operator needs parentheses"
            raise ExprError(message, offset, "write `(not …)`")
        return self._counted(Logic("not", (self._nested(NOT),), offset))

    def _parenthesized(self) -> Tree:
        self._advance()
        tree = self._nested(CONDITIONAL)
        self._expect(")")
        return tree

    def _call(self, function: str, offset: int) -> Tree:
        if function not in FUNCTIONS:
            raise _unknown_function(function, offset)
        arguments = self._arguments()
        _check_arity(function, len(arguments), offset)
        return self._counted(Call(function, arguments, offset))

    def _arguments(self) -> tuple[Tree, ...]:
        self._advance()
        arguments: list[Tree] = []
        while self._token.text != ")" or arguments:
            arguments.append(self._nested(CONDITIONAL))
            if self._token.text != ",":
                break
            self._advance()
        self._expect(")")
        return tuple(arguments)

    def _nested(self, power: int) -> Tree:
        self._nesting += 1
        if self._nesting > MAX_NESTING:
            message = f"expected at most {MAX_NESTING} levels of nesting"
            raise ExprError(message, self._token.offset)
        tree = self._expression(power)
        self._nesting -= 1
        return tree

    def _counted(self, node: _T) -> _T:
        self._nodes += 1
        if self._nodes > MAX_NODES:
            message = f"expected at most {MAX_NODES} operators, names and values"
            raise ExprError(message, node.offset, "name a part of it under `params`")
        return node

    def _advance(self) -> Token:
        token = self._token
        self._token = next(self._tokens)
        return token

    def _expect(self, text: str, *, hint: str | None = None) -> None:
        if self._token.text != text:
            raise self._unexpected(f"`{text}`", hint=hint)
        self._advance()

    def _unexpected(self, expected: str, *, hint: str | None = None) -> ExprError:
        _, text, offset = self._token
        got = f"`{text}`" if text else "the end"
        return ExprError(
            f"expected {expected}, got {got}", offset, WORDS.get(text, hint)
        )


def _number(token: Token) -> Constant:
    _, text, offset = token
    if _INTEGER.fullmatch(text):
        value = int(text)
    elif _FLOAT.fullmatch(text):
        value = float(text)
    else:
        message = f"expected a number such as 10 or 1e-3, got `{text}`"
        raise ExprError(message, offset, "put a text in quotes")
    if value > MAX_NUMBER:
        raise ExprError(f"expected a number within ±2^53, got {text[:32]}", offset)
    return Constant(value, offset)


def _unknown_function(function: str, offset: int) -> ExprError:
    known = f"the functions are {', '.join(FUNCTIONS)}"
    hint = WORDS.get(function) or did_you_mean(function, FUNCTIONS) or known
    return ExprError(f"unknown function `{function}`", offset, hint)


def _check_arity(function: str, count: int, offset: int) -> None:
    signature = FUNCTIONS[function]
    if count < signature.least or count > (signature.most or count):
        takes = "one argument" if signature.most else "two arguments or more"
        raise ExprError(f"`{function}` takes {takes}, got {count}", offset)
