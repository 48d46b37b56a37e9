"""The mappings of a spec that have keys of their own, beside layers and objects."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from typing import Any, get_args, get_origin

from pydantic.fields import FieldInfo

from kspec.layers.annotations import alternatives
from kspec.layers.arguments import Arguments
from kspec.layers.layer import Layer
from kspec.schema.expectation import Expectation, LayerExpectation
from kspec.schema.forms import Form, Listed
from kspec.schema.training import Train

ROOTS: tuple[type[Arguments], ...] = (Expectation, LayerExpectation, Train)


def sections() -> tuple[type[Arguments], ...]:
    """Every class of such a mapping, an outer one before those inside.

    Example:
    >>> [cls.__name__ for cls in sections()][:4]
    ['Expectation', 'LayerExpectation', 'Train', 'Data']
    """
    found: dict[type[Arguments], None] = {}
    waiting = [*ROOTS]
    while waiting:
        cls = waiting.pop(0)
        found[cls] = None
        for info in cls.model_fields.values():
            waiting += [inner for inner in nested(info) if inner not in found]
    return tuple(found)


def nested(info: FieldInfo) -> tuple[type[Arguments], ...]:
    """The classes of the mappings that a field takes."""
    return tuple(dict.fromkeys(_nested(info.annotation, info.metadata)))


def _nested(annotation: Any, marks: Sequence[Any] = ()) -> Iterator[type[Arguments]]:
    for type_, mark in alternatives(annotation, marks):
        if isinstance(mark, Form):
            for other in mark.types.values():
                yield from _nested(other)
        elif isinstance(mark, Listed):
            yield from _nested(mark.item)
        elif get_origin(type_) is dict:
            yield from _nested(get_args(type_)[1])
        elif mark is None and isinstance(type_, type) and _is_section(type_):
            yield type_


def _is_section(type_: type) -> bool:
    return issubclass(type_, Arguments) and not issubclass(type_, Layer)
