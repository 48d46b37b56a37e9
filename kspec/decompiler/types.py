"""Which type of a spec a class of Keras is."""

from __future__ import annotations

import functools
from typing import NoReturn

from kspec.decompiler.refusal import no_type
from kspec.decompiler.serialized import Data
from kspec.layers import catalogue
from kspec.layers.custom import CustomLayer
from kspec.layers.layer import Layer

SEQUENTIAL = "Sequential"
FUNCTIONAL = ("Functional", "Model")
KERAS = ("keras", "keras.models", "keras.src.models.functional")


def is_model(data: Data) -> bool:
    """Whether a configuration describes a model whose layers are listed."""
    return is_sequential(data) or is_functional(data)


def is_sequential(data: Data) -> bool:
    """Whether it describes a sequential model."""
    return data.get("class_name") == SEQUENTIAL and _is_keras(data)


def is_functional(data: Data) -> bool:
    """Whether it describes a functional model."""
    return data.get("class_name") in FUNCTIONAL and _is_keras(data)


def type_of(data: Data, place: str) -> type[Layer]:
    """The class of the catalogue for a layer or function of Keras.

    Raises: DecompileError K302 where a spec has none.
    """
    name, module = str(data.get("class_name")), str(data.get("module"))
    if module.startswith("keras.src.ops."):
        return _operations().get(name.lower()) or _refuse_function(name, place)
    found = catalogue.find(name)
    if found and _made_by(data, found) and found.family != "input":
        return found
    return _refuse(name, module, place)


def _is_keras(data: Data) -> bool:
    return data.get("module") in KERAS


def _made_by(data: Data, cls: type[Layer]) -> bool:
    """Whether the class stands in the module that the catalogue's constructor is of.

    Keras writes no module for a layer that is registered under a name.
    """
    module = data.get("module")
    home = cls.target().rpartition(".")[0]
    if issubclass(cls, CustomLayer):
        registered = str(data.get("registered_name")).rpartition(">")[2]
        return module == home or (module is None and registered == cls.__name__)
    return module in (home, "keras.layers")


@functools.cache
def _operations() -> dict[str, type[Layer]]:
    """The operations by the names of Keras's classes, in small letters."""
    named = [cls for cls in catalogue.LAYERS if cls.family == "operation"]
    return {cls.kind()[4:].replace("_", ""): cls for cls in named}


def _refuse_function(name: str, place: str) -> NoReturn:
    named = {k[4:].replace("_", ""): k for k in catalogue.REFUSED if k[:4] == "ops."}
    kind = named.get(name.lower())
    reason = catalogue.REFUSED[kind] if kind else "kspec does not know it"
    raise no_type(
        f"{place}: the function `{kind or name}` has no form in a spec: {reason}"
    )


def _refuse(name: str, module: str, place: str) -> NoReturn:
    reason = catalogue.REFUSED.get(name)
    if reason and module == "keras.layers":
        raise no_type(f"{place}: `{name}` has no place in a spec: {reason}")
    origin = "" if module in ("None", "keras.layers") else f" of `{module}`"
    raise no_type(
        f"{place}: `{name}`{origin} is no layer that kspec knows",
        hint="a layer of your own needs a plugin that describes it: `--plugin MODULE`",
    )
