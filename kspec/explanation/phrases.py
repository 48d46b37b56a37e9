"""What an argument takes, and its default, in words."""

from __future__ import annotations

from collections.abc import Iterable
from types import NoneType
from typing import Any, get_args, get_origin

from kspec.layers.annotations import alternatives
from kspec.layers.arguments import Arguments, Choice, one_of
from kspec.layers.nesting import Nested, NestedList, NestedOrList
from kspec.layers.objects.object import Vocabulary, article
from kspec.layers.slips import written
from kspec.schema.forms import Listed


def takes(cls: type[Arguments], name: str) -> str:
    """What the argument takes.

    Example:
    >>> from kspec.layers.convolution import Conv2D
    >>> takes(Conv2D, "padding"), takes(Conv2D, "activation")
    ('`valid` or `same`', 'an activation, or null')
    """
    info = cls.model_fields[name]
    return _joined(info.annotation, info.metadata)


def default(cls: type[Arguments], name: str) -> str:
    """The default as YAML; `needed` where there is none.

    Example:
    >>> from kspec.layers.convolution import Conv2D
    >>> default(Conv2D, "filters"), default(Conv2D, "strides")
    ('needed', '`[1, 1]`')
    """
    info = cls.model_fields[name]
    if info.is_required():
        return "needed"
    value = info.get_default(call_default_factory=True)
    plain = value if isinstance(value, str) else written(value)
    return "`{}`" if isinstance(value, Arguments) else f"`{plain}`"


def _joined(annotation: Any, marks: Iterable[Any] = ()) -> str:
    found = [_phrase(type_, mark) for type_, mark in alternatives(annotation, [*marks])]
    said = [phrase for phrase in found if phrase != "null"]
    # A phrase such as "an integer, or null" says it itself.
    null = "null" in found and not any("null" in phrase for phrase in said)
    return " or ".join(said) + (", or null" if null else "")


def _phrase(type_: Any, mark: Any) -> str:
    match mark:
        case Choice():
            return one_of(get_args(type_))
        case Vocabulary() if not mark.besides:
            return article(mark.noun)
        case Listed():
            return f"a list, each {_joined(mark.item)}"
        case Nested() | NestedList() | NestedOrList():
            return _layer(mark)
        case None:
            return _unmarked(type_)
        case _:
            return mark.expected


def _layer(mark: Nested | NestedList | NestedOrList) -> str:
    match mark:
        case Nested():
            return article(mark.noun)
        case NestedList():
            return f"a list, each {article(mark.item.noun)}"
        case NestedOrList():
            return f"{_layer(mark.one)}, or {_layer(mark.several)}"


def _unmarked(type_: Any) -> str:
    if type_ is NoneType:
        return "null"
    if get_origin(type_) is dict:
        members = get_args(type_)[1]
        return f"a mapping by name, each {_joined(members)}"
    return f"a mapping of {one_of(tuple(type_.model_fields)).replace(' or ', ' and ')}"
