"""What an argument's annotation says: the types that it joins, and what checks each."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from types import UnionType
from typing import Annotated, Any, Union, get_args, get_origin


def alternatives(
    annotation: Any, marks: Sequence[Any] = ()
) -> Iterator[tuple[Any, Any]]:
    """Each type that the annotation joins, with the mark that checks it, or None.

    Args:
        marks: what stands beside the annotation, as pydantic takes it apart.

    Example:
    >>> from kspec.layers.core import Dense
    >>> field = Dense.model_fields["activation"]
    >>> [(type_, getattr(mark, "noun", None)) for type_, mark
    ...     in alternatives(field.annotation, field.metadata)][1]
    (<class 'NoneType'>, None)
    """
    mark = next((one for one in marks if is_mark(one)), None)
    if mark is not None:
        yield annotation, mark
    elif get_origin(annotation) is Annotated:
        inner, *beside = get_args(annotation)
        yield from alternatives(inner, beside)
    elif get_origin(annotation) in (Union, UnionType):
        for member in get_args(annotation):
            yield from alternatives(member)
    else:
        yield annotation, None


def is_mark(value: Any) -> bool:
    """Whether the value says how pydantic checks what it annotates."""
    return hasattr(value, "__get_pydantic_core_schema__")
