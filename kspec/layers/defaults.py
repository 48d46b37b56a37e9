"""Which arguments say something: those that differ from Keras's default."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

from kspec.layers.arguments import Arguments


def changed(arguments: Arguments) -> dict[str, Any]:
    """The arguments given with another value than the default, in field order."""
    fields = type(arguments).model_fields
    values = {name: getattr(arguments, name) for name in fields}
    return {
        name: value
        for name, value in values.items()
        if name in arguments.model_fields_set
        and not same(value, fields[name].get_default())
    }


def same(value: Any, default: Any) -> bool:
    """Whether two spellings of an argument mean one value.

    A number for all axes means the same as that number for each of them, and an object
    with nothing changed the same as its name.

    Example:
    >>> same(1, (1, 1)), same(((2, 2), (2, 2)), (2, 2)), same((1, 2), 1)
    (True, True, False)
    """
    if isinstance(value, Arguments) or isinstance(default, Arguments):
        return _same_object(value, default)
    if isinstance(value, tuple) or isinstance(default, tuple):
        return value == default or _uniform(value) == _uniform(default) is not None
    return value == default and isinstance(value, bool) == isinstance(default, bool)


def _uniform(value: Any) -> Any:
    """The number that stands at every place, or None."""
    found = set(_leaves(value))
    return found.pop() if len(found) == 1 else None


def _leaves(value: Any) -> Iterator[Any]:
    if isinstance(value, tuple):
        for item in value:  # pyright: ignore[reportUnknownVariableType]
            yield from _leaves(item)
    else:
        yield value


def _same_object(one: Any, other: Any) -> bool:
    if isinstance(one, Arguments) and isinstance(other, Arguments):
        return type(one) is type(other) and changed(one) == changed(other)
    made: Any = one if isinstance(one, Arguments) else other
    name: Any = other if made is one else one
    known = (type(made).__name__, *getattr(made, "names", ()))
    return name in known and not changed(made)
