"""Typed validation: plain values to a frozen instance, or every fault in them."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any, Literal, TypeVar, cast, get_args, get_origin

from pydantic import ValidationError
from pydantic_core import ErrorDetails

from kspec.errors import did_you_mean
from kspec.layers.arguments import Arguments
from kspec.layers.layer import Layer
from kspec.layers.nesting import Nested, NestedList, NestedOrList
from kspec.layers.objects.object import Object, Vocabulary
from kspec.layers.slips import slip, written

T = TypeVar("T", bound=Arguments)
Path = tuple[str | int, ...]

KERAS_ONLY = {
    "name": "the key of a layer is its name",
    "input_shape": "give the shape under `inputs:`",
    "batch_input_shape": "give the shape under `inputs:`",
    "batch_shape": "give `shape`, and `batch_size` where it is fixed",
    "input_length": "leave it out: the input's shape says it",
}
"""What people write that Keras takes, or took, and kspec says elsewhere."""

OTHER_NAMES = {
    "act": "activation",
    "bias": "use_bias",
    "border_mode": "padding",
    "channels": "filters",
    "init": "kernel_initializer",
    "kernel": "kernel_size",
    "lr": "learning_rate",
    "neurons": "units",
    "out_channels": "filters",
    "out_features": "units",
    "p": "rate",
    "subsample": "strides",
}
"""What other libraries and older versions call an argument."""


@dataclass(frozen=True, slots=True)
class Fault:
    """One thing that is wrong with arguments.

    Args:
        path: the keys and indices that lead to it.
        problem: a required argument is missing, an argument is unknown, or its value
            is of the wrong type or range.
        message: what is wrong and what was expected.
        hint: the closest fix.
    """

    path: Path
    problem: Literal["missing", "unknown", "value"]
    message: str
    hint: str | None = None


def validate(
    cls: type[T], values: dict[str, Any]
) -> tuple[T | None, tuple[Fault, ...]]:
    """The instance that the values describe, or None and every fault in them.

    Example:
    >>> from kspec.layers.core import Dense
    >>> validate(Dense, {"units": -3})[1][0].message
    '`units` is -3; expected a positive integer'
    >>> validate(Dense, {"units": 8, "actvation": "relu"})[1][0].hint
    'did you mean `activation`?'
    """
    try:
        made = cls.model_validate(values)
    except ValidationError as error:
        found = error.errors(include_url=False)
        return None, _without_echo([_fault(cls, values, detail) for detail in found])
    faults = tuple(
        _refused(cls, name) for name in values if name in getattr(cls, "refused", ())
    )
    return (None, faults) if faults else (made, ())


def _fault(cls: type[Arguments], values: dict[str, Any], detail: ErrorDetails) -> Fault:
    path: Path = tuple(detail["loc"])
    match detail["type"]:
        case "missing":
            return _missing(cls, values, path)
        case "extra_forbidden":
            return _unknown(cls, values, path)
        case _:
            return _value(cls, values, path, detail)


def _without_echo(faults: list[Fault]) -> tuple[Fault, ...]:
    """The faults without what is missing only because it is misspelt."""
    meant = {fault.hint for fault in faults if fault.problem == "unknown"}
    return tuple(
        fault
        for fault in faults
        if fault.problem != "missing"
        or f"did you mean `{fault.path[-1]}`?" not in meant
    )


def _missing(cls: type[Arguments], values: dict[str, Any], path: Path) -> Fault:
    owner = _owner(cls, values, path[:-1])
    if owner and issubclass(owner, Layer | Object):
        return Fault(path, "missing", f"`{_kind(owner)}` needs `{path[-1]}`")
    return Fault(path, "missing", f"`{path[-1]}` is missing")


def _unknown(cls: type[Arguments], values: dict[str, Any], path: Path) -> Fault:
    owner, name = _owner(cls, values, path[:-1]), str(path[-1])
    if owner is None or not issubclass(owner, Layer | Object):
        hint = (
            (did_you_mean(name, owner.model_fields) or _keys(owner)) if owner else None
        )
        return Fault(path, "unknown", f"`{name}` is no key here", hint)
    if issubclass(owner, Layer) and name in owner.refused:
        return _refused(owner, name, path)
    known = owner.argument_names() if issubclass(owner, Layer) else owner.model_fields
    other = OTHER_NAMES.get(name, name)
    hint = did_you_mean(other if other in known else name, known)
    if issubclass(owner, Layer):
        hint = KERAS_ONLY.get(name, hint)
    message = f"`{_kind(owner)}` has no argument `{name}`"
    return Fault(path, "unknown", message, hint or f"it has {_listed(known)}")


def _refused(cls: type[Arguments], name: str, path: Path = ()) -> Fault:
    reason: str = getattr(cls, "refused", {})[name]
    message = f"`{_kind(cls)}` takes no `{name}` in a spec"
    return Fault(path or (name,), "unknown", message, reason)


def _value(
    cls: type[Arguments], values: dict[str, Any], path: Path, detail: ErrorDetails
) -> Fault:
    context: dict[str, Any] = detail.get("ctx") or {}
    hint: str | None = context.get("hint")
    blamed = context.get("argument")
    if blamed is not None:
        return Fault((*path, blamed), "value", detail["msg"], hint)
    message = _message(cls, detail, path)
    if detail["type"] == "model_type":
        owner = _owner(cls, values, path)
        return Fault(path, "value", message, _keys(owner) if owner else None)
    if hint is None and path:
        hint = slip(detail["input"], lambda other: _accepts(cls, values, path, other))
    return Fault(path, "value", message, hint)


def _message(cls: type[Arguments], detail: ErrorDetails, path: Path) -> str:
    message = detail["msg"]
    if not path:
        return f"`{_kind(cls)}`: {message}"
    value = written(detail["input"])
    if detail["type"] == "unknown_object":
        noun = (detail.get("ctx") or {})["noun"]
        return f"`{_dotted(path)}` is {value}; there is no such {noun}"
    if detail["type"] in ("model_type", "dict_type"):
        return f"`{_dotted(path)}` is {value}; expected a mapping"
    return f"`{_dotted(path)}` is {value}; {message[:1].lower()}{message[1:]}"


def _accepts(
    cls: type[Arguments], values: dict[str, Any], path: Path, other: Any
) -> bool:
    """Whether another value at the path would be of its type."""
    try:
        cls.model_validate(_replaced(values, path, other))
    except ValidationError as error:
        return all(tuple(e["loc"])[: len(path)] != path for e in error.errors())
    return True


def _replaced(values: Any, path: Path, other: Any) -> Any:
    if not path:
        return other
    first, rest = path[0], path[1:]
    if isinstance(values, Mapping):
        return {**values, first: _replaced(values.get(first), rest, other)}  # pyright: ignore
    if isinstance(values, list | tuple) and isinstance(first, int):
        items: list[Any] = list(values)  # pyright: ignore[reportUnknownArgumentType]
        return [
            *items[:first],
            _replaced(items[first], rest, other),
            *items[first + 1 :],
        ]
    return cast(Any, values)


def _owner(cls: type[Arguments], values: Any, path: Path) -> type[Arguments] | None:
    """The class of the object or the nested layer that a path leads to."""
    if not path:
        return cls
    info, rest = cls.model_fields.get(str(path[0])), path[1:]
    if info is None or not isinstance(values, Mapping):
        return None
    inner: Any = values.get(path[0])  # pyright: ignore
    if rest and get_origin(info.annotation) is dict:
        inner = inner.get(rest[0]) if isinstance(inner, Mapping) else None  # pyright: ignore
        rest = rest[1:]
    if rest and isinstance(rest[0], int):
        items: list[Any] = list(inner) if isinstance(inner, list | tuple) else []  # pyright: ignore
        inner, rest = next(iter(items[rest[0] :]), None), rest[1:]
    found = _described(info.annotation, inner, info.metadata)
    return _owner(found, inner, rest) if found else None


def _described(
    annotation: Any, value: Any, metadata: list[Any]
) -> type[Arguments] | None:
    """The class among an argument's types that a mapping describes."""
    for mark in metadata:
        if isinstance(mark, Nested | NestedList | NestedOrList):
            return mark.class_of(value)
        if isinstance(mark, Vocabulary) and isinstance(value, Mapping):
            return mark.by_name.get(value.get("type"))  # pyright: ignore
    if isinstance(annotation, type) and issubclass(annotation, Arguments):
        return annotation
    members = get_args(annotation)
    marks: list[Any] = list(getattr(annotation, "__metadata__", ()))  # pyright: ignore
    found = (_described(member, value, marks) for member in members)
    return next((one for one in found if one), None)


def _kind(cls: type[Arguments]) -> str:
    return cls.kind() if issubclass(cls, Layer) else cls.__name__


def _dotted(path: Path) -> str:
    """The path as text.

    Example:
    >>> _dotted(("kernel_initializer", "stddev")), _dotted(("dims", 0))
    ('kernel_initializer.stddev', 'dims[0]')
    """
    parts = (f"[{step}]" if isinstance(step, int) else f".{step}" for step in path)
    return "".join(parts).removeprefix(".")


def _keys(cls: type[Arguments]) -> str:
    return f"its keys: {_listed(cls.model_fields)}"


def _listed(names: Any) -> str:
    shown = [f"`{name}`" for name in names]
    return ", ".join(shown) or "none"
