"""From a layer's configuration to the arguments that a spec gives it."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from typing import Any, cast, get_args

from pydantic import ValidationError

from kspec.decompiler.refusal import no_value
from kspec.decompiler.serialized import Unwritable, says_nothing, value_of
from kspec.layers.arguments import Arguments, Check, frozen
from kspec.layers.defaults import changed, same
from kspec.layers.layer import Layer
from kspec.layers.objects.object import Object


def arguments_of(
    cls: type[Layer], config: Mapping[str, Any], place: str
) -> dict[str, Any]:
    """The arguments that differ from Keras's defaults, as a spec writes them.

    Args:
        config: as `get_config` of the Keras layer gives it.
        place: the layer and its model, for messages.

    Raises: DecompileError K303 where a value has no form in a spec.

    Example:
    >>> from kspec.layers.core import Dense
    >>> arguments_of(Dense, {"units": 8, "use_bias": True, "name": "y"}, "`y`")
    {'units': 8}
    """
    given: dict[str, Any] = {}
    names = cls.argument_names()
    for key, value in config.items():
        if key in names:
            given |= _given(cls, key, value, place)
        elif not says_nothing(key, value):
            reason = cls.refused.get(key, f"`{cls.kind()}` has no such argument here")
            raise no_value(f"{place}: `{key}: {value}` has no place in a spec", reason)
    return _plain(_typed(cls, given, place))


def input_arguments(config: Mapping[str, Any], place: str) -> dict[str, Any]:
    """The arguments of an input.

    Raises: DecompileError K303 for a sparse or ragged one, or one of unknown rank.
    """
    shape = config.get("batch_shape", config.get("batch_input_shape"))
    if not isinstance(shape, list | tuple) or not shape:
        raise no_value(f"{place}: an input needs a shape, got {shape!r}")
    batch, *rest = cast("list[int | None]", shape)
    for key in ("sparse", "ragged", "optional"):
        if config.get(key):
            raise no_value(f"{place}: an input that is {key} has no form in a spec")
    dtype = value_of(config.get("dtype"))
    given: dict[str, Any] = {"shape": list(rest)}
    given |= {} if batch is None else {"batch_size": batch}
    return given | ({} if dtype in (None, "float32") else {"dtype": dtype})


def _given(cls: type[Layer], key: str, value: Any, place: str) -> dict[str, Any]:
    """The argument, or nothing where it is null like its default."""
    try:
        plain = value_of(value)
    except Unwritable as error:
        raise no_value(f"{place}: `{key}` is {error}, which no spec can hold") from None
    if plain is None and cls.model_fields[key].get_default() is None:
        return {}
    return {key: plain}


def _typed(cls: type[Layer], given: dict[str, Any], place: str) -> Layer:
    try:
        return cls.model_validate(given)
    except ValidationError as error:
        first = error.errors(include_url=False)[0]
        key = str(first["loc"][0]) if first["loc"] else ""
        end = _end_of_range(given.get(key))
        if end is not None:
            return _typed(cls, given | {key: end}, place)
        said = first["msg"]
        message = f"{place}: `{key}: {given.get(key)}` has no form in a spec: {said}"
        raise no_value(message) from None


def _end_of_range(value: Any) -> Any:
    """The number that Keras made a range of to both sides of 0, or None."""
    match value:
        case [float() | int() as low, float() | int() as high] if low == -high:
            return high
        case _:
            return None


def _plain(made: Layer) -> dict[str, Any]:
    given = {k: v for k, v in made.changed().items() if not _is_linear(made, k, v)}
    return {key: _written(type(made), key, value) for key, value in given.items()}


def _is_linear(made: Layer, key: str, value: Any) -> bool:
    """Whether an activation is Keras's name for none at all."""
    none = type(made).model_fields[key].get_default() is None
    return key == "activation" and value == "linear" and none


def default_of(cls: type[Arguments], key: str) -> Any:
    """What an argument is where it is left out, as a spec would write it.

    Example:
    >>> from kspec.layers.convolution import Conv2D
    >>> default_of(Conv2D, "strides"), default_of(Conv2D, "padding")
    (1, 'valid')
    """
    return _written(cls, key, cls.model_fields[key].get_default())


def spelled_out(cls: type[Arguments], key: str, value: Any, like: Any) -> Any:
    """One number for all axes as the list that another value is, where they agree.

    Example:
    >>> from kspec.layers.resizing import ZeroPadding2D
    >>> spelled_out(ZeroPadding2D, "padding", 1, [[0, 1], [0, 1]])
    [[1, 1], [1, 1]]
    """
    if not isinstance(like, list) or not isinstance(value, int | float):
        return value
    full = _filled(value, cast("list[Any]", like))
    return full if _takes_one(cls, key, frozen(full)) else value


def _filled(value: Any, like: list[Any]) -> list[Any]:
    return [_filled(value, one) if isinstance(one, list) else value for one in like]  # pyright: ignore


def _written(cls: type[Arguments], key: str, value: Any) -> Any:
    """An argument as a spec writes it: one number where all axes have the same."""
    short = _one_for_all(value)
    if short is not None and same(short, value) and _takes_one(cls, key, value):
        return short
    return plain_value(value)


def plain_value(value: Any) -> Any:
    """A typed value as a spec writes it: defaults left out, tuples as lists.

    Example:
    >>> from kspec.layers.objects.initializers import HeNormal
    >>> plain_value((1, HeNormal(seed=3))), plain_value(HeNormal())
    ([1, {'type': 'HeNormal', 'seed': 3}], 'he_normal')
    """
    if isinstance(value, Layer):
        return {"type": value.kind()} | _plain(value)
    if isinstance(value, Object):
        given = changed(value)
        if not given and value.names:
            return value.names[0]
        plain = {key: _written(type(value), key, item) for key, item in given.items()}
        return {"type": type(value).__name__} | plain
    if isinstance(value, tuple | list):
        return [plain_value(item) for item in cast("list[Any]", value)]
    if isinstance(value, dict):
        table = cast("dict[str, Any]", value)
        return {key: plain_value(item) for key, item in table.items()}
    return value


def _one_for_all(value: Any) -> Any:
    """The number that stands at every place of a tuple, or None."""
    items = cast("tuple[Any, ...]", value) if isinstance(value, tuple) else ()
    if not items or any(item != items[0] for item in items):
        return None
    return _one_for_all(items[0]) if isinstance(items[0], tuple) else items[0]


def _takes_one(cls: type[Arguments], key: str, value: tuple[Any, ...]) -> bool:
    """Whether one number means the same: the type has a list of this length."""
    for check in _checks(cls, key):
        forms = cast("list[dict[str, Any]]", check.json.get("anyOf", []))
        lengths = [form["minItems"] for form in forms if "minItems" in form]
        numbers = any(form.get("type") in ("integer", "number") for form in forms)
        if numbers and lengths == [len(value)]:
            return check.accepts(_one_for_all(value))
    return False


def _checks(cls: type[Arguments], key: str) -> Iterator[Check]:
    """The types of an argument, also where it may be null instead."""
    info = cls.model_fields[key]
    inner = (get_args(one) for one in get_args(info.annotation))
    for found in (info.metadata, *inner):
        yield from (one for one in found if isinstance(one, Check))
