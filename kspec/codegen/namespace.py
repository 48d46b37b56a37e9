"""Names of variables: every layer's own, unless Python or the module has taken it."""

from __future__ import annotations

import builtins
import keyword
from collections.abc import Hashable, Iterable, Mapping
from typing import TypeVar

T = TypeVar("T", bound=Hashable)

TAKEN = frozenset({"keras", "layers", "ops", "math", "build_model"})
"""What the printed module itself calls by name."""


def variables(
    names: Iterable[str], *, taken: frozenset[str] = frozenset()
) -> dict[str, str]:
    """A variable for each name, in order; `_` is added until it is free.

    Example:
    >>> variables(["hidden", "layers", "max", "layers_"])
    {'hidden': 'hidden', 'layers': 'layers__', 'max': 'max_', 'layers_': 'layers_'}
    """
    wanted = list(names)
    reserved = {name for name in wanted if not _is_taken(name, taken)}
    given: dict[str, str] = {}
    for name in wanted:
        variable = name
        while _is_taken(variable, taken) or (variable != name and variable in reserved):
            variable += "_"
        reserved.add(variable)
        given[name] = variable
    return given


def is_foreign(module: str) -> bool:
    """Whether a module is that of a plugin, which has to be imported.

    Example:
    >>> is_foreign("keras.layers"), is_foreign("my_layers")
    (False, True)
    """
    return module.partition(".")[0] not in TAKEN


def free_names(wanted: Mapping[T, str], taken: Iterable[str]) -> dict[T, str]:
    """A name for each key, as wanted or with `_` added until it is free.

    Example:
    >>> free_names({1: "conv", 2: "conv", 3: "layers"}, ())
    {1: 'conv', 2: 'conv_', 3: 'layers_'}
    """
    used = set(taken)
    given: dict[T, str] = {}
    for key, name in wanted.items():
        while _is_taken(name, frozenset(used)):
            name += "_"
        used.add(name)
        given[key] = name
    return given


def _is_taken(name: str, taken: frozenset[str]) -> bool:
    reserved = keyword.iskeyword(name) or keyword.issoftkeyword(name)
    return reserved or hasattr(builtins, name) or name in TAKEN or name in taken
