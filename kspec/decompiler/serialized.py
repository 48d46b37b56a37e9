"""Keras's serialized objects as the plain values that a spec writes."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any, cast

from kspec.layers import catalogue
from kspec.layers.layer import Layer

Data = Mapping[str, Any]

SILENT: dict[str, tuple[Any, ...]] = {
    "oov_method": ("floormod",),
    "epsilon": (0.01,),
    "data_format": ("channels_last", None),
    "trainable": (True,),
}
"""What Keras writes for arguments that a class does not take, besides nothing."""

DERIVED = frozenset({"name", "dtype", "vocabulary_size", "build_config"})
"""Keys of a configuration that say nothing which a spec could lack."""

NOTHING: tuple[Any, ...] = (None, False)


class Unwritable(ValueError):
    """A value that no spec can hold; the text says what it is."""


def is_object(data: Any) -> bool:
    """Whether the value describes an object of Keras."""
    return isinstance(data, dict) and "class_name" in data


def value_of(data: Any) -> Any:
    """The plain value of a part of a configuration.

    Raises: Unwritable.

    Example:
    >>> value_of({"class_name": "HeNormal", "config": {"seed": 1}})
    {'type': 'HeNormal', 'seed': 1}
    """
    if isinstance(data, list | tuple):
        return [value_of(item) for item in cast("list[Any]", data)]
    if not isinstance(data, dict):
        return data
    table = cast("dict[str, Any]", data)
    if is_object(table):
        return _object(table)
    return {key: value_of(value) for key, value in table.items()}


def class_of(name: str) -> type[Layer] | None:
    """The class of a layer or a cell, by its name in Keras."""
    cells = {cls.kind(): cls for cls in catalogue.CELLS}
    return cells.get(name) or catalogue.find(name)


def says_nothing(key: str, value: Any) -> bool:
    """Whether a key that is no argument of its class can be left out."""
    return (
        key in DERIVED
        or value in NOTHING
        or value == {}
        or value in SILENT.get(key, ())
    )


def _object(data: dict[str, Any]) -> Any:
    name, config = str(data["class_name"]), data.get("config")
    match name:
        case "function" if isinstance(config, str):
            return config
        case "DTypePolicy":
            return cast("Data", config)["name"]
        case "__numpy__":
            return cast("Data", config)["value"]
        case _ if name.startswith("__"):
            raise Unwritable(f"a {name.strip('_')}")
        case _:
            pass
    given = cast("dict[str, Any]", config if isinstance(config, dict) else {})
    cls = class_of(name) if _is_layer(data) else None
    if cls is not None:
        names = cls.argument_names()
        given = {k: v for k, v in given.items() if k in names and v is not None}
    return {"type": name} | {k: value_of(v) for k, v in given.items() if k != "name"}


def _is_layer(data: Data) -> bool:
    return str(data.get("module")).startswith("keras.layers")
