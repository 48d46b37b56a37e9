"""The syntax tree of an expression.

Every node knows the character that stands for it, its operator or else its first
one, counted from 0 in the string that was parsed. It takes no part in equality.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass, field

Value = int | float | bool | str


@dataclass(frozen=True, slots=True)
class Constant:
    """A number, a text, `true` or `false`."""

    value: Value
    offset: int = field(default=0, compare=False, repr=False)


@dataclass(frozen=True, slots=True)
class Name:
    """A parameter."""

    name: str
    offset: int = field(default=0, compare=False, repr=False)


@dataclass(frozen=True, slots=True)
class Arithmetic:
    """`-` or `+` before one operand, or `+ - * / // %` between two."""

    operator: str
    operands: tuple[Tree, ...]
    offset: int = field(default=0, compare=False, repr=False)


@dataclass(frozen=True, slots=True)
class Comparison:
    """Operands with an operator after each but the last: `0 < k <= n`."""

    operators: tuple[str, ...]
    operands: tuple[Tree, ...]
    offsets: tuple[int, ...] = field(compare=False, repr=False)

    @property
    def offset(self) -> int:
        """Where the first operator stands."""
        return self.offsets[0]


@dataclass(frozen=True, slots=True)
class Logic:
    """`not` before one operand, or `and` or `or` between two."""

    operator: str
    operands: tuple[Tree, ...]
    offset: int = field(default=0, compare=False, repr=False)


@dataclass(frozen=True, slots=True)
class Conditional:
    """`body if condition else orelse`."""

    body: Tree
    condition: Tree
    orelse: Tree
    offset: int = field(default=0, compare=False, repr=False)


@dataclass(frozen=True, slots=True)
class Call:
    """One of the functions, such as `min(k, 64)`."""

    function: str
    arguments: tuple[Tree, ...]
    offset: int = field(default=0, compare=False, repr=False)


Tree = Constant | Name | Arithmetic | Comparison | Logic | Conditional | Call


def children(tree: Tree) -> tuple[Tree, ...]:
    """The operands of a node, as they stand in the source."""
    match tree:
        case Constant() | Name():
            return ()
        case Conditional():
            return (tree.body, tree.condition, tree.orelse)
        case Call():
            return tree.arguments
        case _:
            return tree.operands


def walk(tree: Tree) -> Iterator[Tree]:
    """The node and all below it; the leaves come as they stand in the source."""
    yield tree
    for child in children(tree):
        yield from walk(child)
