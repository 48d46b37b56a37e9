"""Plain data with expressions as the tree of a YAML text."""

from __future__ import annotations

from collections.abc import Mapping as Table
from typing import Any, cast

from kspec.decompiler.structure.elements import Body
from kspec.decompiler.structure.templates import Expression
from kspec.expr import parse
from kspec.text import Item, Mapping, Node, Scalar, Sequence

ROOM = 90
"""Characters of a layer's arguments beside its name and place, on one line."""


def tree(value: Any) -> Node:
    r"""The tree; a text is a formula where it is an `Expression`.

    Example:
    >>> from kspec.text import write
    >>> write(tree({"units": Expression("$(k)"), "note": "$(k)"}))
    'units: $(k)\nnote: $$(k)\n'
    """
    if isinstance(value, Table):
        table = cast("Table[str, Any]", value)
        return Mapping(tuple(Item(key, tree(item)) for key, item in table.items()))
    if isinstance(value, list | tuple):
        return Sequence(tuple(tree(item) for item in cast("list[Any]", value)))
    if isinstance(value, Expression):
        return Scalar(parse(value))
    return Scalar(value)


def lines_of(body: Body) -> int:
    """How many lines a layer takes."""
    length = sum(len(key) + 4 + len(str(value)) for key, value in body.items())
    return 1 if length <= ROOM else 1 + len(body)
