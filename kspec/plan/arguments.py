"""Arguments of the calls that Keras receives, as data.

A value keeps the formula that it came from, so that printed code shows `k // 4`.
"""

from __future__ import annotations

import itertools
from dataclasses import dataclass, replace
from pathlib import Path
from typing import Any, cast

from kspec.expr import Formula
from kspec.layers.arguments import FileName
from kspec.layers.custom import CustomLayer
from kspec.layers.defaults import changed
from kspec.layers.freezing import freezes_apart
from kspec.layers.layer import Layer
from kspec.layers.objects.object import Object
from kspec.layers.operation import Operation
from kspec.text import Mapping, Node, Plain, Scalar, Sequence


@dataclass(frozen=True, slots=True)
class Constant:
    """A plain value, and the formula that it came from.

    Args:
        folder: where the file is that it names, by its way from there.
    """

    value: Plain
    formula: Formula | None = None
    folder: str = ""


@dataclass(frozen=True, slots=True)
class Tuple:
    """A tuple of arguments."""

    items: tuple[Argument, ...]


@dataclass(frozen=True, slots=True)
class List:
    """A list of arguments, where Keras takes no tuple."""

    items: tuple[Argument, ...]


@dataclass(frozen=True, slots=True)
class Table:
    """A dictionary of arguments."""

    items: tuple[tuple[str, Argument], ...]


@dataclass(frozen=True, slots=True)
class Call:
    """A constructor and its arguments; the first `positional` need no name.

    A `function` takes the layer's tensors in the same call, after the first `before`
    of its arguments. Those that are `implied` equal Keras's defaults, and stand there
    for their formulas alone.
    """

    target: str
    arguments: tuple[tuple[str, Argument], ...] = ()
    positional: int = 0
    function: bool = False
    before: int = 0
    implied: frozenset[str] = frozenset()


@dataclass(frozen=True, slots=True)
class Name:
    """The name of a layer that is made in several places.

    Args:
        key: its name in the body that it stands in.
        in_block: whether the name of the block's instance stands before it.
        numbered: whether the number of the copy stands behind it.
        inner: what follows for a layer inside it.
    """

    key: str
    in_block: bool = False
    numbered: bool = False
    inner: str = ""


Argument = Constant | Tuple | List | Table | Call | Name


def construction(
    made: Layer | Object, node: Node | None = None, name: str | Name = ""
) -> Call:
    """The call that makes a typed layer or object; Keras's defaults are left out.

    Args:
        node: the arguments as the spec gives them, for their formulas.
        name: the layer's; a layer inside it is called after it and its argument, for
            Keras would number it by how many of its kind there were before.
    """
    given = node if isinstance(node, Mapping) else Mapping()
    layer = isinstance(made, Layer)
    names = made.argument_names() if layer else tuple(type(made).model_fields)
    says = made.changed() if layer else changed(made)
    keys = [key for key in names if key in says or has_formula(given.get(key))]
    if isinstance(made, Layer) and freezes_apart(made):
        # It is frozen once it is made or called; what makes it need not know.
        keys = [key for key in keys if key != "trainable"]
    arguments = [
        (key, argument(getattr(made, key), given.get(key), _inside(name, key)))
        for key in keys
    ]
    if isinstance(made, Operation):
        before, positional = made.unnamed([key for key, _ in arguments])
        implied = frozenset(key for key in keys if key not in says)
        return Call(made.target(), tuple(arguments), positional, True, before, implied)
    positional = _positional(made, arguments)
    if layer:
        arguments.append(("name", name if isinstance(name, Name) else Constant(name)))
    implied = frozenset(key for key in keys if key not in says)
    return Call(made.target(), tuple(arguments), positional, implied=implied)


def has_formula(node: Node | None) -> bool:
    """Whether a value, or a part of it, came from a formula."""
    match node:
        case None:
            return False
        case Scalar():
            return node.formula is not None
        case Sequence():
            return any(map(has_formula, node.items))
        case Mapping():
            return any(has_formula(item.value) for item in node)


def formulas(given: Argument) -> tuple[Formula, ...]:
    """The formulas in an argument, in order."""
    match given:
        case Constant():
            return (given.formula,) if given.formula else ()
        case Name():
            return ()
        case Tuple(items) | List(items):
            parts = items
        case Table(items) | Call(arguments=items):
            parts = tuple(value for _, value in items)
    return tuple(formula for part in parts for formula in formulas(part))


def modules(given: Argument) -> frozenset[str]:
    """Where the constructors stand that an argument calls."""
    match given:
        case Constant() | Name():
            return frozenset()
        case Tuple(items) | List(items):
            own, parts = frozenset[str](), items
        case Table(items):
            own, parts = frozenset[str](), tuple(value for _, value in items)
        case Call():
            own = frozenset({given.target.rpartition(".")[0]})
            parts = tuple(value for _, value in given.arguments)
    return own.union(*map(modules, parts))


def _inside(name: str | Name, key: object) -> str | Name:
    """The name of a layer inside another, by the argument that it is."""
    if isinstance(name, Name):
        return replace(name, inner=f"{name.inner}_{key}")
    return f"{name}_{key}"


def argument(value: Any, node: Node | None, name: str | Name = "") -> Argument:
    """A typed value as an argument; its formulas come from the node it is made of."""
    if isinstance(value, Layer | Object):
        return construction(value, node, name)
    if isinstance(value, tuple | list):
        items = tuple(cast("tuple[Any, ...]", value))
        nodes = node.items if isinstance(node, Sequence) else (None,) * len(items)
        names = [_inside(name, at) for at in range(len(items))]
        made = tuple(map(argument, items, nodes, names))
        return Tuple(made) if isinstance(value, tuple) else List(made)
    if isinstance(value, dict):
        table = cast("dict[str, Any]", value)
        under = node if isinstance(node, Mapping) else Mapping()
        return Table(tuple((k, argument(v, under.get(k))) for k, v in table.items()))
    if not isinstance(node, Scalar):
        return Constant(value)
    if isinstance(value, FileName) and node.span:
        return Constant(str(value), node.formula, str(Path(node.span.file).parent))
    return Constant(value, node.formula)


def _positional(made: Layer | Object, arguments: list[tuple[str, Argument]]) -> int:
    """How many leading arguments need no name, as in `Conv2D(32, (3, 3))`.

    Those that Keras requires; `keras.Input` requires none, and a plugin's layer may
    have them in another order.
    """
    if isinstance(made, CustomLayer):
        return 0
    if isinstance(made, Layer) and made.family == "input":
        return 0
    required = [k for k, info in type(made).model_fields.items() if info.is_required()]
    given = [key for key, _ in arguments]
    together = zip(given, required, strict=False)
    return sum(
        1 for _ in itertools.takewhile(lambda pair: pair[0] == pair[1], together)
    )
