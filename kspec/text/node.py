"""The node tree of a YAML text: every key and value with its span.

Spans take no part in equality: two trees are equal where they say the same.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass, field, replace
from typing import Any, TypeGuard, cast

from kspec.errors import Span
from kspec.expr import Formula, Template

Plain = None | bool | int | float | str


class Unread(Template):
    """Stands for a value that could not be read: like a formula that has no value.

    What is wrong with it has been reported, so nothing more is said of it.
    """

    __slots__ = ()


UNREAD = Unread(())


@dataclass(frozen=True, slots=True)
class Scalar:
    """A single value; `formula` is the `$(…)` that an evaluated value came from."""

    value: Plain | Formula
    span: Span | None = field(default=None, compare=False, repr=False)
    formula: Formula | None = field(default=None, repr=False)


@dataclass(frozen=True, slots=True)
class Sequence:
    """A list of nodes."""

    items: tuple[Node, ...] = ()
    span: Span | None = field(default=None, compare=False, repr=False)


@dataclass(frozen=True, slots=True)
class Item:
    """A key of a mapping and its value."""

    key: str
    value: Node
    key_span: Span | None = field(default=None, compare=False, repr=False)


@dataclass(frozen=True)
class Mapping:
    """Keys and values in document order; no key occurs twice.

    Args:
        partial: whether a key is left out because it could not be read.
    """

    items: tuple[Item, ...] = ()
    span: Span | None = field(default=None, compare=False, repr=False)
    partial: bool = field(default=False, compare=False, repr=False)

    def __post_init__(self) -> None:
        object.__setattr__(self, "_by_key", {item.key: item for item in self.items})

    def __contains__(self, key: str) -> bool:
        return key in self._index

    def __iter__(self) -> Iterator[Item]:
        return iter(self.items)

    def get(self, key: str) -> Node | None:
        """The value under a key, or None."""
        item = self._index.get(key)
        return item.value if item else None

    def item(self, key: str) -> Item:
        """The key's item.

        Raises: KeyError where there is none.
        """
        return self._index[key]

    def replaced(self, key: str, value: Node) -> Mapping:
        """The mapping with another value under a key, which is added where missing."""
        item = Item(key, value, self._index[key].key_span if key in self else None)
        items = tuple(item if one.key == key else one for one in self.items)
        return replace(self, items=items if key in self else (*items, item))

    @property
    def _index(self) -> dict[str, Item]:
        return self.__dict__["_by_key"]


Node = Scalar | Sequence | Mapping


def is_plain(value: Plain | Formula) -> TypeGuard[Plain]:
    """Whether a scalar's value is no formula any more."""
    return value is None or isinstance(value, bool | int | float | str)


def plain(node: Node) -> Any:
    """The tree as dictionaries, lists and scalars.

    Example:
    >>> plain(Mapping((Item("units", Scalar(8)),)))
    {'units': 8}
    """
    match node:
        case Scalar():
            return node.value
        case Sequence():
            return [plain(item) for item in node.items]
        case Mapping():
            return {item.key: plain(item.value) for item in node.items}


def from_plain(value: Any) -> Node:
    """The tree of dictionaries, lists (or tuples) and scalars; it has no spans.

    Example:
    >>> from_plain({"units": 8})
    Mapping(items=(Item(key='units', value=Scalar(value=8)),))
    """
    if isinstance(value, dict):
        items = cast("dict[str, Any]", value)
        return Mapping(tuple(Item(key, from_plain(v)) for key, v in items.items()))
    if isinstance(value, list | tuple):
        return Sequence(tuple(from_plain(item) for item in value))  # pyright: ignore
    return Scalar(value)
